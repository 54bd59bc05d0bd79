import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { recordContacts } from '@callbook/consolidation';
import type { Contact } from '@callbook/contracts';
import { type Log, openLog } from '@callbook/log';
import { type SlackPeer, startSlack } from '@callbook/peers';
import { environment } from '@callbook/runtime';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { runCommand } from '../src/index.ts';

let slack: SlackPeer;
let database: TestDatabase;
let log: Log;
let home: string;

beforeAll(async () => {
  slack = await startSlack({ limits: 'none' });
  home = mkdtempSync(join(tmpdir(), 'directory-'));
});
afterAll(async () => {
  await slack.stop();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});
beforeEach(async () => {
  await log?.close();
  await database?.drop();
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, quietLogger());
});

/** Runs `callbook directory import` as an operator does. */
async function imported(...given: string[]) {
  const configPath = join(home, 'callbook.yaml');
  const [team] = slack.teams;
  const workspace = { team: team?.id, botToken: team?.botToken, appToken: 'xapp-1-A1-1-f' };
  const config = {
    database: { url: database.url },
    country: 'GB',
    slack: { apiUrl: slack.apiUrl, workspaces: [workspace] },
  };
  writeFileSync(configPath, JSON.stringify(config));
  const [output, notes]: [string[], string[]] = [[], []];
  const status = await runCommand(['directory', 'import', ...given], {
    environment: environment({ CALLBOOK_HOME: home, CALLBOOK_CONFIG: configPath }),
    signal: new AbortController().signal,
    output: { write: (text) => output.push(text) },
    notes: { write: (text) => notes.push(text) },
  });
  return { status, output: output.join(''), notes: notes.join('') };
}
function csv(content: string | Buffer): string {
  const file = join(home, `${v7()}.csv`);
  writeFileSync(file, content);
  return file;
}
async function requesterOf(from: Contact['from']): Promise<string | undefined> {
  const contact = someContact({ from });
  await recordContacts([contact], { log, newId: v7, now: () => new Date(contact.receivedAt) });
  const [row] = await database.query<{ requester_id: string }>(
    'select requester_id from calls join contacts on call_id = calls.id where contacts.id = $1',
    [contact.id],
  );
  return row?.requester_id;
}
const person = async (name: string) =>
  (
    await database.query<{ listed: boolean; gone: boolean; department: string | null; identities: string[] | null }>(
      `select listed, gone_at is not null as gone, department, (
         select array_agg(value || case when verified then '' else ' (claimed)' end order by value)
         from identities where requester_id = requesters.id) as identities from requesters where name = $1`,
      [name],
    )
  )[0];

test('a telephone number and an address of one row are one person, whichever of them was known before', async () => {
  const called = await requesterOf({ phone: '+441632960801' });
  const file = csv('ID,Name,E-Mail,Phone,Department\n7,"Berg, Anna",Anna.Berg@dir.example,01632 960801,Finance\n');
  expect(await imported(file)).toMatchObject({
    status: 0,
    output: expect.stringContaining('csv: 1 people, 0 of them new.'),
  });
  expect(await requesterOf({ email: 'anna.berg@dir.example', verified: true })).toBe(called);
  expect(await person('Berg, Anna')).toMatchObject({ listed: true, department: 'Finance' });
});

test('a spreadsheet of another country is read: semicolons, its own letters, columns that nobody asked for', async () => {
  const text =
    'employeeNumber;givenName;surname;mail;mobile;room;shoe size\r\n12;Jürgen;Groß;j.gross@dir.example;;B 12;44\r\n';
  expect((await imported(csv(Buffer.from(text, 'latin1')))).status).toBe(0);
  expect(await person('Jürgen Groß')).toMatchObject({ identities: ['12', 'j.gross@dir.example'] });
});

test('a trial changes nothing and tells what would come of it', async () => {
  const { output } = await imported(csv('name,email\nCy,cy@dir.example\n'), '--dry-run');
  expect(output).toContain('1 people, 1 of them new. Nothing was changed');
  expect(await person('Cy')).toBeUndefined();
});

test('who is missing is marked and stays, what they had is a claim, and who comes back is back', async () => {
  const both = 'id,name,email\n1,Di,di@dir.example\n2,Ed,ed@dir.example\n';
  const one = 'id,name,email\n1,Di,di@dir.example\n';
  await imported(csv(both));
  expect((await imported(csv(one))).output).toContain('1 are gone, and stay in the log: Ed');
  expect(await person('Ed')).toEqual({
    listed: false,
    gone: true,
    department: null,
    identities: ['ed@dir.example (claimed)'],
  });
  expect((await imported(csv(both))).output).toContain('1 are back.');
  expect(await person('Ed')).toEqual({ listed: true, gone: false, department: null, identities: ['ed@dir.example'] });
});

test('a list that was cut is not believed, unless it is meant so', async () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, at) => `${at},P${at},p${at}@dir.example\n`).join('');
  await imported(csv(`id,name,email\n${rows(20)}`));
  const cut = csv(`id,name,email\n${rows(5)}`);
  expect(await imported(cut)).toMatchObject({
    status: 2,
    notes: expect.stringContaining('15 of 20 people would be gone'),
  });
  expect(await person('P19')).toMatchObject({ listed: true });
  expect((await imported(cut, '--allow-gone')).status).toBe(0);
  expect(await person('P19')).toMatchObject({ gone: true });
});

test('what cannot be used is noted with its line, and the rest of its row is taken', async () => {
  const { status, output } = await imported(
    csv('id,name,email,phone\n1,Fay,fay at home,+44 1632 960804\n,,,\n1,Gus,g@dir.example,\n'),
  );
  expect(status).toBe(0);
  expect(output).toMatch(/line 2: "fay at home" is no email/);
  expect(output).toMatch(/line 3: neither a key nor an address/);
  expect(output).toMatch(/line 4: 1 once more/);
  expect(await person('Fay')).toMatchObject({ identities: ['+441632960804'] });
});

test('what is no list is refused, and changes nothing', async () => {
  for (const [content, why] of [
    ['', 'names no column'],
    ['name,age\nHal,7\n', 'names no column'],
    ['email\n"open', 'is no list'],
    ['email\n', 'has nobody in it'],
  ] as const)
    expect(await imported(csv(content))).toMatchObject({ status: 2, notes: expect.stringContaining(why) });
  expect(await imported(join(home, 'missing.csv'))).toMatchObject({
    status: 2,
    notes: expect.stringContaining('cannot be read'),
  });
  expect(await imported()).toMatchObject({ status: 2, notes: expect.stringContaining('From where?') });
});

test('members of a workspace are people; a number that they typed in is a claim, and takes nothing from anybody', async () => {
  const [team] = slack.teams;
  const ida = team?.addUser({ realName: 'Ida Moss', email: 'ida@dir.example', phone: '+441632960805' });
  team?.addUser({ realName: 'Jo Pike', email: 'jo@dir.example', phone: '+441632960806' });
  await imported(csv('id,name,email,phone\n1,Ida M. Moss,ida@dir.example,\n2,Kit,kit@dir.example,+441632960806\n'));
  expect((await imported('--slack')).status).toBe(0);
  // The file leads: its name stands. What Slack has besides is the same person's.
  expect(await person('Ida M. Moss')).toMatchObject({
    identities: ['+441632960805 (claimed)', `${team?.id}/${ida?.id}`, 'ida@dir.example'],
  });
  expect(await person('Kit')).toMatchObject({ identities: ['+441632960806', 'kit@dir.example'] });
  expect((await person('Jo Pike'))?.identities).not.toContain('+441632960806');
  // What the file drops, Slack still has.
  await imported(csv('id,name,email\n2,Kit,kit@dir.example\n'));
  expect(await person('Ida M. Moss')).toMatchObject({ listed: true, gone: false });
});
