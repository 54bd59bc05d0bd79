import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECOND } from '@callbook/contracts';
import { sendWebhook } from '@callbook/peers';
import { sleep } from '@callbook/runtime';
import type { Bench } from '../bench.ts';
import { clock } from '../clock.ts';
import { type Figure, figure } from '../figure.ts';
import { freePort } from '../port.ts';
import { mainOf, startProgram } from '../program.ts';
import { percentile } from '../statistics.ts';

const RUNS = 3;
const PER_SECOND = 50;
const SECONDS = 10;
const WARM_UP_SECONDS = 2;
const CALLED = '+493012345678';
/** Nobody listens there. */
const NO_REDIS = 'redis://127.0.0.1:1';

/** How long Twilio waits for the answer to a first webhook, which comes when the call is safe on disk. */
export async function measureWebhooks(bench: Bench): Promise<Figure[]> {
  return [
    ...(await answered(bench, 'webhook', bench.redisUrl)),
    ...(await answered(bench, 'webhook_without_redis', NO_REDIS)),
  ];
}

async function answered(bench: Bench, name: string, redisUrl: string): Promise<Figure[]> {
  const line = await openLine(bench, name, redisUrl);
  const p50: number[] = [];
  const p99: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    bench.say(`${name} at ${PER_SECOND}/s, ${run === 0 ? 'warm-up' : `run ${run} of ${RUNS}`}`);
    const waits = await line.call(run === 0 ? WARM_UP_SECONDS : SECONDS);
    if (run === 0) continue;
    p50.push(percentile(waits, 50));
    p99.push(percentile(waits, 99));
  }
  await line.stop();
  return [figure(`${name}_p50_ms`, 'ms', p50), figure(`${name}_p99_ms`, 'ms', p99)];
}

/** A telephone line with an adapter of its own. */
export type Line = {
  /** Calls 50 times a second for so long. The milliseconds that each call waited for its answer. */
  call(seconds: number): Promise<number[]>;
  stop(): Promise<void>;
};

export async function openLine(bench: Bench, name: string, redisUrl: string): Promise<Line> {
  const account = { sid: `AC${randomBytes(16).toString('hex')}`, token: randomBytes(16).toString('hex') };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(bench.folder, `${name}.yaml`);
  const numbers = [{ number: CALLED }];
  const twilio = {
    publicUrl: url,
    apiUrl: 'http://127.0.0.1:1',
    accounts: [{ name: 'bench', accountSid: account.sid, authToken: account.token, numbers }],
  };
  await writeFile(config, JSON.stringify({ voice: { twilio } })); // JSON is YAML
  const voice = await startProgram(bench, name, mainOf('services/voice'), {
    CALLBOOK_CONFIG: config,
    CALLBOOK_HOME: join(bench.folder, name),
    CALLBOOK_PORT: String(port),
    REDIS_URL: redisUrl,
  });
  return { call: (seconds) => call(bench, url, account, seconds), stop: () => voice.stop() };
}

async function call(
  bench: Bench,
  url: string,
  { sid, token }: { sid: string; token: string },
  seconds: number,
): Promise<number[]> {
  const begin = clock();
  const sender = { token, patience: 15 * SECOND, reach: (to: URL) => to, signal: bench.lifecycle.signal };
  const calls = Array.from({ length: PER_SECOND * seconds }, async (_, at) => {
    await sleep(begin + (at * SECOND) / PER_SECOND - clock());
    const from = `+4915${String(10_000_000 + at)}`;
    const who = { AccountSid: sid, CallSid: `CA${randomBytes(16).toString('hex')}`, From: from, To: CALLED };
    const parameters = { ...who, CallStatus: 'ringing', Direction: 'inbound', ApiVersion: '2010-04-01' };
    const asked = clock();
    const answer = await sendWebhook(`${url}/voice/twilio/incoming`, parameters, sender);
    if (!('body' in answer) || !answer.body.includes('<Record'))
      throw new Error(`A call was answered ${JSON.stringify(answer)}.`);
    return clock() - asked;
  });
  return Promise.all(calls);
}
