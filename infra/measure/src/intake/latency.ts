import pg from 'pg';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import type { Part } from '../part.ts';
import { percentile } from '../statistics.ts';
import type { Arrivals } from './arrivals.ts';
import type { AdapterTasks } from './parts/adapter.ts';

const RUNS = 3;
const SECONDS = 10;
const WARM_UP_SECONDS = 2;
const PACES = [
  { perSecond: 100, suffix: '' },
  { perSecond: 500, suffix: '_at_500' },
] as const;

export type Way = {
  /** The figures' names begin with it. */
  readonly name: string;
  readonly adapter: Part<AdapterTasks>;
  readonly arrivals: Arrivals;
  /** The name under which calls arrive. */
  readonly calledBy: 'id' | 'reference';
};

/** How long it takes from the call of `accept` until the contact's call arrives somewhere, at an even pace. */
export async function measureLatency(bench: Bench, way: Way): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { perSecond, suffix } of PACES) {
    const p50: number[] = [];
    const p99: number[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      bench.say(`${way.name} at ${perSecond}/s, ${run === 0 ? 'warm-up' : `run ${run} of ${RUNS}`}`);
      const account = `${way.name}-${perSecond}-${run}`;
      const waits = await waited(bench, way, account, perSecond, run === 0 ? WARM_UP_SECONDS : SECONDS);
      if (run === 0) continue;
      p50.push(percentile(waits, 50));
      p99.push(percentile(waits, 99));
    }
    figures.push(figure(`${way.name}_p50_ms${suffix}`, 'ms', p50), figure(`${way.name}_p99_ms${suffix}`, 'ms', p99));
  }
  await way.adapter.ask('drained', undefined as never);
  return figures;
}

async function waited(
  bench: Bench,
  { adapter, arrivals, calledBy }: Way,
  account: string,
  perSecond: number,
  seconds: number,
): Promise<number[]> {
  const count = perSecond * seconds;
  arrivals.begin();
  const given = await adapter.ask('pace', { account, count, perSecond });
  const arrived = await arrivals.until(count);
  const calls = await callsOf(bench.databaseUrl, account, calledBy);
  return given.map(([key, at]) => {
    const arrival = arrived.get(calls.get(key) ?? '');
    if (arrival === undefined) throw new Error(`A contact of ${account} did not become a call of its own.`);
    return arrival - at;
  });
}

/** Contacts are accepted by their keys, and calls arrive by another name. */
async function callsOf(url: string, account: string, calledBy: Way['calledBy']): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string; call: string }>(
      `select key, calls.${calledBy} as call from contacts join calls on calls.id = call_id where account = $1`,
      [account],
    );
    return new Map(rows.map(({ key, call }) => [key, call]));
  } finally {
    await client.end();
  }
}
