import { type Dovecot, startDovecot, startLine } from '@callbook/peers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KEYWORD, numbered, openReading, pause, type Reading, until } from './reading.ts';

let dovecot: Dovecot;
let reading: Reading;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  reading = await openReading(dovecot);
});
afterEach(() => reading.end());

/** How many mails a folder has; 0 where there is no such folder. */
async function held(folder: string): Promise<number> {
  return reading.inMailbox(async (client) => {
    const folders = await client.list();
    if (!folders.some(({ path }) => path === folder)) return 0;
    return (await client.mailboxOpen(folder)).exists;
  });
}

const subjects = (folder: string) =>
  reading.inMailbox(
    async (client) => (await client.fetchAll('1:*', { envelope: true })).map(({ envelope }) => envelope?.subject),
    folder,
  );

const drop = async (mails: number, first = 0) => {
  for (let i = first; i < first + mails; i++) await dovecot.drop(reading.user, numbered(i));
};
const afterRecording = { flag: '\\Flagged', moveTo: 'Done/By Callbook' };

test('a mail gets the configured flag when it is recorded, and not before', async () => {
  await drop(3);
  reading.enter({ afterRecording: { flag: '\\Flagged' } });
  await until(() => reading.intake.contacts.size === 3);
  await pause(500);
  expect(await reading.count('\\Flagged')).toBe(0);
  reading.intake.record([...reading.intake.contacts.keys()].slice(0, 2));
  await until(async () => (await reading.count(KEYWORD)) === 2);
  expect(await reading.inMailbox((client) => client.search({ flagged: true }))).toHaveLength(2);
});

test('a recorded mail is marked and moved to a folder, which is made', async () => {
  await drop(5);
  reading.enter({ afterRecording });
  await until(() => reading.intake.contacts.size === 5);
  await pause(500);
  expect(await held('INBOX')).toBe(5);
  reading.intake.record();
  await until(async () => (await held('Done/By Callbook')) === 5);
  expect(await held('INBOX')).toBe(0);
  expect(await reading.count(KEYWORD, 'Done/By Callbook')).toBe(5);
  expect(reading.intake.calls()).toBe(5);
});

test('what was marked when the move broke off is moved later, without being read again', async () => {
  reading.intake.recordAtOnce();
  await drop(4);
  reading.enter();
  await until(async () => (await reading.count(KEYWORD)) === 4);
  await reading.leave();
  reading.enter({ afterRecording });
  await until(async () => (await held('Done/By Callbook')) === 4);
  expect(reading.intake.calls()).toBe(4);
});

test('mails that somebody else moves meanwhile do no harm', async () => {
  await drop(100);
  reading.enter({ afterRecording });
  await until(() => reading.intake.contacts.size === 100);
  await reading.inMailbox(async (client) => {
    await client.mailboxCreate('Elsewhere');
    for (let uid = 1; uid <= 50; uid++) {
      try {
        await client.messageMove(String(uid), 'Elsewhere', { uid: true });
      } catch (error) {
        // Dovecot says so to whoever comes too late.
        if ((error as { responseStatus?: string }).responseStatus !== 'NO') throw error;
      }
      // From the second on we move them as well.
      if (uid === 1) reading.intake.record();
    }
  });
  await until(async () => (await held('INBOX')) === 0);
  // Dovecot copies a mail that two move at the same time into both folders.
  expect(new Set([...(await subjects('Done/By Callbook')), ...(await subjects('Elsewhere'))]).size).toBe(100);
  expect(reading.intake.contacts.size).toBe(100);
});

describe('a server without MOVE', () => {
  test('that knows UIDPLUS copies, and removes only what it has copied', async () => {
    const line = await startLine(dovecot.port, { change: (text) => text.replaceAll(' MOVE ', ' ') });
    await drop(3);
    await reading.inMailbox((client) => client.append('INBOX', numbered(9), ['\\Deleted']));
    reading.enter({ port: line.port, afterRecording });
    await until(() => reading.intake.contacts.size === 4);
    const keys = [...reading.intake.contacts.values()].filter(({ subject }) => subject !== 'Printer 9');
    reading.intake.record(keys.map(({ key }) => key));
    await until(async () => (await held('Done/By Callbook')) === 3);
    await until(async () => (await held('INBOX')) === 1);
    // What somebody else marked as deleted is theirs to remove.
    await pause(500);
    expect(await held('INBOX')).toBe(1);
    await reading.leave();
    await line.stop();
  });

  test('that knows no UIDPLUS either keeps the mails', async () => {
    const line = await startLine(dovecot.port, {
      change: (text) => text.replaceAll(' MOVE ', ' ').replaceAll(' UIDPLUS ', ' '),
    });
    reading.intake.recordAtOnce();
    await drop(3);
    reading.enter({ port: line.port, afterRecording });
    await until(async () => (await reading.count(KEYWORD)) === 3);
    await pause(500);
    expect(await held('INBOX')).toBe(3);
    await reading.leave();
    await line.stop();
  });
});

test('a folder that cannot be made keeps its mails where they are, marked, and goes on', async () => {
  reading.intake.recordAtOnce();
  await drop(2);
  const watch = reading.enter({ afterRecording: { moveTo: 'a//b' } });
  await until(async () => (await reading.count(KEYWORD)) === 2);
  await drop(1, 2);
  await until(async () => (await reading.count(KEYWORD)) === 3);
  expect(await held('INBOX')).toBe(3);
  expect(watch.trouble()).toBeUndefined();
});
