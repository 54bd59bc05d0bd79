import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberedMail, quietLogger, type TestDatabase, testDatabase, testServices } from '@callbook/checks';
import { consolidationRole } from '@callbook/consolidation';
import { ConfigSchema, type MailboxAccount } from '@callbook/contracts';
import { emailRole } from '@callbook/email';
import { type Dovecot, startDovecot, startLine } from '@callbook/peers';
import { createLifecycle, createSurface, environment, type Lifecycle, type Role } from '@callbook/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { runCommand } from '../src/index.ts';

const logger = quietLogger();
let dovecot: Dovecot;
let database: TestDatabase;
let home: string;
let prefix: string;
let user: string;
let lifecycle: Lifecycle | undefined;

beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'audit-'));
  const random = randomBytes(4).toString('hex');
  prefix = `test-${random}`;
  user = `desk-${random}`;
});
afterEach(async () => {
  await leave();
  await database.drop();
  rmSync(home, { recursive: true });
});

type Changes = Partial<MailboxAccount['imap']>;

function settings(changes: Changes = {}) {
  const account = dovecot.mailbox(user);
  return {
    database: { url: database.url, connections: 4 },
    redis: { url: testServices().redisUrl, prefix },
    spool: { reserve: 0 },
    email: { accounts: [{ ...account, imap: { ...account.imap, ...changes } }] },
  };
}

/** Starts roles in this process. */
async function enter(roles: readonly Role[], changes?: Changes): Promise<void> {
  lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse(settings(changes));
  for (const role of roles) await role.start({ config, home, logger, lifecycle, http });
}

async function leave(): Promise<void> {
  await lifecycle?.stop('test');
  lifecycle = undefined;
}

/** Runs `callbook` as an operator does. */
async function callbook(args: string, changes?: Changes, signal = new AbortController().signal) {
  const configPath = join(home, 'callbook.yaml');
  writeFileSync(configPath, JSON.stringify(settings(changes)));
  const output: string[] = [];
  const notes: string[] = [];
  const status = await runCommand(args.split(' '), {
    environment: environment({ CALLBOOK_HOME: home, CALLBOOK_CONFIG: configPath }),
    signal,
    output: { write: (text) => output.push(text) },
    notes: { write: (text) => notes.push(text) },
  });
  const answer = args.includes('--json') && output.length > 0 ? JSON.parse(output.join('')) : undefined;
  return { status, output: output.join(''), notes: notes.join(''), answer };
}

async function recorded(count: number): Promise<void> {
  for (const end = Date.now() + 30_000; (await inLog()).length < count; ) {
    if (Date.now() > end) throw new Error(`${(await inLog()).length} of ${count} contacts are recorded`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const inLog = () => database.query<{ key: string }>('select key from contacts order by key');

/** As it would be after an older backup was put back: these contacts, and all that hangs on them, never were. */
async function loseContacts(where: string): Promise<number> {
  const lost = await database.query<{ id: string }>(`select id, call_id from contacts where ${where}`);
  const ids = lost.map(({ id }) => `'${id}'`).join();
  await database.query(`
    set session_replication_role = replica;
    delete from history where call_id in (select call_id from contacts where id in (${ids}));
    delete from attachments where contact_id in (${ids});
    delete from calls where id in (select call_id from contacts where id in (${ids}));
    delete from contacts where id in (${ids});
    set session_replication_role = default`);
  return lost.length;
}

async function inFolder<T>(folder: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const { host, port, password } = dovecot;
  const options = {
    host,
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  } as const;
  const client = new ImapFlow(options);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen(folder);
    return await work(client);
  } finally {
    await client.logout();
  }
}

/** Everything about a folder that a reader could have changed. */
const traces = (folder: string) =>
  inFolder(folder, async (client) => {
    if (client.mailbox && client.mailbox.exists === 0) return [];
    const mails = await client.fetchAll('1:*', { uid: true, flags: true, internalDate: true });
    return mails.map(({ uid, flags, internalDate }) => ({ uid, flags: [...(flags ?? [])].sort(), internalDate }));
  });

/** Puts mails into the mailbox that came a while ago: for those of this minute the audit would wait. */
function lay(count: number, dates: readonly string[] = ['2026-10-30T12:00:00Z']): void {
  const mails = Array.from({ length: count }, (_, number) => numberedMail(number));
  dovecot.seed(
    user,
    mails.map((raw, index) => ({ raw, at: new Date(dates[index % dates.length] ?? '') })),
  );
}

test('a mailbox whose mails are all recorded has nothing missing, and keeps no trace of the audit', async () => {
  await enter([consolidationRole, emailRole]);
  for (const number of [0, 1, 2]) await dovecot.drop(user, numberedMail(number));
  await dovecot.drop(user, numberedMail(0)); // the same bytes: the same message
  await dovecot.deliver(user, numberedMail(1)); // with other trace headers: a duplicate
  await recorded(4);
  await leave();

  const before = await traces('INBOX');
  const { status, answer, notes } = await callbook('audit email --json');
  expect([status, notes]).toEqual([0, '']);
  const counts = { onServer: 4, recorded: 4, duplicates: 1 };
  const [day] = answer.accounts[0].days;
  expect(answer).toEqual({
    accounts: [{ account: user, days: [{ day: day.day, ...counts, missing: [], unread: [] }] }],
    ...{ ...counts, missing: 0, unread: 0 },
  });
  expect(day.day).toBe(new Date().toISOString().slice(0, 10));
  expect(await traces('INBOX')).toEqual(before);
  // Mail by mail, as large ones are read.
  expect((await callbook('audit email --json', { streamAbove: 100 })).answer).toEqual(answer);

  const text = await callbook('audit email');
  expect(text.output).toContain('Nothing is missing.');
  expect(text.output.replace(/ +/g, ' ')).toContain(`${user} all days 4 4 1 0`);
});

test('mails that the log does not have are named, and taken again on request', async () => {
  lay(20, ['2026-10-30T23:30:00Z', '2026-10-31T00:30:00Z']);
  await enter([consolidationRole, emailRole]);
  await recorded(20);
  const whole = await inLog();
  await leave();
  expect(await loseContacts("(details ->> 'uid')::int between 5 and 12")).toBe(8);

  const found = await callbook('audit email --json');
  expect(found.status).toBe(1);
  expect(found.answer).toMatchObject({ onServer: 20, recorded: 12, missing: 8 });
  const named = found.answer.accounts[0].days.flatMap(({ missing }: { missing: object[] }) => missing);
  expect(named.map(({ uid }: { uid: number }) => uid).sort((a: number, b: number) => a - b)).toEqual([
    5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  const text = await callbook('audit email');
  expect(text.status).toBe(1);
  expect(text.output).toMatch(/^ {2}missing: INBOX \d+( \d+)*$/m);

  await enter([consolidationRole]);
  const repaired = await callbook('audit email --json --repair');
  expect(repaired.notes).toBe(`${user}: 8 of 8 missing mails are in the log now.\n`);
  expect(repaired.status).toBe(0);
  expect(repaired.answer).toMatchObject({ onServer: 20, recorded: 20, missing: 0 });
  expect(await inLog()).toEqual(whole);
  expect((await callbook('audit email')).status).toBe(0);
});

test('a log that was put back twice is healed twice, of all that it has lost', async () => {
  lay(6);
  await enter([consolidationRole, emailRole]);
  await recorded(6);
  const whole = await inLog();
  for (let round = 0; round < 2; round++) {
    await loseContacts('true');
    expect(await inLog()).toEqual([]);
    expect((await callbook('audit email')).status).toBe(1);
    expect((await callbook('audit email --repair')).status).toBe(0);
    expect(await inLog()).toEqual(whole);
  }
});

test('mails that were moved away when they were recorded are looked for where they are', async () => {
  const changes = { afterRecording: { moveTo: 'Done' } };
  expect((await callbook('audit email', changes)).status).toBe(0); // there is no such folder yet
  lay(3);
  await enter([consolidationRole, emailRole], changes);
  await recorded(3);
  for (const end = Date.now() + 20_000; (await traces('INBOX')).length > 0 && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await callbook('audit email --json', changes)).answer).toMatchObject({
    onServer: 3,
    recorded: 3,
    missing: 0,
  });
  await loseContacts('true');
  const { status, answer } = await callbook('audit email --json', changes);
  expect(status).toBe(1);
  expect(answer.accounts[0].days[0].missing).toHaveLength(3);
  expect(answer.accounts[0].days[0].missing[0]).toMatchObject({ folder: 'Done' });
  expect((await callbook('audit email --repair', changes)).status).toBe(0);
  expect(await inLog()).toHaveLength(3);
});

test('a line that is cut again and again gives every mail all the same', async () => {
  lay(300);
  const line = await startLine(dovecot.port);
  line.cuts.push(3_000, 40_000, 60_000, 80_000);
  const { status, answer } = await callbook('audit email --json', { port: line.port });
  expect(line.cuts).toEqual([]);
  await line.stop();
  expect(status).toBe(1);
  expect(answer).toMatchObject({ onServer: 300, recorded: 0, missing: 300, unread: 0 });
}, 60_000);

test('what cannot be looked at is no clean bill', async () => {
  const cases: [string, Changes | undefined, string][] = [
    ['audit email', { password: 'wrong' }, 'refuses the login'],
    ['audit email', { folders: ['Nowhere'] }, 'has no folder Nowhere'],
    ['audit email --account someone', undefined, `There is no mailbox of someone. There are: ${user}.`],
    ['audit email --colour', undefined, "Unknown option '--colour'"],
    ['audit slack', undefined, 'There is no command "audit slack".'],
  ];
  for (const [args, changes, why] of cases) {
    const { status, output, notes } = await callbook(args, changes);
    expect([status, output]).toEqual([2, '']);
    expect(notes).toContain(why);
  }
  const url = 'postgres://127.0.0.1:1/nothing';
  const away = await runCommand(['audit', 'email'], {
    environment: environment({ CALLBOOK_HOME: home, DATABASE_URL: url }),
    signal: new AbortController().signal,
    output: { write: () => undefined },
    notes: { write: (text) => expect(text).toContain('The log cannot be reached') },
  });
  expect(away).toBe(2);
  await database.query('alter table kysely_migration rename to something_else');
  expect(await callbook('audit email')).toMatchObject({ status: 2, notes: expect.stringContaining('holds no log') });
  expect((await callbook('--help')).output).toContain('callbook audit email');
});

test('a repair without a worker says what waits, and the next one with a worker finishes it', async () => {
  lay(2);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5_000);
  const { status, notes } = await callbook('audit email --repair', undefined, stop.signal);
  expect(status).toBe(2);
  expect(notes).toContain(`${user}: 0 of 2 missing mails are in the log now.\n2 wait for the queue or the worker.`);
  await enter([consolidationRole]);
  expect((await callbook('audit email --repair')).status).toBe(0);
  expect(await inLog()).toHaveLength(2);
});
