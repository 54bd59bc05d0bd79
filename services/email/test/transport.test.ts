import { readdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type Dovecot, startDovecot, startLine } from '@callbook/peers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Watch } from '../src/transport.ts';
import { largeMail } from './large-mail.ts';
import { type Changes, KEYWORD, numbered as mail, openReading, pause, type Reading, until } from './reading.ts';

let dovecot: Dovecot;
let reading: Reading;
let watch: Watch;

beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  reading = await openReading(dovecot);
});
afterEach(() => reading.end());

function enter(changes?: Changes): void {
  watch = reading.enter(changes);
}

describe('a mailbox', () => {
  test('gives every mail, and is acked only when its contact is recorded', async () => {
    for (let i = 0; i < 5; i++) await dovecot.deliver(reading.user, mail(i));
    enter();
    await until(() => reading.intake.contacts.size === 5);
    // Accepted, and durable in the spool: still the mailbox must keep the mail.
    await pause(500);
    expect(await reading.count(KEYWORD)).toBe(0);
    const [first] = reading.intake.contacts.keys();
    reading.intake.record([first as string]);
    await until(async () => (await reading.count(KEYWORD)) === 1);
    await pause(300);
    expect(await reading.count(KEYWORD)).toBe(1);
    reading.intake.record();
    await until(async () => (await reading.count(KEYWORD)) === 5);
    expect(await reading.inMailbox(async (client) => client.search({ seen: true }, { uid: true }))).toEqual([]);
    const contact = reading.intake.contacts.get(first as string);
    expect(contact).toMatchObject({ account: reading.user, details: { folder: 'INBOX', uid: expect.any(Number) } });
    expect(await reading.archive.size(contact?.original.sha256 ?? '')).toBe(contact?.original.size);
  });

  test('is woken by a mail long before the poll', async () => {
    enter({ pollSeconds: 3_600 });
    await until(() => watch.trouble() === undefined);
    await pause(1_000);
    await dovecot.deliver(reading.user, mail(1));
    await until(() => reading.intake.contacts.size === 1);
  });

  test('is taken from where a stopped process left it, read or unread, without a second contact', async () => {
    reading.intake.recordAtOnce();
    await dovecot.deliver(reading.user, mail(1));
    enter();
    await until(async () => (await reading.count(KEYWORD)) === 1);
    await reading.leave();
    await dovecot.deliver(reading.user, mail(2));
    await reading.inMailbox((client) => client.messageFlagsAdd('1:*', ['\\Seen']));
    enter();
    await until(async () => (await reading.count(KEYWORD)) === 2);
    expect(reading.intake.contacts.size).toBe(2);
    expect(reading.intake.calls()).toBe(2);
  });

  test('acks what was recorded while nobody looked, without making a contact again', async () => {
    await dovecot.deliver(reading.user, mail(1));
    enter();
    await until(() => reading.intake.contacts.size === 1);
    await reading.leave();
    reading.intake.record();
    enter();
    await until(async () => (await reading.count(KEYWORD)) === 1);
    expect(reading.intake.calls()).toBe(1);
  });

  test('gives the same bytes twice as one contact, and acks both', async () => {
    reading.intake.recordAtOnce();
    const raw = mail(1);
    await dovecot.drop(reading.user, raw);
    await dovecot.drop(reading.user, raw);
    enter();
    await until(async () => (await reading.count(KEYWORD)) === 2);
    expect(reading.intake.contacts.size).toBe(1);
  });

  test('keeps its mail while there is no room, and gives it afterwards', async () => {
    reading.intake.recordAtOnce();
    reading.intake.refuse(4);
    for (let i = 0; i < 3; i++) await dovecot.deliver(reading.user, mail(i));
    enter();
    await until(() => watch.trouble()?.code === 'spool-full');
    await until(async () => (await reading.count(KEYWORD)) === 3);
    expect(reading.intake.contacts.size).toBe(3);
    expect(watch.trouble()).toBeUndefined();
  });

  test('may lose mails to other hands while it is read', async () => {
    reading.intake.recordAtOnce();
    for (let i = 0; i < 200; i++) await dovecot.drop(reading.user, mail(i));
    enter();
    const deleted = await reading.inMailbox(async (client) => {
      const uids = ((await client.search({ unKeyword: KEYWORD }, { uid: true })) || []).slice(-50);
      if (uids.length > 0) await client.messageDelete(uids.join(','), { uid: true });
      return uids.length;
    });
    await until(async () => (await reading.count(KEYWORD)) === 200 - deleted);
    expect(reading.intake.contacts.size).toBeGreaterThanOrEqual(200 - deleted);
  });
});

describe('a server', () => {
  test('that is killed and comes back is connected to again, and nothing is missed or doubled', async () => {
    reading.intake.recordAtOnce();
    for (let i = 0; i < 300; i++) await dovecot.drop(reading.user, mail(i));
    enter();
    await until(() => reading.intake.contacts.size > 50);
    await dovecot.kill();
    await until(() => watch.trouble()?.code === 'email-connection');
    for (let i = 300; i < 320; i++) await dovecot.drop(reading.user, mail(i));
    await dovecot.restart();
    // A server that is only starting may refuse the login, and that is tried again no sooner than after 20 s.
    await until(() => reading.intake.contacts.size === 320);
    await until(async () => (await reading.count(KEYWORD)) === 320);
    expect(reading.intake.contacts.size).toBe(320);
  }, 100_000);

  test('that is killed in the middle of a large mail gives it whole afterwards', async () => {
    reading.intake.recordAtOnce();
    const large = largeMail();
    await dovecot.drop(reading.user, large);
    enter();
    await until(async () => (await readdir(join(reading.folder, 'tmp'))).length > 0);
    await dovecot.kill();
    await until(() => watch.trouble()?.code === 'email-connection');
    expect(await readdir(join(reading.folder, 'tmp'))).toEqual([]);
    expect(reading.intake.contacts.size).toBe(0);
    await dovecot.restart();
    await until(() => reading.intake.contacts.size === 1);
    expect([...reading.intake.contacts.values()][0]).toMatchObject({
      original: { size: large.length },
      text: 'See the film.',
    });
  }, 90_000);

  test('that changes UIDVALIDITY gives nothing new', async () => {
    reading.intake.recordAtOnce();
    for (let i = 0; i < 20; i++) await dovecot.drop(reading.user, mail(i));
    enter();
    await until(async () => (await reading.count(KEYWORD)) === 20);
    await reading.leave();
    // Dovecot keeps keywords in the file names; a folder that was restored from a backup would not have them.
    await reading.inMailbox((client) => client.messageFlagsRemove('1:*', [KEYWORD]));
    await dovecot.resetUidValidity(reading.user);
    await dovecot.drop(reading.user, mail(99));
    enter();
    await until(() => reading.intake.contacts.size === 21);
    await until(async () => (await reading.count(KEYWORD)) === 21);
    expect(reading.intake.calls()).toBe(21);
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
    await reading.leave();
    // A greeting is waited for for 15 s.
    expect(Date.now() - began).toBeLessThan(10_000);
    silent.close();
  });

  test('without the folder says so', async () => {
    enter({ folders: ['Nowhere'] });
    await until(() => watch.trouble() !== undefined);
    expect(watch.trouble()).toMatchObject({ code: 'email-folder', message: expect.stringContaining('Nowhere') });
  });
});

describe('a line', () => {
  test('that is cut at any byte loses nothing and doubles nothing', async () => {
    const line = await startLine(dovecot.port);
    // In the greeting, the login, a list of sizes, and in the middle of mails.
    line.cuts.push(20, 300, 2_500, 20_000, 60_000);
    reading.intake.recordAtOnce();
    for (let i = 0; i < 200; i++) await dovecot.drop(reading.user, mail(i, `Printer ${i} ${'is jammed '.repeat(50)}`));
    enter({ port: line.port });
    await until(async () => (await reading.count(KEYWORD)) === 200);
    expect(reading.intake.contacts.size).toBe(200);
    expect(line.cuts).toEqual([]);
    await reading.leave();
    await line.stop();
  });
});

describe('a folder that keeps no keywords', () => {
  test('is read on from the last mail that is recorded, and shows what is recorded as seen', async () => {
    const line = await startLine(dovecot.port, { change: (text) => text.replaceAll(' \\*)]', ')]') });
    const seen = () => reading.inMailbox(async (client) => client.search({ seen: true }, { uid: true }));
    for (let i = 0; i < 4; i++) await dovecot.drop(reading.user, mail(i));
    enter({ port: line.port });
    await until(() => reading.intake.contacts.size === 4);
    const third = [...reading.intake.contacts.values()].find(
      ({ details }) => details.channel === 'email' && details.uid === 3,
    );
    reading.intake.record([...reading.intake.contacts.keys()].filter((key) => key !== third?.key));
    await until(async () => ((await seen()) as number[]).length === 3);
    expect(await seen()).toEqual([1, 2, 4]);
    expect(await reading.count(KEYWORD)).toBe(0);
    // The third is not recorded, so the position must stay before it.
    expect(reading.intake.cursor.get(`imap:${reading.user}:INBOX`)).toMatchObject({ uid: 2 });
    await reading.leave();
    await reading.inMailbox((client) => client.messageFlagsAdd('3', ['\\Seen'], { uid: true }));
    await dovecot.drop(reading.user, mail(5));
    enter({ port: line.port });
    await until(() => reading.intake.contacts.size === 5);
    reading.intake.record();
    await until(() => (reading.intake.cursor.get(`imap:${reading.user}:INBOX`) as { uid: number }).uid === 5);
    await reading.leave();
    await line.stop();
  });
});

test('a mail of 60 MB among small ones is taken whole', async () => {
  reading.intake.recordAtOnce();
  const large = largeMail();
  for (let i = 0; i < 25; i++) await dovecot.drop(reading.user, mail(i));
  await dovecot.drop(reading.user, large);
  for (let i = 25; i < 50; i++) await dovecot.drop(reading.user, mail(i));
  enter();
  await until(async () => (await reading.count(KEYWORD)) === 51);
  const film = [...reading.intake.contacts.values()].find(({ subject }) => subject === 'the film');
  expect(film).toMatchObject({
    text: 'See the film.',
    original: { size: large.length },
    attachments: [{ name: 'film.mp4', size: 44_000_000 }],
  });
  expect(film?.problem).toBeUndefined();
}, 90_000);
