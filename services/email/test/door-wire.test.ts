import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type MailClient, stuffed } from './mail-client.ts';
import { sha256, type TestDoor, testDoor } from './test-door.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
let house: TestDoor;
let ada: MailClient;
beforeAll(async () => {
  process.stderr.write(`door-wire: SEED=${SEED}\n`);
  house = await testDoor({ smtp: { perMinute: 100_000 } });
});
afterAll(() => house.close());
beforeEach(async () => {
  house.intake.contacts.clear();
  ada = await house.client();
});

const to = ['desk@callbook.example'];
const head = 'From: ada@example.org\r\nSubject: wire\r\n\r\n';

async function arrived(): Promise<string[]> {
  const originals = house.contacts().map((contact) => house.original(contact));
  return (await Promise.all(originals)).map((bytes) => bytes.toString('latin1'));
}

describe('only a dot on a line of its own ends a mail (RFC 5321 §4.1.1.4)', () => {
  // What some servers take for the end, and a sender hides between two mails (CVE-2023-51764 and its kin).
  test.each([
    ['LF . LF', '\n.\n'],
    ['LF . CRLF', '\n.\r\n'],
    ['CRLF . LF', '\r\n.\n'],
    ['CR . CR', '\r.\r'],
    ['CR . CRLF', '\r.\r\n'],
    ['CRLF . CR', '\r\n.\r'],
    ['NUL', '\r\n\0.\r\n'],
    ['CRLF . space CRLF', '\r\n. \r\n'],
  ])('%s does not', async (_, end) => {
    const hidden =
      'MAIL FROM:<ceo@callbook.example>\r\nRCPT TO:<desk@callbook.example>\r\nDATA\r\nSubject: hidden\r\n\r\nx';
    await ada.begin(to);
    await ada.send(`${head}one${end}${hidden}\r\n.\r\n`);
    expect(await ada.reply()).toMatch(/^250 /);
    expect(await ada.say('NOOP')).toBe('250 OK');
    expect(await arrived()).toEqual([`${head}one${end}${hidden}\r\n`]);
  });

  test('and it ends it also as the very first line', async () => {
    await ada.begin(to);
    await ada.send('.\r\n');
    expect(await ada.reply()).toMatch(/^250 /);
    expect(await arrived()).toEqual(['']);
  });
});

test('every byte is as it was sent, in whatever pieces the line delivers it', async () => {
  const random = mulberry(SEED);
  const alphabet = ['.', '.', '..', '\r\n', '\r\n', '\r', 'a', '\xc4', '\0', '\x80', '\xff', ' '];
  for (let round = 0; round < 60; round++) {
    const length = Math.floor(random() * 200);
    const body = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const raw = Buffer.from(`${round % 2 ? head : ''}${body}\r\n`, 'latin1');
    const wire = Buffer.concat([stuffed(raw), Buffer.from('.\r\n')]);
    await ada.begin(to);
    for (let at = 0; at < wire.length; ) {
      const next = Math.min(wire.length, at + 1 + Math.floor(random() ** 3 * 64));
      await ada.send(wire.subarray(at, next), '');
      at = next;
    }
    expect(await ada.reply()).toBe(`250 2.0.0 Taken over, sha256 ${sha256(raw)}`);
    ada.cut();
    ada = await house.client();
  }
}, 60_000);

test('eight bits come through, and addresses beyond ASCII (RFC 6152, RFC 6531)', async () => {
  const greeting = await ada.say('EHLO client.example');
  expect(greeting).toMatch(/^250[- ]8BITMIME$/m);
  expect(greeting).toMatch(/^250[- ]SMTPUTF8$/m);
  expect(await ada.say('MAIL FROM:<jürgen@büro.example> BODY=8BITMIME SMTPUTF8')).toMatch(/^250 /);
  expect(await ada.say('RCPT TO:<it@büro.example>')).toMatch(/^250 /);
  expect(await ada.say('RCPT TO:<IT@XN--BRO-HOA.example>')).toMatch(/^250 /);
  await ada.say('DATA');
  const raw = Buffer.from('From: jürgen@büro.example\r\nSubject: Drucker ✓\r\n\r\nÄrger\r\n', 'utf8');
  await ada.send(raw, '.\r\n');
  expect(await ada.reply()).toMatch(/^250 /);
  expect(house.contacts()[0]).toMatchObject({
    sourceId: sha256(raw),
    subject: 'Drucker ✓',
    text: 'Ärger',
    details: { envelope: { from: 'jürgen@büro.example', to: ['it@büro.example', 'IT@XN--BRO-HOA.example'] } },
  });
});

test.each(['user.@device.example', 'a..b@phone.example', 'a&b=c@phone.example', '@relay.example:ada@example.org'])(
  'a sender as odd as %s is taken',
  async (sender) => {
    await ada.say('EHLO client.example');
    expect(await ada.say(`MAIL FROM:<${sender}>`)).toMatch(/^250 /);
  },
);

test('an address of a thousand characters with a token is taken, and the contact still fits its contract', async () => {
  expect(
    await ada.give(`${head}long\r\n`, [`desk+${'t'.repeat(1000)}@callbook.example`], `${'s'.repeat(900)}@x.example`),
  ).toMatch(/^250 /);
  expect(house.contacts()).toHaveLength(1);
});

/** A random source that a seed repeats. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
