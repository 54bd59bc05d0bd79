import pg from 'pg';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import type { Part } from '../part.ts';
import { percentile } from '../statistics.ts';
import type { Commits } from './commits.ts';
import type { AdapterTasks } from './parts/adapter.ts';

const RUNS = 3;
const SECONDS = 10;
const PACES = [
  { perSecond: 100, suffix: '' },
  { perSecond: 500, suffix: '_at_500' },
] as const;

/** How long it takes from the call of `accept` until Postgres announces the commit, at an even pace. */
export async function measureLatency(
  bench: Bench,
  { adapter, commits }: { readonly adapter: Part<AdapterTasks>; readonly commits: Commits },
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { perSecond, suffix } of PACES) {
    const p50: number[] = [];
    const p99: number[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      bench.say(`latency at ${perSecond}/s, ${run === 0 ? 'warm-up' : `run ${run} of ${RUNS}`}`);
      const account = `latency-${perSecond}-${run}`;
      const count = perSecond * (run === 0 ? 2 : SECONDS);
      commits.begin();
      const given = await adapter.ask('pace', { account, count, perSecond });
      const committed = await byKey(bench.databaseUrl, account, await commits.until(count));
      const waits = given.map(([key, at]) => (committed.get(key) ?? Number.POSITIVE_INFINITY) - at);
      if (run === 0) continue;
      p50.push(percentile(waits, 50));
      p99.push(percentile(waits, 99));
    }
    figures.push(
      figure(`accept_to_committed_p50_ms${suffix}`, 'ms', p50),
      figure(`accept_to_committed_p99_ms${suffix}`, 'ms', p99),
    );
  }
  await adapter.ask('drained', undefined as never);
  return figures;
}

/** Calls are announced by their ids, and contacts are accepted by their keys. */
async function byKey(
  url: string,
  account: string,
  calls: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string; call_id: string }>(
      'select key, call_id from contacts where account = $1',
      [account],
    );
    return new Map(rows.map(({ key, call_id }) => [key, calls.get(call_id) ?? Number.POSITIVE_INFINITY]));
  } finally {
    await client.end();
  }
}
