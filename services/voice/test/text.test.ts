import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { reconcile } from '../src/reconcile.ts';
import { textable } from '../src/textable.ts';
import { NUMBER, type Rig, startRig, until } from './rig.ts';
import { send } from './webhook.ts';

const MOBILE = '+4915112345678';
const MESSAGE = '/voice/twilio/message';
let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const text = (body: string, parts: object = {}) => rig.twilio.text({ from: MOBILE, to: NUMBER, body, ...parts });
const contactOf = (sid: string) => rig.contactsOf(sid)[''];

describe('a text message to a number of ours', () => {
  test('is a contact of who wrote it, and is answered with nothing', async () => {
    const message = await text('The door is shut again. cb-10429, not CB-10428');
    expect(contactOf(message.sid)).toMatchObject({
      ...{ channel: 'voice', account: 'hotline', from: { phone: MOBILE }, to: [NUMBER] },
      ...{ text: 'The door is shut again. cb-10429, not CB-10428', thread: { callReference: 'CB-10429' } },
      details: { kind: 'sms', provider: 'twilio', messageSid: message.sid, called: NUMBER, textable: { may: true } },
    });
    const form = { AccountSid: rig.twilio.accountSid, MessageSid: `SM${'1'.repeat(32)}`, From: MOBILE, To: NUMBER };
    const answer = await send(rig, MESSAGE, { ...form, Body: 'Hello' });
    expect(answer).toMatchObject({ status: 200, type: expect.stringContaining('text/xml') });
    expect(answer.body).toContain('<Response/>');
  });

  test('that comes twice is one, and one that names no message is kept', async () => {
    await text('Once', { webhook: 'doubled' });
    expect(rig.intake.contacts.size).toBe(1);
    const answer = await send(rig, MESSAGE, { AccountSid: rig.twilio.accountSid, Body: 'Nameless' });
    expect(answer.status).toBe(200);
    expect([...rig.intake.contacts.values()][1]).toMatchObject({ problem: { code: 'voice-unreadable' } });
  });

  test('is not answered with 200 where our disk is full, so that it comes again', async () => {
    rig.intake.refuse(1);
    const form = { AccountSid: rig.twilio.accountSid, MessageSid: `SM${'1'.repeat(32)}`, From: MOBILE, Body: 'Hi' };
    expect((await send(rig, MESSAGE, form)).status).toBe(507);
    expect((await send(rig, MESSAGE, form)).status).toBe(200);
    expect(rig.intake.contacts.size).toBe(1);
  });

  test('that is not signed is refused', async () => {
    const form = { AccountSid: rig.twilio.accountSid, MessageSid: `SM${'1'.repeat(32)}`, Body: 'Hi' };
    expect((await send(rig, MESSAGE, form, { signature: null })).status).toBe(403);
    expect((await send(rig, '/voice/twilio/message-status', form, { token: 'guessed' })).status).toBe(403);
    expect(rig.intake.calls()).toBe(0);
  });

  test.each([
    ['STOP', undefined, 'stop'],
    [' unsubscribe ', undefined, 'stop'],
    ['Start', undefined, 'start'],
    ['ARRET', 'STOP', 'stop'],
    ['Please stop the noise', undefined, undefined],
  ])('%j (%s) says of text messages: %s', async (body, OptOutType, expected) => {
    const { sid } = await text(body, { more: OptOutType ? { OptOutType } : {} });
    const details = contactOf(sid)?.details as { optOut?: string } | undefined;
    expect([details?.optOut]).toEqual([expected]);
  });

  test('of a short code or a named sender is kept, and can be answered to nobody', async () => {
    for (const from of ['72727', 'Parcels']) {
      const { sid } = await text('Your parcel is here', { from });
      const details = { caller: from, textable: { may: false } };
      expect(contactOf(sid)).toMatchObject({ from: {}, details });
    }
  });
});

describe('what comes with a text message', () => {
  const picture = { type: 'image/jpeg', bytes: Buffer.from('not really a picture') };

  test('is fetched from where Twilio keeps it, and attached', async () => {
    const { sid } = await text('Look', { media: [picture, { ...picture, type: 'text/x-vcard' }] });
    await until(() => rig.contactsOf(sid).media);
    const attachments = rig.contactsOf(sid).media?.attachments ?? [];
    expect(attachments.map(({ name, mediaType, size }) => [name.slice(0, 2), name.slice(34), mediaType, size])).toEqual(
      [
        ['ME', '.jpeg', 'image/jpeg', 20],
        ['ME', '.x-vcard', 'text/x-vcard', 20],
      ],
    );
    expect(rig.contactsOf(sid).media?.revises).toEqual({ key: contactOf(sid)?.key, cause: 'files' });
    const chunks: Buffer[] = [];
    for await (const chunk of await rig.archive.get(attachments[0]?.sha256 ?? '')) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks)).toEqual(picture.bytes);
  });
});

describe('a comparison with Twilio', () => {
  test('takes text messages that no webhook told of, once, and tells the ledger of all', async () => {
    const { sid } = await text('Nobody told you', {
      webhook: 'lost',
      media: [{ type: 'image/png', bytes: Buffer.from('1') }],
    });
    const told = await text('Somebody did');
    await reconcile(rig.station);
    await until(() => rig.contactsOf(sid).media);
    await reconcile(rig.station);
    expect(contactOf(sid)).toMatchObject({ text: 'Nobody told you', from: { phone: MOBILE } });
    expect(contactOf(told.sid)).toBeDefined();
    expect(rig.intake.contacts.size).toBe(3);
    const report = rig.intake.reports.findLast(({ part }) => part === 'sms');
    expect(report).toMatchObject({ channel: 'voice', account: 'hotline', seen: 2, spooled: 2, untaken: 0 });
  });
});

test.each([
  ['+4915112345678', true],
  ['+393331234567', true],
  // North American numbers do not tell.
  ['+12125550123', true],
  ['+493012345678', false],
  ['+498001234567', false],
  ['+4932212345678', false],
  ['anonymous', false],
  ['+266696687', false],
  ['sip:marta@example.org', false],
  ['12345', false],
])('a text message can reach %s: %s', (from, may) => {
  expect(textable(from).may).toBe(may);
});
