import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import twilio from 'twilio';
import { PUBLIC, type Rig, startRig } from './rig.ts';
import { incoming, send, sid } from './webhook.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const IN = '/voice/twilio/incoming';
const STATUS = '/voice/twilio/status';
const figures = async () => (await fetch(`${rig.url}/metrics`)).text();

describe('a webhook', () => {
  test('is answered with TwiML that records', async () => {
    const answer = await send(rig, IN, incoming(rig));
    expect(answer).toMatchObject({ status: 200, type: expect.stringContaining('text/xml') });
    expect(answer.body).toContain(`<Record action="${PUBLIC}/voice/twilio/recorded#rc=2`);
    expect(rig.contactsOf(sid('CA'))['']).toBeDefined();
  });

  test.each<[string, Parameters<typeof send>[3] & object, string]>([
    ['without a signature', { signature: null }, 'missing'],
    ['with a wrong signature', { signature: 'AAAA' }, 'wrong'],
    ['signed with another token', { token: 'guessed' }, 'wrong'],
    ['signed for another address', { signedUrl: `https://evil.example${IN}` }, 'wrong'],
    [
      'signed for the host that it asks for',
      { signedUrl: '', headers: { 'X-Forwarded-Host': 'evil.example' } },
      'wrong',
    ],
  ])('%s is refused, and counted', async (_, options, reason) => {
    const signedUrl = options.signedUrl === '' ? `${rig.url}${IN}` : options.signedUrl;
    const answer = await send(rig, IN, incoming(rig), { ...options, ...(signedUrl && { signedUrl }) });
    expect(answer).toMatchObject({ status: 403, type: expect.stringContaining('application/problem+json') });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'voice-signature', status: 403 });
    expect(rig.intake.calls()).toBe(0);
    expect(await figures()).toContain(`callbook_voice_webhooks_refused_total{reason="${reason}"} 1`);
  });

  test('of an account that is not ours is refused', async () => {
    const answer = await send(rig, IN, { ...incoming(rig), AccountSid: `AC${'9'.repeat(32)}` });
    expect(answer.status).toBe(403);
    expect(await figures()).toContain('{reason="unknown-account"} 1');
  });

  test('whose parameter was changed is refused', async () => {
    const honest = incoming(rig);
    const signature = twilio.getExpectedTwilioSignature(rig.twilio.authToken, PUBLIC + IN, honest);
    expect((await send(rig, IN, { ...honest, From: '+4930999' }, { signature })).status).toBe(403);
  });

  test('may have a query and strange parameters, all of which are signed', async () => {
    const form = { ...incoming(rig), CallerName: " Müller & Söhne += '%27 ", AddOns: '', 'Ünï[]': '1' };
    expect((await send(rig, `${IN}?a=1&b=%C3%A9`, form)).status).toBe(200);
    expect(rig.contactsOf(sid('CA'))['']?.from.name).toBe("Müller & Söhne += '%27");
  });

  test('that is far too large is refused before it is read', async () => {
    const answer = await send(rig, IN, { ...incoming(rig), Rubbish: 'x'.repeat(200_000) });
    expect(answer.status).toBe(400);
    expect(rig.intake.calls()).toBe(0);
  });

  test('twice, and at the same time, is one contact', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(rig, IN, incoming(rig))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(rig.intake.contacts.size).toBe(1);
  });

  test('that tells of the end before anything told of the beginning gives the same contact', async () => {
    await send(rig, STATUS, { ...incoming(rig), CallStatus: 'completed', CallDuration: '12' });
    const before = [...rig.intake.contacts.keys()];
    await send(rig, IN, incoming(rig));
    expect([...rig.intake.contacts.keys()]).toEqual(before);
  });

  test('for a number that is not configured is answered all the same', async () => {
    expect((await send(rig, IN, { ...incoming(rig), To: '+4940999' })).body).toContain('<Record');
    expect(rig.contactsOf(sid('CA'))['']?.to).toEqual(['+4940999']);
  });
});

describe('a full disk', () => {
  test('lets a caller leave a message, and tells Twilio of every other webhook to come again', async () => {
    rig.intake.refuse(3);
    expect((await send(rig, IN, incoming(rig))).body).toContain('<Record');
    expect((await send(rig, '/voice/twilio/recorded', incoming(rig))).body).toContain('<Hangup/>');
    const refused = await send(rig, STATUS, { ...incoming(rig), CallStatus: 'completed' });
    expect(refused).toMatchObject({ status: 507, type: expect.stringContaining('application/problem+json') });
    expect(rig.intake.contacts.size).toBe(0);
    expect((await send(rig, STATUS, { ...incoming(rig), CallStatus: 'completed' })).status).toBe(200);
    expect(rig.intake.contacts.size).toBe(1);
  });

  test('or one that answers nothing keeps no caller waiting', async () => {
    const letGo = rig.intake.hold();
    const answer = await send(rig, IN, incoming(rig));
    expect(answer.body).toContain('<Record');
    expect(answer.seconds).toBeLessThan(10);
    expect((await send(rig, STATUS, { ...incoming(rig), CallStatus: 'completed' })).status).toBe(500);
    letGo();
  });
});
