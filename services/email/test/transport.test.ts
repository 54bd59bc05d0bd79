import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { type Dovecot, startDovecot, startLine } from '@callbook/peers';
import { createLogger } from '@callbook/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { v7 } from 'uuid';
import { type Watch, watchMailbox } from '../src/transport.ts';
import { largeMail } from './large-mail.ts';
import { type MemoryIntake, memoryIntake } from './memory-intake.ts';

const logger = createLogger('test', 'silent');
const KEYWORD = '$CallbookRecorded';
let dovecot: Dovecot;
let folder: string;
let archive: Archive;
let intake: MemoryIntake;
let stop: AbortController;
let watch: Watch;
let user: string;

beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-archive-'));
  archive = await openArchive({ folder }, '/nowhere', logger);
  intake = memoryIntake();
  user = `desk-${randomBytes(4).toString('hex')}`;
});
afterEach(async () => {
  await leave();
  await rm(folder, { recursive: true, force: true });
});

function enter(changes: { port?: number; folder?: string; password?: string } = {}): void {
  const account = dovecot.mailbox(user);
  const { folder: path = 'INBOX', ...imap } = changes;
  stop = new AbortController();
  watch = watchMailbox(
    { archive, intake, logger, now: () => new Date(), newId: () => v7() },
    { account: { ...account, imap: { ...account.imap, ...imap } }, folder: path },
    stop.signal,
  );
}

async function leave(): Promise<void> {
  stop?.abort();
  await watch?.ended;
}

function mail(number: number, body = `Printer ${number} is jammed.`): string {
  return [
    'From: Ada Lindqvist <ada@example.org>',
    'To: desk@callbook.example',
    `Subject: Printer ${number}`,
    `Message-ID: <${number}.${user}@example.org>`,
    'Date: Mon, 2 Nov 2026 08:00:00 +0000',
    '',
    `${body}\r\n`,
  ].join('\r\n');
}

async function until(met: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await met())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** How many mails carry a flag, as somebody else sees the mailbox. */
async function count(flag: string): Promise<number> {
  return inMailbox(async (client) => ((await client.search({ keyword: flag }, { uid: true })) || []).length);
}

async function inMailbox<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: dovecot.password },
    logger: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    return await work(client);
  } finally {
    await client.logout();
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a mailbox', () => {
  test('gives every mail, and is acked only when its contact is recorded', async () => {
    for (let i = 0; i < 5; i++) await dovecot.deliver(user, mail(i));
    enter();
    await until(() => intake.contacts.size === 5);
    // Accepted, and durable in the spool: still the mailbox must keep the mail.
    await pause(500);
    expect(await count(KEYWORD)).toBe(0);
    const [first] = intake.contacts.keys();
    intake.record([first as string]);
    await until(async () => (await count(KEYWORD)) === 1);
    await pause(300);
    expect(await count(KEYWORD)).toBe(1);
    intake.record();
    await until(async () => (await count(KEYWORD)) === 5);
    expect(await inMailbox(async (client) => client.search({ seen: true }, { uid: true }))).toEqual([]);
    const contact = intake.contacts.get(first as string);
    expect(contact).toMatchObject({ account: user, details: { folder: 'INBOX', uid: expect.any(Number) } });
    expect(await archive.size(contact?.original.sha256 ?? '')).toBe(contact?.original.size);
  });

  test('is woken by a mail long before the poll', async () => {
    enter();
    await until(() => watch.trouble() === undefined);
    await pause(1_000);
    const began = Date.now();
    await dovecot.deliver(user, mail(1));
    await until(() => intake.contacts.size === 1);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  test('is taken from where a stopped process left it, read or unread, without a second contact', async () => {
    intake.recordAtOnce();
    await dovecot.deliver(user, mail(1));
    enter();
    await until(async () => (await count(KEYWORD)) === 1);
    await leave();
    await dovecot.deliver(user, mail(2));
    await inMailbox((client) => client.messageFlagsAdd('1:*', ['\\Seen']));
    enter();
    await until(async () => (await count(KEYWORD)) === 2);
    expect(intake.contacts.size).toBe(2);
    expect(intake.calls()).toBe(2);
  });

  test('acks what was recorded while nobody looked, without making a contact again', async () => {
    await dovecot.deliver(user, mail(1));
    enter();
    await until(() => intake.contacts.size === 1);
    await leave();
    intake.record();
    enter();
    await until(async () => (await count(KEYWORD)) === 1);
    expect(intake.calls()).toBe(1);
  });

  test('gives the same bytes twice as one contact, and acks both', async () => {
    intake.recordAtOnce();
    const raw = mail(1);
    await dovecot.drop(user, raw);
    await dovecot.drop(user, raw);
    enter();
    await until(async () => (await count(KEYWORD)) === 2);
    expect(intake.contacts.size).toBe(1);
  });

  test('keeps its mail while there is no room, and gives it afterwards', async () => {
    intake.recordAtOnce();
    intake.refuse(4);
    for (let i = 0; i < 3; i++) await dovecot.deliver(user, mail(i));
    enter();
    await until(() => watch.trouble()?.code === 'spool-full');
    await until(async () => (await count(KEYWORD)) === 3);
    expect(intake.contacts.size).toBe(3);
    expect(watch.trouble()).toBeUndefined();
  });

  test('may lose mails to other hands while it is read', async () => {
    intake.recordAtOnce();
    for (let i = 0; i < 200; i++) await dovecot.drop(user, mail(i));
    enter();
    const deleted = await inMailbox(async (client) => {
      const uids = ((await client.search({ unKeyword: KEYWORD }, { uid: true })) || []).slice(-50);
      if (uids.length > 0) await client.messageDelete(uids.join(','), { uid: true });
      return uids.length;
    });
    await until(async () => (await count(KEYWORD)) === 200 - deleted);
    expect(intake.contacts.size).toBeGreaterThanOrEqual(200 - deleted);
  });
});

describe('a server', () => {
  test('that is killed and comes back is connected to again, and nothing is missed or doubled', async () => {
    intake.recordAtOnce();
    for (let i = 0; i < 300; i++) await dovecot.drop(user, mail(i));
    enter();
    await until(() => intake.contacts.size > 50);
    await dovecot.kill();
    await until(() => watch.trouble()?.code === 'email-connection');
    for (let i = 300; i < 320; i++) await dovecot.drop(user, mail(i));
    await dovecot.restart();
    // A server that is only starting may refuse the login, and that is tried again no sooner than after 20 s.
    await until(() => intake.contacts.size === 320, 60_000);
    await until(async () => (await count(KEYWORD)) === 320);
    expect(intake.contacts.size).toBe(320);
  }, 100_000);

  test('that is killed in the middle of a large mail gives it whole afterwards', async () => {
    intake.recordAtOnce();
    const large = largeMail();
    await dovecot.drop(user, large);
    enter();
    await until(async () => (await readdir(join(folder, 'tmp'))).length > 0);
    await dovecot.kill();
    await until(() => watch.trouble()?.code === 'email-connection');
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
    expect(intake.contacts.size).toBe(0);
    await dovecot.restart();
    await until(() => intake.contacts.size === 1, 60_000);
    expect([...intake.contacts.values()][0]).toMatchObject({ original: { size: large.length }, text: 'See the film.' });
  }, 90_000);

  test('that changes UIDVALIDITY gives nothing new', async () => {
    intake.recordAtOnce();
    for (let i = 0; i < 20; i++) await dovecot.drop(user, mail(i));
    enter();
    await until(async () => (await count(KEYWORD)) === 20);
    await leave();
    // Dovecot keeps keywords in the file names; a folder that was restored from a backup would not have them.
    await inMailbox((client) => client.messageFlagsRemove('1:*', [KEYWORD]));
    await dovecot.resetUidValidity(user);
    await dovecot.drop(user, mail(99));
    enter();
    await until(() => intake.contacts.size === 21);
    await until(async () => (await count(KEYWORD)) === 21);
    expect(intake.calls()).toBe(21);
  });

  test('that refuses the login is told apart, and does not end the process', async () => {
    enter({ password: 'wrong' });
    await until(() => watch.trouble() !== undefined);
    expect(watch.trouble()?.code).toBe('email-login');
  });

  test('that never greets does not hold up the stop', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    enter({ port: (silent.address() as AddressInfo).port });
    await pause(200);
    const began = Date.now();
    await leave();
    expect(Date.now() - began).toBeLessThan(1_000);
    silent.close();
  });

  test('without the folder says so', async () => {
    enter({ folder: 'Nowhere' });
    await until(() => watch.trouble() !== undefined);
    expect(watch.trouble()).toMatchObject({ code: 'email-connection', message: expect.stringContaining('Nowhere') });
  });
});

describe('a line', () => {
  test('that is cut at any byte loses nothing and doubles nothing', async () => {
    const line = await startLine(dovecot.port);
    // In the greeting, the login, a list of sizes, and in the middle of mails.
    line.cuts.push(20, 300, 2_500, 20_000, 60_000);
    intake.recordAtOnce();
    for (let i = 0; i < 200; i++) await dovecot.drop(user, mail(i, `Printer ${i} ${'is jammed '.repeat(50)}`));
    enter({ port: line.port });
    await until(async () => (await count(KEYWORD)) === 200, 40_000);
    expect(intake.contacts.size).toBe(200);
    expect(line.cuts).toEqual([]);
    await leave();
    await line.stop();
  }, 60_000);
});

describe('a folder that keeps no keywords', () => {
  test('is read on from the last mail that is recorded, and shows what is recorded as seen', async () => {
    const line = await startLine(dovecot.port, { change: (text) => text.replaceAll(' \\*)]', ')]') });
    const seen = () => inMailbox(async (client) => client.search({ seen: true }, { uid: true }));
    for (let i = 0; i < 4; i++) await dovecot.drop(user, mail(i));
    enter({ port: line.port });
    await until(() => intake.contacts.size === 4);
    const third = [...intake.contacts.values()].find(({ details }) => details.channel === 'email' && details.uid === 3);
    intake.record([...intake.contacts.keys()].filter((key) => key !== third?.key));
    await until(async () => ((await seen()) as number[]).length === 3);
    expect(await seen()).toEqual([1, 2, 4]);
    expect(await count(KEYWORD)).toBe(0);
    // The third is not recorded, so the position must stay before it.
    expect(intake.cursor.get(`imap:${user}:INBOX`)).toMatchObject({ uid: 2 });
    await leave();
    await inMailbox((client) => client.messageFlagsAdd('3', ['\\Seen'], { uid: true }));
    await dovecot.drop(user, mail(5));
    enter({ port: line.port });
    await until(() => intake.contacts.size === 5);
    intake.record();
    await until(() => (intake.cursor.get(`imap:${user}:INBOX`) as { uid: number }).uid === 5);
    await leave();
    await line.stop();
  });
});

test('a mail of 60 MB among small ones is taken whole', async () => {
  intake.recordAtOnce();
  const large = largeMail();
  for (let i = 0; i < 25; i++) await dovecot.drop(user, mail(i));
  await dovecot.drop(user, large);
  for (let i = 25; i < 50; i++) await dovecot.drop(user, mail(i));
  enter();
  await until(async () => (await count(KEYWORD)) === 51, 60_000);
  const film = [...intake.contacts.values()].find(({ subject }) => subject === 'the film');
  expect(film).toMatchObject({
    text: 'See the film.',
    original: { size: large.length },
    attachments: [{ name: 'film.mp4', size: 44_000_000 }],
  });
  expect(film?.problem).toBeUndefined();
}, 90_000);
