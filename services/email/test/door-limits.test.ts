import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createPace } from '../src/door/pace.ts';
import { type MailClient, mailClient } from './mail-client.ts';
import { pems } from './pems.ts';
import { numbered, type TestDoor, type TestDoorOptions, testDoor, until } from './test-door.ts';

let house: TestDoor | undefined;
async function open(smtp: Record<string, unknown>, options: TestDoorOptions = {}): Promise<TestDoor> {
  house = await testDoor({ ...options, smtp });
  return house;
}
afterEach(async () => {
  await house?.close();
  house = undefined;
});

const to = ['desk@callbook.example'];

describe('what is too much', () => {
  test('a mail above the size that was announced is refused, and the next one is taken', async () => {
    const { client, contacts, files } = await open({ maxSize: 700_000 });
    const ada = await client();
    expect(await ada.say('EHLO client.example')).toMatch(/^250[- ]SIZE 700000$/m);
    expect(await ada.say('MAIL FROM:<ada@example.org> SIZE=700001')).toMatch(/^552 /);
    for (const bytes of [700_001, 5_000_000]) {
      const long = numbered(1, 'x'.repeat(bytes - numbered(1, '').length));
      expect(long).toHaveLength(bytes);
      expect(await ada.give(long, to)).toMatch(/^552 5\.3\.4 /);
    }
    expect([contacts(), await files()]).toEqual([[], []]);
    expect(await ada.give(numbered(2, 'x'.repeat(700_000 - numbered(2, '').length)), to)).toMatch(/^250 /);
  });

  test('recipients beyond the limit are to be given with another mail', async () => {
    const { client, contacts } = await open({ maxRecipients: 2 });
    const ada = await client();
    await ada.say('EHLO client.example');
    await ada.say('MAIL FROM:<ada@example.org>');
    expect(await ada.say('RCPT TO:<desk@callbook.example>')).toMatch(/^250 /);
    expect(await ada.say('RCPT TO:<desk+1@callbook.example>')).toMatch(/^250 /);
    expect(await ada.say('RCPT TO:<facilities@callbook.example>')).toMatch(/^452 4\.5\.3 /);
    await ada.say('DATA');
    await ada.send(numbered(1), '.\r\n');
    expect(await ada.reply()).toMatch(/^250 /);
    expect(contacts()).toHaveLength(1);
  });

  test('a connection beyond the limit is asked to come again, and may when another one is gone', async () => {
    const { client, door, metrics } = await open({ maxConnections: 2 });
    const [ada] = await Promise.all([client(), client()]);
    const third = await mailClient(door.port, 'EHLO', false);
    expect(await third.reply()).toMatch(/^421 4\.7\.0 /);
    await third.closed;
    ada?.cut();
    await until(async () => /email_door_connections 1$/m.test(await metrics.metrics()));
    const again = await client();
    expect(await again.give(numbered(1), to)).toMatch(/^250 /);
  });

  test('more mails in a minute than one client may give are asked to come later', async () => {
    const { client, contacts } = await open({ perMinute: 3 });
    const ada = await client();
    for (const number of [1, 2, 3]) expect(await ada.give(numbered(number), to)).toMatch(/^250 /);
    expect(await ada.say('MAIL FROM:<ada@example.org>')).toMatch(/^451 4\.7\.0 /);
    const other = await client();
    await other.say('EHLO client.example');
    expect(await other.say('MAIL FROM:<ada@example.org>')).toMatch(/^451 4\.7\.0 /);
    expect(contacts()).toHaveLength(3);
  });

  test('a client that drips is cut off, in a mail and between mails, and leaves nothing behind', async () => {
    const { client, files } = await open({}, { patience: 300 });
    const drip = async (begin: (ada: MailClient) => Promise<void>) => {
      const ada = await client();
      await begin(ada);
      const dripping = setInterval(() => void ada.send('x'), 20);
      const answer = await ada.reply();
      clearInterval(dripping);
      await ada.closed;
      return answer;
    };
    expect(await drip(async () => undefined)).toMatch(/^421 4\.4\.2 /);
    expect(await drip((ada) => ada.begin(to))).toMatch(/^421 4\.4\.2 /);
    expect(await files()).toEqual([]);
  });

  test('as a minute passes, as many may come again; clients do not take each other’s', () => {
    const may = createPace(60);
    const first = Array.from({ length: 100 }, () => may('a', 0));
    expect(first.filter(Boolean)).toHaveLength(60);
    expect(may('b', 0)).toBe(true);
    expect([may('a', 999), may('a', 1_000), may('a', 1_001)]).toEqual([false, true, false]);
    expect(Array.from({ length: 100 }, () => may('a', 120_000)).filter(Boolean)).toHaveLength(60);
    // Ten thousand clients that come once leave no memory of themselves.
    for (let client = 0; client < 10_000; client++) expect(may(`c${client}`, 200_000 + client * 1_000)).toBe(true);
  });
});

describe('who may come in', () => {
  test.each([
    [['192.0.2.0/24'], /^554 5\.7\.1 /],
    [['127.0.0.1'], /^220 /],
    [['192.0.2.7', '127.0.0.0/8'], /^220 /],
    [['2001:db8::/32'], /^554 5\.7\.1 /],
  ])('from %j the greeting is %s', async (from, greeting) => {
    const { door } = await open({ from });
    const ada = await mailClient(door.port, 'EHLO', false);
    expect(await ada.reply()).toMatch(greeting);
    ada.cut();
  });

  test('nobody signs in: the door offers no AUTH and knows none', async () => {
    const { client } = await open({});
    const ada = await client();
    expect(await ada.say('EHLO client.example')).not.toMatch(/AUTH|STARTTLS/);
    expect(await ada.say('AUTH PLAIN AGEAYg==')).toMatch(/^500 /);
    expect(await ada.say('STARTTLS')).toMatch(/^500 /);
    expect(await ada.say('WIZ x')).toMatch(/^500 /);
  });
});

describe('STARTTLS', () => {
  let folder: string;
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function files(pem: keyof typeof pems): { key: string; certificate: string } {
    folder ??= mkdtempSync(join(tmpdir(), 'door-tls-'));
    const paths = { key: join(folder, 'door.key'), certificate: join(folder, 'door.pem') };
    writeFileSync(paths.key, pems[pem].key);
    writeFileSync(paths.certificate, pems[pem].certificate);
    return paths;
  }

  test('is offered, and a mail that comes by it is kept as such', async () => {
    folder = mkdtempSync(join(tmpdir(), 'door-tls-'));
    const { client, contacts } = await open({ tls: files('one') });
    const ada = await client();
    expect(await ada.say('EHLO client.example')).toMatch(/^250[- ]STARTTLS$/m);
    await ada.startTls();
    expect(await ada.give(numbered(1), to)).toMatch(/^250 /);
    expect(contacts()[0]?.details).toMatchObject({ envelope: { tls: true } });
  });

  test('where it is required, nobody gives a mail without', async () => {
    folder = mkdtempSync(join(tmpdir(), 'door-tls-'));
    const { client, contacts } = await open({ tls: { ...files('one'), required: true } });
    const ada = await client();
    await ada.say('EHLO client.example');
    expect(await ada.say('MAIL FROM:<ada@example.org>')).toMatch(/^530 5\.7\.0 /);
    await ada.startTls();
    expect(await ada.give(numbered(1), to)).toMatch(/^250 /);
    expect(contacts()).toHaveLength(1);
  });

  test('forgets what was said before it: commands that were slipped in ahead do not count', async () => {
    folder = mkdtempSync(join(tmpdir(), 'door-tls-'));
    const { client } = await open({ tls: files('one') });
    const ada = await client();
    await ada.say('EHLO client.example');
    await ada.say('MAIL FROM:<eve@example.org>');
    await ada.say('RCPT TO:<desk@callbook.example>');
    await ada.startTls();
    expect(await ada.say('DATA')).toMatch(/^503 /);
  });

  test('shows a renewed certificate to who comes next, and the old one while the pair does not match', async () => {
    folder = mkdtempSync(join(tmpdir(), 'door-tls-'));
    const paths = files('one');
    const { client } = await open({ tls: paths });
    const name = async () => {
      const ada = await client();
      await ada.say('EHLO client.example');
      await ada.startTls();
      return ada.certificate();
    };
    expect(await name()).toBe('one.door.example');
    writeFileSync(paths.key, pems.two.key);
    expect(await name()).toBe('one.door.example');
    writeFileSync(paths.certificate, pems.two.certificate);
    expect(await name()).toBe('two.door.example');
  });
});

describe('a door that cannot open says so with its code', () => {
  const refused = { code: 'email-door' };

  test('when another program has its port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(testDoor({ smtp: { port } })).rejects.toMatchObject(refused);
    other.close();
  });

  test('when its certificate is missing, or is no certificate', async () => {
    const nowhere = { key: '/nowhere/door.key', certificate: '/nowhere/door.pem' };
    await expect(testDoor({ smtp: { tls: nowhere } })).rejects.toMatchObject(refused);
    const self = new URL(import.meta.url).pathname;
    await expect(testDoor({ smtp: { tls: { key: self, certificate: self } } })).rejects.toMatchObject(refused);
  });

  test('when there is nobody to take mail for', async () => {
    await expect(testDoor({ accounts: [] })).rejects.toMatchObject(refused);
  });
});
