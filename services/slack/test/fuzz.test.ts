import { seeded } from '@callbook/checks';
import { Contact } from '@callbook/contracts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Json } from '../src/payload.ts';
import { receive } from '../src/transport.ts';
import { golden } from './golden.ts';
import { type Rig, startRig } from './rig.ts';

const SEED = Number(process.env.SEED ?? 20261124);
const ROUNDS = 1_500;
/** What stands where something else was expected. */
const RUBBISH: readonly unknown[] = [
  ...[null, undefined, '', 0, -1, 1e308, true, [], {}, [null], ['x'], { type: 'message' }, '\u0000', '\ud800'],
  ...['x'.repeat(10_000), '99999999999999.999999', 'D:1:2', '<@U1><#C1><!here><https://x|y', '../../etc/passwd'],
];

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ patience: 50 });
});
afterEach(() => rig.stop());

test('whatever Slack may send is acked, and what becomes of it fits the contract', async () => {
  const random = seeded(SEED);
  const { intake, served, team } = rig;
  for (let round = 0; round < ROUNDS; round++) {
    const one = golden[Math.floor(random() * golden.length)];
    const body = mutated(one?.body, random, 1 + Math.floor(random() * 3)) as Json;
    let acked = false;
    const ack = async () => {
      acked = true;
    };
    await receive({ receiver: 'socket', body: { ...body, team_id: team.id }, ack }, served);
    expect({ seed: SEED, round, acked }).toEqual({ seed: SEED, round, acked: true });
  }
  expect(intake.contacts.size).toBeGreaterThan(100);
  for (const contact of intake.contacts.values()) expect(Contact.safeParse(contact).success).toBe(true);
  const failed = [...intake.contacts.values()].filter(({ problem }) => problem?.message.includes('our own program'));
  expect(failed).toEqual([]);
}, 60_000);

/** The same with some parts of it replaced, taken out or put elsewhere. */
function mutated(value: unknown, random: () => number, times: number): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  for (let at = 0; at < times; at++) {
    const places: [Record<string, unknown>, string][] = [];
    collect(copy, places);
    const [holder, key] = places[Math.floor(random() * places.length)] ?? [];
    if (!holder || key === undefined) continue;
    const [from, source] = places[Math.floor(random() * places.length)] ?? [holder, key];
    const kind = random();
    if (kind < 0.3) delete holder[key];
    else if (kind < 0.8) holder[key] = structuredClone(RUBBISH[Math.floor(random() * RUBBISH.length)]);
    else holder[key] = JSON.parse(JSON.stringify(from[source] ?? null));
  }
  return copy;
}

function collect(value: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    places.push([value as Record<string, unknown>, key]);
    collect(part, places);
  }
}
