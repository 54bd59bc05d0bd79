import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigSchema, SECOND } from '@callbook/contracts';
import { type Caller, speak, startTwilio, type TwilioPeer } from '@callbook/peers';
import { sleep } from '@callbook/runtime';
import type { House } from './house.ts';
import { freePort } from './port.ts';

const HOST = '127.0.0.1';
const NUMBER = '+493012345678';
const WEBHOOKS = '/voice/twilio';
/** Callers speak twice as fast as people: nobody watches a demo for minutes. */
const SCALE = 0.5;
const PAUSE = 4 * SECOND;

type Visitor = Omit<Caller, 'to' | 'says'> & { readonly name: string; readonly says: string | undefined };

/** Who calls in the demo: one who leaves a message, one who chooses from the menu first, one who hangs up. */
const VISITORS: readonly Visitor[] = [
  {
    name: 'projector',
    from: '+4930901820',
    says: 'Hello, this is Marta Feldmann, room four twelve. The projector stays dark again, and I have a class at ten.',
  },
  {
    name: 'password',
    from: '+4930901833',
    presses: '1',
    says: 'Good morning, Tom Okafor speaking. I forgot my password and now my account is locked. Please call me back.',
  },
  { name: 'nobody', from: '+4930901877', says: undefined, hangsUp: 'greeting' },
];

export type DemoCalls = { readonly config: Config; play(): Promise<void> };

/** A Twilio of our own with a number, so that somebody can call. Where numbers are configured, they are left alone. */
export async function startDemoCalls(house: House, config: Config): Promise<DemoCalls> {
  const { home, lifecycle, logger, progress } = house;
  if (config.voice.twilio) return { config, play: async () => {} };
  const port = await freePort();
  const publicUrl = `http://${HOST}:${port}`;
  const twilio = await progress.step(
    'Demo telephone',
    () =>
      startTwilio({
        numbers: [
          { number: NUMBER, voiceUrl: `${publicUrl}${WEBHOOKS}/incoming`, statusUrl: `${publicUrl}${WEBHOOKS}/status` },
        ],
        ...{ scale: SCALE, logger },
      }),
    () => `Demo telephone: ${NUMBER}`,
  );
  lifecycle.onStop('telephone', () => twilio.stop());
  const account = { name: 'demo', accountSid: twilio.accountSid, authToken: twilio.authToken, numbers: [number()] };
  return {
    config: ConfigSchema.parse({
      ...config,
      voice: { ...config.voice, host: HOST, port, twilio: { publicUrl, apiUrl: twilio.url, accounts: [account] } },
    }),
    play: () => playVisitors(house, twilio, join(home, 'demo', 'called')),
  };
}

function number() {
  return {
    number: NUMBER,
    greetings: [
      {
        language: 'en-US',
        open: 'Hello. You have reached the service desk of Northbank. We call you back by {respondBy}.',
        closed: 'Hello. The service desk of Northbank opens again on {opens}.',
        menu: [{ digit: 1, department: 'IT', say: 'For trouble with a computer, press one.' }],
        prompt: 'Please speak after the tone.',
        thanks: 'Thank you. Goodbye.',
      },
    ],
  };
}

async function playVisitors({ lifecycle, logger }: House, twilio: TwilioPeer, file: string): Promise<void> {
  const called = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  for (const { name, says, ...visitor } of VISITORS) {
    if (called.has(name)) continue;
    await sleep(PAUSE, lifecycle.signal);
    if (lifecycle.signal.aborted) return;
    await twilio.call({ ...visitor, to: NUMBER, says: says === undefined ? 'nothing' : await speak(says) });
    called.add(name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, [...called].filter(Boolean).join('\n'));
    logger.info({ visitor: name }, 'somebody has called');
  }
}
