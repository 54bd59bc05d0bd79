import { afterEach, expect, test } from '@jest/globals';
import twilio from 'twilio';
import type { SendingFault, TwilioPeer } from '../src/index.ts';
import { startTwilio } from '../src/index.ts';

const NUMBER = '+493012345678';
const MOBILE = '+4915112345678';
const SERVICE = `MG${'1'.repeat(32)}`;
let peer: TwilioPeer;
afterEach(() => peer.stop());

/** Twilio's own client, and what it is told of by webhooks: none of them can be reached. */
async function client(faults: SendingFault[] = []) {
  peer = await startTwilio({
    numbers: [{ number: NUMBER, voiceUrl: 'http://127.0.0.1:9/' }],
    ...{
      scale: 0.2,
      services: { [SERVICE]: [NUMBER] },
      landlines: ['+4930999999'],
      fates: { '+4915199999999': 30005 },
    },
    sendingFault: () => faults.shift(),
  });
  const { accountSid, authToken, url } = peer;
  const own = twilio(accountSid, authToken, { timeout: 5_000 });
  own.api.baseUrl = url;
  return own;
}

test('a message that is asked for is queued, sent and delivered, and is listed newest first', async () => {
  const own = await client();
  const body = 'a'.repeat(161);
  const message = await own.messages.create({ from: NUMBER, to: MOBILE, body });
  expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numSegments: '2', from: NUMBER });
  await peer.settled();
  const lost = await own.messages.create({ messagingServiceSid: SERVICE, to: '+4915199999999', body: 'Hello' });
  expect(lost).toMatchObject({ status: 'accepted', numSegments: '0', messagingServiceSid: SERVICE });
  // What waits for being sent has no date of sending yet.
  const dated = await own.messages.list({ to: '+4915199999999', dateSentAfter: new Date(0) });
  expect(dated).toEqual([]);
  await peer.settled();
  const [last, before] = await own.messages.list({ limit: 2 });
  expect(last).toMatchObject({ sid: lost.sid, status: 'undelivered', errorCode: 30005, from: NUMBER });
  expect(before).toMatchObject({ sid: message.sid, status: 'delivered', errorCode: null });
});

test.each([
  [21211, { to: '12' }],
  [21602, { body: '' }],
  [21603, { from: '' }],
  [21606, { from: '+4940123' }],
  [21614, { to: '+4930999999' }],
  [21617, { body: 'a'.repeat(1601) }],
])('one that cannot be sent is refused with %s', async (code, parts) => {
  const own = await client();
  const asked = own.messages.create({ from: NUMBER, to: MOBILE, body: 'Hello', ...parts });
  await expect(asked).rejects.toMatchObject({ status: 400, code });
  expect(peer.messages).toHaveLength(0);
});

test('who sends STOP gets nothing until they send START, and both are listed', async () => {
  const own = await client();
  const hello = () => own.messages.create({ from: NUMBER, to: MOBILE, body: 'Hello' });
  await peer.text({ from: MOBILE, to: NUMBER, body: 'Stop' });
  await expect(hello()).rejects.toMatchObject({ status: 400, code: 21610 });
  await peer.text({ from: MOBILE, to: NUMBER, body: 'START' });
  await expect(hello()).resolves.toMatchObject({ status: 'queued' });
  const words = (await own.messages.list({ to: NUMBER })).map(({ body, direction, status }) => [
    body,
    direction,
    status,
  ]);
  expect(words).toEqual([
    ['START', 'inbound', 'received'],
    ['Stop', 'inbound', 'received'],
  ]);
});

test('what goes wrong takes the message, or does not, as it says', async () => {
  const own = await client(['limited', 'unwell', 'cut', 'taken-and-500']);
  const hello = () => own.messages.create({ from: NUMBER, to: MOBILE, body: 'Hello' });
  await expect(hello()).rejects.toMatchObject({ status: 429, code: 20429 });
  await expect(hello()).rejects.toMatchObject({ status: 503 });
  expect(peer.messages).toHaveLength(0);
  await expect(hello()).rejects.not.toHaveProperty('status', 201);
  await expect(hello()).rejects.toMatchObject({ status: 500 });
  expect(peer.messages).toHaveLength(2);
});

test('what comes with a message lies elsewhere', async () => {
  const own = await client();
  const media = [{ type: 'image/png', bytes: Buffer.from('picture') }];
  const { sid } = await peer.text({ from: MOBILE, to: NUMBER, body: '', media });
  const [file] = await own.messages(sid).media.list();
  expect(file).toMatchObject({ parentSid: sid, contentType: 'image/png' });
  const path = `/2010-04-01/Accounts/${peer.accountSid}/Messages/${sid}/Media/${file?.sid}`;
  const authorization = `Basic ${Buffer.from(`${peer.accountSid}:${peer.authToken}`).toString('base64')}`;
  const answer = await fetch(peer.url + path, { headers: { authorization }, redirect: 'manual' });
  expect(answer.status).toBe(307);
  const there = await fetch(new URL(answer.headers.get('location') ?? '', peer.url));
  expect(await there.text()).toBe('picture');
});
