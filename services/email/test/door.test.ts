import { CallbookError } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mailClient } from './mail-client.ts';
import { numbered, sha256, type TestDoor, type TestDoorOptions, testDoor, UNREADABLE, until } from './test-door.ts';

let house: TestDoor;
async function open(options: TestDoorOptions = {}): Promise<TestDoor> {
  house = await testDoor(options);
  return house;
}
afterEach(() => house?.close());

/** An intake whose `accept` waits until it is let go. */
function held(): { wrap: (intake: Intake) => Intake; asked: () => boolean; letGo: () => void } {
  let asked = false;
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const wrap = (intake: Intake): Intake => ({
    ...intake,
    async accept(contact) {
      asked = true;
      await gate;
      return intake.accept(contact);
    },
  });
  return { wrap, asked: () => asked, letGo };
}

/** An intake that cannot take anything for one account. */
const refusing =
  (account: string) =>
  (intake: Intake): Intake => ({
    ...intake,
    accept: (contact) =>
      contact.account === account ? Promise.reject(new CallbookError('spool-full', 'no room')) : intake.accept(contact),
  });

describe('a mail that is handed over', () => {
  test('is answered with 250 when its original is archived and its contact accepted, and not before', async () => {
    const { wrap, asked, letGo } = held();
    const { client, contacts, files } = await open({ intake: wrap });
    const ada = await client();
    await ada.begin(['desk@callbook.example']);
    await ada.send(numbered(1), '.\r\n');
    await until(asked);
    expect(ada.silent()).toBe(true);
    expect(contacts()).toEqual([]);
    expect(await files()).toEqual([sha256(numbered(1))]);
    letGo();
    expect(await ada.reply()).toBe(`250 2.0.0 Taken over, sha256 ${sha256(numbered(1))}`);
    expect(contacts()).toHaveLength(1);
  });

  test('is archived as it came, and keeps its envelope beside', async () => {
    const { client, contacts, original } = await open();
    const ada = await client();
    expect(await ada.give(numbered(1), ['desk@callbook.example'], 'bounces+7@lists.example')).toMatch(/^250 /);
    const [contact] = contacts();
    expect(contact).toMatchObject({
      channel: 'email',
      account: 'helpdesk',
      sourceId: sha256(numbered(1)),
      subject: 'Printer 1',
      text: 'Printer 1 is jammed.',
      original: { sha256: sha256(numbered(1)), size: numbered(1).length },
      details: {
        envelope: { from: 'bounces+7@lists.example', to: ['desk@callbook.example'], client: '127.0.0.1', tls: false },
      },
    });
    expect((await original(contact!)).toString('latin1')).toBe(numbered(1));
  });

  test('that comes again, because its 250 got lost, is the same contact', async () => {
    const { wrap, asked, letGo } = held();
    const { client, contacts } = await open({ intake: wrap });
    const lost = await client();
    await lost.begin(['desk@callbook.example'], 'ada@example.org');
    await lost.send(numbered(1), '.\r\n');
    await until(asked);
    lost.cut();
    await lost.closed;
    letGo();
    const again = await client();
    expect(await again.give(numbered(1), ['desk@callbook.example'], 'ada@example.org')).toMatch(/^250 /);
    expect(contacts()).toHaveLength(1);
  });

  test('shows its empty sender as a mailbox would, so that a report is known as one', async () => {
    const { client, contacts } = await open();
    const ada = await client();
    expect(await ada.give(numbered(1), ['desk@callbook.example'], '')).toMatch(/^250 /);
    expect(contacts()[0]?.details).toMatchObject({ envelope: { from: '' }, acknowledge: { may: false } });
  });

  test('to two accounts is one contact of each, and two addresses of one account are one contact', async () => {
    const { client, contacts } = await open();
    const ada = await client();
    const to = ['DESK+cb7Token@Callbook.Example', 'facilities@callbook.example', 'it@callbook.example'];
    expect(await ada.give(numbered(1), to)).toMatch(/^250 /);
    expect(contacts().map(({ account, details }) => [account, 'envelope' in details && details.envelope?.to])).toEqual([
      ['helpdesk', ['DESK+cb7Token@Callbook.Example', 'it@callbook.example']],
      ['facilities', ['facilities@callbook.example']],
    ]);
    expect(new Set(contacts().map(({ key }) => key)).size).toBe(2);
  });

  test('for nobody of ours is refused at its recipient, and goes to the others', async () => {
    const { client, contacts } = await open();
    const ada = await client();
    await ada.say('EHLO client.example');
    await ada.say('MAIL FROM:<ada@example.org>');
    expect(await ada.say('RCPT TO:<nobody@callbook.example>')).toMatch(/^550 5\.1\.1 /);
    expect(await ada.say('RCPT TO:<desk@elsewhere.example>')).toMatch(/^550 5\.1\.1 /);
    expect(await ada.say('DATA')).toMatch(/^503 /);
    expect(await ada.say('RCPT TO:<desk@callbook.example>')).toMatch(/^250 /);
    expect(await ada.say('DATA')).toMatch(/^354 /);
    await ada.send(numbered(1), '.\r\n');
    expect(await ada.reply()).toMatch(/^250 /);
    expect(contacts().map(({ account }) => account)).toEqual(['helpdesk']);
  });

  test('that cannot be parsed is a contact with a problem, and is answered with 250', async () => {
    const { client, contacts } = await open();
    const ada = await client();
    expect(await ada.give(UNREADABLE, ['desk@callbook.example'])).toMatch(/^250 /);
    expect(contacts()[0]?.problem).toMatchObject({ code: 'email-unparsable' });
  });

  test('that has passed more than a hundred servers is taken all the same', async () => {
    const { client, contacts } = await open();
    const ada = await client();
    const circling = 'Received: from a.example by b.example; Mon, 2 Nov 2026 08:00:00 +0000\r\n'.repeat(150);
    expect(await ada.give(circling + numbered(1), ['desk@callbook.example'])).toMatch(/^250 /);
    expect(contacts()).toHaveLength(1);
  });

  test('larger than what is held in memory is archived as it comes', async () => {
    const { client, contacts, original } = await open();
    const raw = numbered(1, `${'.words of a long story\r\n'.repeat(100_000)}`);
    const ada = await client();
    expect(await ada.give(raw, ['desk@callbook.example', 'facilities@callbook.example'])).toMatch(/^250 /);
    expect(contacts()).toHaveLength(2);
    expect((await original(contacts()[1]!)).equals(Buffer.from(raw))).toBe(true);
  });

  test('one after the other on one connection, with commands sent ahead', async () => {
    const { client, contacts } = await open();
    const ada = await client();
    await ada.say('EHLO client.example');
    for (const number of [1, 2, 3]) {
      await ada.send('MAIL FROM:<ada@example.org>\r\nRCPT TO:<desk@callbook.example>\r\nDATA\r\n');
      for (const code of [250, 250, 354]) expect(await ada.reply()).toMatch(new RegExp(`^${code} `));
      await ada.send(`${numbered(number)}.\r\n`);
      expect(await ada.reply()).toMatch(/^250 /);
    }
    expect(contacts().map(({ subject }) => subject)).toEqual(['Printer 1', 'Printer 2', 'Printer 3']);
  });
});

describe('a mail that cannot be taken', () => {
  test('for want of room is answered with 452, and comes in when there is room again', async () => {
    const { client, contacts, intake, door } = await open();
    intake.refuse(1);
    const ada = await client();
    expect(await ada.give(numbered(1), ['desk@callbook.example'])).toMatch(/^452 4\.3\.1 /);
    expect(door.trouble()).toMatchObject({ code: 'spool-full' });
    expect(await ada.give(numbered(1), ['desk@callbook.example'])).toMatch(/^250 /);
    expect(door.trouble()).toBeUndefined();
    expect(contacts()).toHaveLength(1);
  });

  test.each([
    ['archive-full', /^452 4\.3\.1 /],
    ['archive-failed', /^451 4\.3\.0 /],
  ] as const)('because of %s is read to its end, and the next one is taken', async (code, answer) => {
    let broken = true;
    const { client, contacts } = await open({
      archive: (archive) => ({
        ...archive,
        async put(source) {
          if (!broken) return archive.put(source);
          if (!(source instanceof Uint8Array)) for await (const _ of source) break;
          throw new CallbookError(code, 'the disk says no');
        },
      }),
    });
    const ada = await client();
    const large = numbered(1, 'words\r\n'.repeat(300_000));
    expect(await ada.give(large, ['desk@callbook.example'])).toMatch(answer);
    expect(await ada.give(numbered(2), ['desk@callbook.example'])).toMatch(answer);
    broken = false;
    expect(await ada.give(numbered(2), ['desk@callbook.example'])).toMatch(/^250 /);
    expect(contacts().map(({ subject }) => subject)).toEqual(['Printer 2']);
  });

  test('for one of two accounts stays with its client; tried again it is not twice in the other', async () => {
    const { client, contacts } = await open({ intake: refusing('facilities') });
    const ada = await client();
    const to = ['desk@callbook.example', 'facilities@callbook.example'];
    expect(await ada.give(numbered(1), to)).toMatch(/^452 4\.3\.1 /);
    expect(await ada.give(numbered(1), to)).toMatch(/^452 4\.3\.1 /);
    expect(contacts().map(({ account }) => account)).toEqual(['helpdesk']);
  });

  test('because its client breaks off leaves nothing behind', async () => {
    const { client, contacts, files, metrics } = await open();
    for (const body of ['short', 'words\r\n'.repeat(300_000)]) {
      const ada = await client();
      await ada.begin(['desk@callbook.example']);
      await ada.send(numbered(1, body));
      ada.cut();
    }
    const gone = /callbook_email_door_mails_total\{answer="gone"\} 2/;
    await until(async () => gone.test(await metrics.metrics()));
    expect([contacts(), await files()]).toEqual([[], []]);
    const ada = await client();
    expect(await ada.give(numbered(2), ['desk@callbook.example'])).toMatch(/^250 /);
  });
});

describe('LMTP', () => {
  const lmtp = { smtp: { protocol: 'lmtp' } };

  test('answers each recipient, also one that was named twice', async () => {
    const { client, contacts } = await open({ ...lmtp, intake: refusing('facilities') });
    const ada = await client('LHLO');
    await ada.begin([
      'desk@callbook.example',
      'facilities@callbook.example',
      'nobody@callbook.example',
      'DESK@callbook.example',
      'it@callbook.example',
    ]);
    await ada.send(numbered(1), '.\r\n');
    expect(await ada.reply()).toMatch(/^250 2\.0\.0 /);
    expect(await ada.reply()).toMatch(/^452 4\.3\.1 /);
    expect(await ada.reply()).toMatch(/^250 2\.0\.0 /);
    expect(await ada.reply()).toMatch(/^250 2\.0\.0 /);
    expect(await ada.say('NOOP')).toMatch(/^250 OK/);
    expect(contacts().map(({ account }) => account)).toEqual(['helpdesk']);
  });

  test('answers each recipient also when nothing can be kept', async () => {
    const { client } = await open({
      ...lmtp,
      archive: (archive) => ({ ...archive, put: () => Promise.reject(new CallbookError('archive-full', 'no room')) }),
    });
    const ada = await client('LHLO');
    expect(await ada.give(numbered(1), ['desk@callbook.example', 'Desk@callbook.example'])).toMatch(/^452 4\.3\.1 /);
    expect(await ada.reply()).toMatch(/^452 4\.3\.1 /);
    expect(await ada.say('NOOP')).toMatch(/^250 OK/);
  });

  test('is greeted by LHLO only, and SMTP by EHLO or HELO', async () => {
    const { door, client } = await open(lmtp);
    const greeting = await mailClient(door.port, 'LHLO', false);
    expect(await greeting.reply()).toMatch(/^220 \S+ LMTP/);
    greeting.cut();
    const ada = await client('LHLO');
    expect(await ada.say('EHLO client.example')).toMatch(/^500 /);
    expect(await ada.say('LHLO client.example')).toMatch(/^250-/);
  });
});
