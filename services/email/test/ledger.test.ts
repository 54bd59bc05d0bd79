import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY, type LedgerReport } from '@callbook/contracts';
import { type Dovecot, startDovecot, startLine } from '@callbook/peers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KEYWORD, numbered, openReading, type Reading, until } from './reading.ts';

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

const ago = (days: number) => new Date(Date.now() - days * DAY);
const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const seed = (count: number, days: number, first = 0) =>
  Array.from({ length: count }, (_, i) => ({ raw: numbered(first + i), at: ago(days) }));

/** What the ledger was told last of a day. */
function latest(at: Date, folder = 'INBOX'): Pick<LedgerReport, 'seen' | 'spooled' | 'untaken'> | undefined {
  const report = reading.intake.reports.findLast(({ part, day }) => part === folder && day === dayOf(at));
  return report && { seen: report.seen, spooled: report.spooled, untaken: report.untaken };
}

const told = (at: Date, seen: number, spooled = 0, folder = 'INBOX') =>
  until(() => {
    const now = latest(at, folder);
    return now?.seen === seen && now.spooled === spooled && now.untaken === 0;
  });

test('the ledger is told of every day of a backlog, and soon after of what comes', async () => {
  reading.intake.recordAtOnce();
  dovecot.seed(reading.user, [...seed(5, 400), ...seed(3, 2, 5), ...seed(2, 0, 8)]);
  reading.enter();
  await told(ago(400), 5);
  await told(ago(2), 3);
  await told(ago(0), 2);
  expect(latest(ago(1))).toEqual({ seen: 0, spooled: 0, untaken: 0 });
  await dovecot.deliver(reading.user, numbered(99));
  await told(ago(0), 3);
});

test('what is accepted and not recorded is told apart, and told anew when it is recorded', async () => {
  dovecot.seed(reading.user, seed(4, 1));
  reading.enter();
  await told(ago(1), 4, 4);
  reading.intake.record([...reading.intake.contacts.keys()].slice(0, 3));
  await told(ago(1), 4, 1);
  reading.intake.record();
  await told(ago(1), 4, 0);
});

test('what cannot be taken is counted as untaken', async () => {
  reading.intake.recordAtOnce();
  dovecot.seed(reading.user, [...seed(3, 3), ...seed(2, 1, 3)]);
  reading.intake.refuse(Number.POSITIVE_INFINITY);
  reading.enter();
  await until(() => reading.intake.reports.length > 0);
  expect(latest(ago(3))).toEqual({ seen: 3, spooled: 0, untaken: 3 });
  reading.intake.refuse(0);
  await told(ago(3), 3);
});

/** A mail that was recorded in another folder, and moved here: it carries our mark, and no search finds it. */
const marked = (number: number) =>
  reading.inMailbox((client) => client.append('INBOX', numbered(number), [KEYWORD]).then(() => undefined));

describe('a mail that carries our mark already', () => {
  test('is taken on the next connection when the line broke at it', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, seed(2, 0));
    let broken = false;
    const line = await startLine(dovecot.port, {
      change(text) {
        if (!broken && text.includes('Printer 7')) {
          broken = true;
          line.cut();
        }
        return text;
      },
    });
    reading.enter({ port: line.port });
    await told(ago(0), 2);
    await marked(7);
    await told(ago(0), 3);
    expect(broken).toBe(true);
    await reading.leave();
    await line.stop();
  });

  test('is taken when there is room again', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, seed(2, 0));
    reading.enter();
    await told(ago(0), 2);
    reading.intake.refuse(Number.POSITIVE_INFINITY);
    const calls = reading.intake.calls();
    await marked(7);
    await until(() => reading.intake.calls() > calls + 1);
    reading.intake.refuse(0);
    await told(ago(0), 3);
  });
});

describe('one message', () => {
  test('that lies twice in a folder is counted once, also by a process that was started again', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, [...seed(3, 1), ...seed(1, 1), ...seed(1, 2)]);
    reading.enter();
    await told(ago(1), 3);
    // On the day of its contact, which was made of the first.
    expect(latest(ago(2))).toEqual({ seen: 0, spooled: 0, untaken: 0 });
    await reading.leave();
    reading.intake.reports.length = 0;
    const calls = reading.intake.calls();
    reading.enter();
    await told(ago(1), 3);
    expect(reading.intake.calls()).toBe(calls);
  });

  test('is counted once by an adapter that has forgotten which mail is which', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, [...seed(3, 1), ...seed(1, 1)]);
    reading.enter();
    await told(ago(1), 3);
    await reading.leave();
    reading.intake.forgetCursors();
    reading.intake.reports.length = 0;
    reading.enter();
    await told(ago(1), 3);
  });

  test('counts on the day of its contact, also when the mailbox was restored without its dates', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, seed(5, 3));
    reading.enter();
    await told(ago(3), 5);
    await reading.leave();
    for (const name of await readdir(join(dovecot.maildir(reading.user), 'cur')))
      await utimes(join(dovecot.maildir(reading.user), 'cur', name), ago(0), ago(0));
    await dovecot.resetUidValidity(reading.user);
    reading.intake.reports.length = 0;
    reading.enter();
    await told(ago(3), 5);
    expect(latest(ago(0))).toEqual({ seen: 0, spooled: 0, untaken: 0 });
  });

  test('that somebody moves to another folder is counted there, and no longer here', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, seed(4, 0));
    await reading.inMailbox((client) => client.mailboxCreate('Team'));
    reading.enter({ folders: ['INBOX', 'Team'] });
    await until(async () => (await reading.count(KEYWORD)) === 4);
    await reading.inMailbox((client) => client.messageMove('1:2', 'Team', { uid: true }));
    await told(ago(0), 2);
    await told(ago(0), 2, 0, 'Team');
  });

  test('of last month that somebody moves is not counted in both folders by a process that was started again', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, seed(4, 30));
    await reading.inMailbox((client) => client.mailboxCreate('Team'));
    const folders = ['INBOX', 'Team'];
    const sum = () => (latest(ago(30))?.seen ?? 0) + (latest(ago(30), 'Team')?.seen ?? 0);
    reading.enter({ folders });
    await told(ago(30), 4);
    await until(async () => (await reading.count(KEYWORD)) === 4);
    await reading.inMailbox((client) => client.messageMove('1', 'Team', { uid: true }));
    await until(() => latest(ago(30), 'Team') !== undefined && sum() === 4);
    await reading.leave();
    reading.intake.reports.length = 0;
    reading.enter({ folders });
    await told(ago(0), 0);
    await reading.inMailbox((client) => client.messageMove('2', 'Team', { uid: true }));
    await until(() => latest(ago(30), 'Team')?.seen === 2 && latest(ago(30))?.seen === 2, 40_000);
  });

  test('that lies in two folders is counted in one of them', async () => {
    reading.intake.recordAtOnce();
    dovecot.seed(reading.user, seed(4, 0));
    await reading.inMailbox((client) => client.mailboxCreate('Team'));
    await reading.inMailbox((client) => client.messageCopy('1:*', 'Team', { uid: true }));
    reading.enter({ folders: ['INBOX', 'Team'] });
    const sum = () => (latest(ago(0))?.seen ?? 0) + (latest(ago(0), 'Team')?.seen ?? 0);
    await until(() => latest(ago(0)) !== undefined && latest(ago(0), 'Team') !== undefined && sum() === 4);
  });
});
