import { type Dovecot, type Line, startDovecot, startLine } from '@callbook/peers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startWatchdog } from '../src/mailbox/watchdog.ts';
import { KEYWORD, numbered, openReading, pause, type Reading, until } from './reading.ts';

let dovecot: Dovecot;
let reading: Reading;
let line: Line;
/** What the line makes of the server's words. */
let change: (text: string) => string;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  change = (text) => text;
  line = await startLine(dovecot.port, { change: (text) => change(text) });
  reading = await openReading(dovecot);
  reading.intake.recordAtOnce();
});
afterEach(async () => {
  await reading.end();
  await line.stop();
});

const isRead = (mails: number, milliseconds?: number) =>
  until(async () => (await reading.count(KEYWORD)) === mails, milliseconds);

test('a server that no longer answers is hung up on, and read when it answers again', async () => {
  await dovecot.deliver(reading.user, numbered(1));
  const watch = reading.enter({ port: line.port, patience: 1_500, pollSeconds: 1 });
  await isRead(1);
  change = () => '';
  await until(() => watch.trouble()?.code === 'email-connection');
  change = (text) => text;
  await dovecot.deliver(reading.user, numbered(2));
  await isRead(2);
});

test('what keeps a line alive without answering does not keep the watchdog quiet', async () => {
  let barked = false;
  const watchdog = startWatchdog(500, () => {
    barked = true;
  });
  await pause(800);
  // Nothing was waited for.
  expect(barked).toBe(false);
  const slow = watchdog.watch(async () => {
    for (let piece = 0; piece < 8; piece++) {
      await pause(100);
      watchdog.pulse();
    }
  });
  await slow;
  expect(barked).toBe(false);
  const silence = new AbortController();
  void watchdog.watch(() => new Promise((resolve) => silence.signal.addEventListener('abort', resolve)));
  await until(() => barked);
  silence.abort();
});

test('a line that breaks after every few thousand bytes gives all mails in the end', async () => {
  for (let i = 0; i < 80; i++) await dovecot.drop(reading.user, numbered(i, `Printer ${i} ${'is jammed '.repeat(60)}`));
  // A login, a look, a list of sizes, and a few mails.
  for (let cuts = 0; cuts < 40; cuts++) line.cuts.push(9_000);
  reading.enter({ port: line.port });
  await until(() => reading.intake.contacts.size === 80);
  expect(line.made()).toBeGreaterThan(3);
  line.cuts.length = 0;
  await isRead(80);
}, 100_000);

test('a folder that is refused is said to be, and keeps no other from being read', async () => {
  await dovecot.deliver(reading.user, numbered(1));
  const watch = reading.enter({ folders: ['Nowhere', 'INBOX'] });
  await isRead(1);
  expect(watch.trouble()).toMatchObject({ code: 'email-folder', message: expect.stringContaining('Nowhere') });
});

test('a server that throttles is asked again, and one that says goodbye is come back to', async () => {
  let throttled = 0;
  let goodbyes = 0;
  change = (text) => {
    if (text.startsWith('* OK [CAPABILITY') && goodbyes < 2) {
      goodbyes += 1;
      return '* BYE Too many connections\r\n';
    }
    if (throttled > 0 || !/^\w+ OK Fetch completed/m.test(text)) return text;
    throttled += 1;
    return text.replace(
      /^(\w+) OK Fetch completed[^\r]*/m,
      '$1 BAD Request is throttled. Suggested Backoff Time: 900 milliseconds',
    );
  };
  for (let i = 0; i < 20; i++) await dovecot.drop(reading.user, numbered(i));
  reading.enter({ port: line.port });
  await isRead(20);
  expect([throttled, goodbyes]).toEqual([1, 2]);
  expect(reading.intake.contacts.size).toBe(20);
});

test('mails that come in while a backlog is read do not wait for its end', async () => {
  const at = new Date(Date.now() - 60_000);
  dovecot.seed(
    reading.user,
    Array.from({ length: 2_000 }, (_, i) => ({ raw: numbered(i), at })),
  );
  reading.enter();
  await until(() => reading.intake.contacts.size > 600);
  await dovecot.deliver(reading.user, numbered(9_999));
  const before = reading.intake.contacts.size;
  await until(() => [...reading.intake.contacts.values()].some(({ subject }) => subject === 'Printer 9999'));
  const position = [...reading.intake.contacts.values()].findIndex(({ subject }) => subject === 'Printer 9999');
  expect(position - before).toBeLessThan(1_200);
  await until(() => reading.intake.contacts.size === 2_001);
}, 100_000);
