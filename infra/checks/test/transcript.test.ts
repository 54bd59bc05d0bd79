import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { type RunningHouse, startHouse } from '@callbook/checks';
import { isCallbookError } from '@callbook/contracts';
import { type SpeechPeer, startSpeech, startTwilio, type TwilioPeer } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const NUMBER = '+493012345678';
const SPEECH = new URL('../../../../shared/data/voice/jfk.wav', import.meta.url);
/** Debian's asterisk-core-sounds-en-wav. */
const PROMPT = '/usr/share/asterisk/sounds/en_US_f_Allison/vm-goodbye.wav';
const spoken = [SPEECH.pathname, PROMPT].find((path) => existsSync(path));

let twilio: TwilioPeer | undefined;
let speech: SpeechPeer | undefined;
let house: RunningHouse | undefined;

/** Resolves with the reason why this machine has nothing to try this with. */
async function begin(): Promise<void> {
  speech = await startSpeech();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  twilio = await startTwilio({
    numbers: [
      { number: NUMBER, voiceUrl: `${publicUrl}/voice/twilio/incoming`, statusUrl: `${publicUrl}/voice/twilio/status` },
    ],
    scale: 0.02,
  });
  const { accountSid, authToken, url: apiUrl } = twilio;
  const accounts = [{ name: 'hotline', accountSid, authToken, numbers: [{ number: NUMBER }] }];
  house = await startHouse({
    voice: { port, twilio: { publicUrl, apiUrl, accounts, reconcile: { minutes: 0.05 } } },
    media: { speech: { server: { url: speech.url, model: 'pocketsphinx' } } },
    args: ['--roles', 'consolidation,desk,media,voice'],
  });
}

let missing: string | undefined;
beforeAll(async () => {
  if (!spoken) missing = 'no recording of speech';
  try {
    if (!missing) await begin();
  } catch (error) {
    if (!isCallbookError(error, 'service-missing')) throw error;
    missing = error.message;
  }
  if (missing) process.stderr.write(`transcript: left out, ${missing}\n`);
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await twilio?.stop();
  await speech?.stop();
}, 120_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

type View = {
  contacts: { text: string; recordedAt?: string; media?: { state: string }; revises?: { cause: string } }[];
};

async function callView(desk: RunningHouse): Promise<View | undefined> {
  const list = (await (await desk.ask('/api/calls')).json()) as { items: { reference: string }[] };
  const [first] = list.items;
  return first && ((await (await desk.ask(`/api/calls/${first.reference}`)).json()) as View);
}

async function until<T>(look: () => Promise<T | undefined>, milliseconds: number): Promise<T> {
  for (
    const end = Date.now() + milliseconds;
    Date.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 50))
  ) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`not within ${milliseconds} ms`);
}

test('a caller is in the log at once, and what was said follows', async () => {
  if (missing || !house || !twilio || !spoken) return;
  const desk = house;
  const said = readFileSync(spoken);
  const called = twilio.call({ from: '+493077777777', to: NUMBER, says: said, audioAfter: 1 });
  const before = await until(() => callView(desk), 120_000);
  expect(before.contacts[0]).toMatchObject({ text: '', media: { state: 'pending' } });
  await called;

  const after = await until(async () => {
    const view = await callView(desk);
    return view?.contacts.some(({ revises }) => revises?.cause === 'transcript') ? view : undefined;
  }, 60_000);
  // A rough draft engine: that there are words is all that can be asked of it, and that a person is asked to listen.
  expect(after.contacts[0]?.text).toMatch(/[a-z]{3,} [a-z]+/);
  expect(after.contacts[0]?.media).toMatchObject({ state: 'needs-person' });
  expect(after.contacts.filter(({ revises }) => revises === undefined)).toHaveLength(1);
  expect(speech?.asked()).toBe(1);
}, 120_000);
