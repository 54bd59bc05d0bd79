import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryIntake } from '@callbook/checks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { putAway } from '../src/folder/away.ts';
import { pdf } from './files.ts';
import { type Rig, startRig, until } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const drop = (name: string, bytes: Uint8Array) => writeFileSync(join(rig.folder, name), bytes);
const inFolder = (name = '.') => {
  const path = join(rig.folder, name);
  return existsSync(path) ? readdirSync(path).filter((one) => one !== 'done' && one !== 'problem') : [];
};

test('what lies there, and what comes, is taken, and moved when the log has it and not before', async () => {
  drop('before.pdf', pdf(1));
  rig.watch();
  await until(() => rig.intake.contacts.size === 1);
  drop('after.pdf', pdf(2));
  await until(() => rig.intake.contacts.size === 2);
  expect(inFolder().sort()).toEqual(['after.pdf', 'before.pdf']);
  rig.intake.record();
  await until(() => inFolder().length === 0);
  expect(inFolder('done').sort()).toEqual(['after.pdf', 'before.pdf']);
  expect(readFileSync(join(rig.folder, 'done', 'after.pdf'))).toEqual(pdf(2));
});

test('what is still being written is taken when it is whole, and once', async () => {
  rig.watch();
  const whole = pdf(1);
  drop('slow.pdf', whole.subarray(0, 40));
  // Longer than a file has to stay as it is: that its end is not there tells that it is not done.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(rig.intake.calls()).toBe(0);
  appendFileSync(join(rig.folder, 'slow.pdf'), whole.subarray(40));
  rig.intake.recordAtOnce();
  await until(() => inFolder('done').length === 1);
  expect(rig.only()).toMatchObject({ original: { size: whole.length }, media: { state: 'pending' } });
});

test('what stays cut off, empty, or no scan at all is a contact, and lies in `problem` with a word why', async () => {
  rig.intake.recordAtOnce();
  drop('cut.pdf', pdf(1).subarray(0, 50));
  drop('empty.pdf', Buffer.alloc(0));
  drop('letter.doc', Buffer.from('Dear all,'));
  rig.watch();
  await until(() => inFolder('problem').length === 6 && inFolder().length === 0);
  const why = (name: string) => readFileSync(join(rig.folder, 'problem', `${name}.txt`), 'utf8').split(':')[0];
  expect(['cut.pdf', 'empty.pdf', 'letter.doc'].map(why)).toEqual(['scan-truncated', 'scan-empty', 'scan-unsupported']);
  expect([...rig.intake.contacts.values()].map(({ problem }) => problem?.code).sort()).toEqual([
    'scan-empty',
    'scan-truncated',
    'scan-unsupported',
  ]);
});

test('a file of a name that was there before is put beside it, and nothing is overwritten', async () => {
  rig.intake.recordAtOnce();
  rig.watch();
  for (const number of [1, 2, 3]) {
    drop('scan.pdf', pdf(number));
    await until(() => inFolder('done').length === number && inFolder().length === 0);
  }
  expect(inFolder('done').sort()).toEqual(['scan-2.pdf', 'scan-3.pdf', 'scan.pdf']);
  expect(readFileSync(join(rig.folder, 'done', 'scan-3.pdf'))).toEqual(pdf(3));
});

test('another process, from nothing, takes the same files as the same contacts', async () => {
  for (const number of [1, 2]) drop(`${number}.pdf`, pdf(number));
  rig.watch();
  await until(() => rig.intake.contacts.size === 2);
  const second = memoryIntake();
  rig.watch(second);
  await until(() => second.contacts.size === 2);
  expect([...second.contacts.keys()].sort()).toEqual([...rig.intake.contacts.keys()].sort());
});

test('nothing is moved that the intake refuses, and it is taken later', async () => {
  rig.intake.refuse(1);
  rig.intake.recordAtOnce();
  drop('one.pdf', pdf(1));
  rig.watch();
  await until(() => rig.intake.calls() === 1);
  drop('two.pdf', pdf(2));
  await until(() => inFolder('done').length === 2);
});

test('what a name leads to elsewhere, folders and files with other purposes are left alone', async () => {
  writeFileSync(join(rig.folder, '..', 'secret.pdf'), pdf(1));
  symlinkSync(join(rig.folder, '..', 'secret.pdf'), join(rig.folder, 'link.pdf'));
  mkdirSync(join(rig.folder, 'folder.pdf'));
  drop('.hidden.pdf', pdf(2));
  drop('scan.pdf.part', pdf(3));
  rig.intake.recordAtOnce();
  drop('one.pdf', pdf(4));
  rig.watch();
  await until(() => inFolder('done').length === 1 && !inFolder().includes('one.pdf'));
  expect(inFolder().sort()).toEqual(['.hidden.pdf', 'folder.pdf', 'link.pdf', 'scan.pdf.part']);
  expect(rig.intake.contacts.size).toBe(1);
});

test('the ledger hears of what lies there, and that nothing does any more', async () => {
  drop('one.pdf', pdf(1));
  rig.watch();
  await until(() => rig.intake.reports.some(({ spooled, untaken }) => spooled === 1 && untaken === 0));
  rig.intake.record();
  await until(() => rig.intake.reports.at(-1)?.seen === 0);
  expect(new Set(rig.intake.reports.map(({ channel, account, part }) => `${channel} ${account} ${part}`))).toEqual(
    new Set(['paper counter folder']),
  );
});

test('a move that was cut off in the middle is finished under the same name', async () => {
  drop('one.pdf', pdf(1));
  mkdirSync(join(rig.folder, 'done'));
  // As a kill leaves it: the name is held, and nothing is in it yet.
  writeFileSync(join(rig.folder, 'done', 'one.pdf'), '');
  expect(await putAway(join(rig.folder, 'one.pdf'), join(rig.folder, 'done'))).toBe(
    join(rig.folder, 'done', 'one.pdf'),
  );
  expect([inFolder(), inFolder('done')]).toEqual([[], ['one.pdf']]);
});
