import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import twilioClient from 'twilio';
import {
  babble,
  type Caller,
  startTwilio,
  type TwilioPeer,
  type TwilioPeerOptions,
  waveSeconds,
} from '../src/index.ts';

const NUMBER = '+493012345678';
const MESSAGE = babble('The printer is jammed.');
const RECORD =
  '<Response><Say>Hello.</Say><Record action="/recorded" recordingStatusCallback="/recording"/></Response>';

type Heard = { readonly path: string; readonly form: URLSearchParams; readonly headers: IncomingMessage['headers'] };

let server: Server;
let base: string;
let heard: Heard[];
/** What is answered to a path: TwiML, a status, or nothing at all. */
let answers: Record<string, (times: number) => string | number | undefined>;
let twilio: TwilioPeer;

beforeEach(async () => {
  heard = [];
  answers = {};
  server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const form = new URLSearchParams(await text(request));
    heard.push({ path, form, headers: request.headers });
    const answer = (answers[path] ?? (() => '<Response/>'))(heard.filter((one) => one.path === path).length);
    if (answer === undefined) return;
    response.writeHead(typeof answer === 'number' ? answer : 200).end(typeof answer === 'string' ? answer : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await twilio.stop();
  server.closeAllConnections();
  server.close();
});

async function start(options: Partial<TwilioPeerOptions> & { voiceUrl?: string; fallbackUrl?: string } = {}) {
  const { voiceUrl = `${base}/in`, fallbackUrl, ...rest } = options;
  const number = { number: NUMBER, voiceUrl, statusUrl: `${base}/status`, ...(fallbackUrl && { fallbackUrl }) };
  twilio = await startTwilio({ numbers: [number], scale: 0.001, ...rest });
}
async function called(parts: Partial<Caller> = {}) {
  const call = await twilio.call({ from: '+4930111', to: NUMBER, says: MESSAGE, ...parts });
  await twilio.settled();
  return call;
}
const paths = () => heard.map(({ path }) => path);
function client() {
  const made = twilioClient(twilio.accountSid, twilio.authToken);
  made.api.baseUrl = twilio.url;
  return made;
}

describe('a call', () => {
  test("asks for documents in Twilio's order, and signs them so that Twilio's own library agrees", async () => {
    answers['/in'] = () => RECORD;
    await start();
    const call = await called();
    expect(paths().slice(0, 1)).toEqual(['/in']);
    expect(paths().sort()).toEqual(['/in', '/recorded', '/recording', '/status']);
    for (const { path, form, headers } of heard) {
      const signature = String(headers['x-twilio-signature']);
      const { validateRequest } = twilioClient;
      expect(validateRequest(twilio.authToken, signature, base + path, Object.fromEntries(form))).toBe(true);
      expect(form.get('CallSid')).toBe(call.sid);
    }
    const of = (path: string) => heard.find((one) => one.path === path)?.form;
    expect(of('/in')?.get('CallStatus')).toBe('ringing');
    expect(of('/recorded')?.get('Digits')).toBe('#');
    // The recording's own callback tells of no caller.
    expect(of('/recording')?.get('From')).toBeNull();
    expect(of('/recording')?.get('RecordingDuration')).toBe(String(Math.round(waveSeconds(MESSAGE))));
    expect(of('/status')?.get('CallStatus')).toBe('completed');
  });

  test('that is hung up in the greeting has a status, and no recording', async () => {
    answers['/in'] = () => RECORD;
    await start();
    await called({ hangsUp: 'greeting' });
    expect(paths()).toEqual(['/in', '/status']);
    expect(twilio.recordings).toEqual([]);
  });

  test('tells of an absent recording only where that is asked for, and asks for no action then', async () => {
    answers['/in'] = (times) =>
      times === 1 ? RECORD : RECORD.replace('<Record', '<Record recordingStatusCallbackEvent="completed absent"');
    await start();
    await called({ says: 'nothing' });
    expect(paths()).not.toContain('/recording');
    await called({ says: 'a click' });
    expect(heard.find(({ path }) => path === '/recording')?.form.get('ErrorCode')).toBe('16101');
    expect(paths()).not.toContain('/recorded');
  });

  test('follows a menu and a redirect', async () => {
    answers['/in'] = () => '<Response><Redirect>/menu</Redirect></Response>';
    answers['/menu'] = () => '<Response><Gather action="/chosen?a=1"><Say>Press.</Say></Gather></Response>';
    await start();
    await called({ presses: '3' });
    expect(paths()).toEqual(['/in', '/menu', '/chosen?a=1', '/status']);
    expect(heard[2]?.form.get('Digits')).toBe('3');
  });
});

describe('a webhook that fails', () => {
  test('with an error is not repeated, and one without a connection once', async () => {
    answers['/in'] = () => 500;
    await start();
    await called();
    expect(paths().filter((path) => path === '/in')).toHaveLength(1);
    await twilio.stop();
    let tries = 0;
    await start({
      reach: () => {
        tries += 1;
        return new URL('http://127.0.0.1:1/');
      },
    });
    await called({ hangsUp: 'greeting' });
    // The document twice, and the status twice.
    expect(tries).toBe(4);
  });

  test('is repeated as its address says, each time with the same token', async () => {
    answers['/in'] = (times) => (times < 3 ? 503 : RECORD);
    await start({ voiceUrl: `${base}/in#rc=3&rp=5xx,ct` });
    await called();
    const tries = heard.filter(({ path }) => path === '/in');
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1);
    expect(paths()).toContain('/recorded');
  });

  test('is waited for no longer than the limit', async () => {
    answers['/in'] = () => undefined;
    await start({ patience: 200, voiceUrl: `${base}/in#rc=5&rp=rt` });
    await called();
    expect(paths().filter((path) => path === '/in')).toHaveLength(1);
  });

  test('is made up for by the fallback, which may be a bin', async () => {
    const bin = 'https://handler.twilio.com/twiml/EH1';
    answers['/in'] = () => 500;
    await start({ fallbackUrl: bin, bins: { [bin]: RECORD.replaceAll('="/', `="${base}/`) } });
    await called();
    expect(twilio.recordings).toHaveLength(1);
    expect(paths()).toContain('/recorded');
  });
});

describe('the REST API, by the library of Twilio,', () => {
  test('lists calls page by page, and filters them', async () => {
    await start();
    for (let number = 0; number < 5; number++) await called({ hangsUp: 'ringing' });
    const calls = await client().calls.list({ to: NUMBER, pageSize: 2 });
    expect(calls.map(({ sid }) => sid)).toEqual(twilio.calls.map(({ sid }) => sid).reverse());
    expect(calls[0]).toMatchObject({ direction: 'inbound', status: 'canceled', startTime: expect.any(Date) });
    expect(await client().calls.list({ to: '+1' })).toEqual([]);
    expect(await client().calls.list({ startTimeAfter: new Date(Date.now() + 10_000) })).toEqual([]);
    expect(await client().calls.list({ startTimeBefore: new Date(Date.now() + 10_000) })).toHaveLength(5);
  });

  test('gives a recording when it is ready, and not when it is deleted', async () => {
    answers['/in'] = () => RECORD;
    await start();
    const call = await called({ audioAfter: 300 });
    const [recording] = await client().recordings.list({ callSid: call.sid });
    const audio = (token = twilio.authToken) =>
      fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Recordings/${recording?.sid}.wav`, {
        headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${token}`)}` },
      });
    expect((await audio()).status).toBe(404);
    expect((await audio('wrong')).status).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(Buffer.from(await (await audio()).arrayBuffer())).toEqual(MESSAGE);
    expect(
      await client()
        .recordings(recording?.sid ?? '')
        .remove(),
    ).toBe(true);
    expect((await audio()).status).toBe(404);
    expect(await client().recordings.list()).toEqual([]);
    expect(await client().recordings.list({ includeSoftDeleted: true })).toHaveLength(1);
  });

  test('is unwell when it is told to be', async () => {
    await start({ unwell: () => true });
    await expect(client().calls.list()).rejects.toMatchObject({ status: 503 });
  });
});
