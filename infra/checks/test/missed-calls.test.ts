import { createServer } from 'node:net';
import { type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type Caller, startTwilio, type TwilioPeer, waveFile } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** Somebody who tries three times and then leaves a message, as it goes through the whole house. */
const NUMBER = '+493012345678';
const CALLER = '+493011111111';
const random = seeded(1);

let twilio: TwilioPeer;
let house: RunningHouse;
beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const [voiceUrl, statusUrl] = [`${publicUrl}/voice/twilio/incoming`, `${publicUrl}/voice/twilio/status`];
  twilio = await startTwilio({ numbers: [{ number: NUMBER, voiceUrl, statusUrl }], scale: 0.02 });
  const { accountSid, authToken, url: apiUrl } = twilio;
  const accounts = [{ name: 'hotline', accountSid, authToken, numbers: [{ number: NUMBER }] }];
  house = await startHouse({
    voice: { port, twilio: { publicUrl, apiUrl, accounts, reconcile: { minutes: 0.05 } } },
    args: ['--roles', 'consolidation,desk,media,voice'],
  });
}, 240_000);
afterAll(async () => {
  await twilio?.stop();
  await house?.stop();
}, 120_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

type Line = { reference: string; contactCount: number; missed: boolean; title: string };
type Said = { revises?: object; details: { missed?: string }; media?: { state: string }; why: string };

const answer = async <T>(path: string) => (await (await house.ask(path)).json()) as T;
const lines = async () => (await answer<{ items: Line[] }>('/api/calls')).items;

async function until(holds: (lines: Line[]) => boolean): Promise<Line[]> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await lines();
    if (holds(found)) return found;
    if (Date.now() > end) throw new Error(`the log has ${JSON.stringify(found)}`);
  }
}

test('who hangs up three times is one missed call of the log, and then the message is on it', async () => {
  const noise = waveFile(Int16Array.from({ length: 24_000 }, () => Math.round((random() - 0.5) * 20_000)));
  const caller: Caller = { from: CALLER, to: NUMBER, says: noise, audioAfter: 1 };
  for (const hangsUp of ['greeting', 'ringing', 'recording'] as const)
    await twilio.call({ ...caller, says: 'nothing', hangsUp });
  const [missed] = await until(
    (found) => found.length === 1 && found[0]?.missed === true && found[0].contactCount === 3,
  );
  expect(missed).toMatchObject({ title: `Telephone call from ${CALLER}` });
  const reference = missed?.reference;

  await twilio.call(caller);
  const found = await until((list) =>
    list.some((one) => one.reference === reference && one.contactCount === 4 && !one.missed),
  );
  expect(found).toHaveLength(1);
  const call = await answer<{ contacts: Said[] }>(`/api/calls/${reference}`);
  const said = call.contacts.filter(({ revises }) => !revises);
  expect(said.map(({ details }) => details.missed !== undefined)).toEqual([true, true, true, false]);
  expect(said.map(({ media }) => media === undefined)).toEqual([true, true, true, false]);

  // Somebody else, and who withholds the number, are others.
  await twilio.call({ ...caller, from: '+493022222222', hangsUp: 'greeting' });
  for (const hangsUp of ['greeting', 'ringing'] as const) await twilio.call({ ...caller, from: 'anonymous', hangsUp });
  const all = await until((list) => list.length === 4 && list.slice(0, 3).every((one) => one.missed));
  expect(all.map(({ contactCount }) => contactCount)).toEqual([1, 1, 1, 4]);
}, 240_000);
