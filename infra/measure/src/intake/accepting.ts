import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { startPart } from '../part.ts';
import type { AdapterTasks } from './parts/adapter.ts';
import type { LmdbTasks } from './parts/lmdb.ts';

const RUNS = 3;
const COUNT = 20_000;
const WARM_UP = 3_000;
const CONCURRENCY = 256;

/** How many contacts a second an adapter can make durable, with Redis there and nobody who takes them from it. */
export async function measureAccepting(bench: Bench): Promise<Figure[]> {
  const ours: number[] = [];
  const lmdb: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    bench.say(`accepting, run ${run} of ${RUNS}`);
    const home = join(bench.folder, `accepting-${run}`);
    ours.push(await accepted(bench, home));
    lmdb.push(await written(bench, home));
  }
  return [figure('accept_per_s', '/s', ours, { lmdb })];
}

async function accepted(bench: Bench, home: string): Promise<number> {
  const adapter = await startPart<AdapterTasks>(bench, 'accepting', 'intake/parts/adapter', { CALLBOOK_HOME: home });
  const burst = { concurrency: CONCURRENCY, prepared: true };
  await adapter.ask('burst', { account: 'warm-up', count: WARM_UP, ...burst });
  const milliseconds = await adapter.ask('burst', { account: 'accepting', count: COUNT, ...burst });
  await adapter.stop();
  return (COUNT * 1000) / milliseconds;
}

async function written(bench: Bench, home: string): Promise<number> {
  const lmdb = await startPart<LmdbTasks>(bench, 'lmdb', 'intake/parts/lmdb', { CALLBOOK_HOME: home });
  await lmdb.ask('put', { account: 'warm-up', count: WARM_UP, concurrency: CONCURRENCY });
  const milliseconds = await lmdb.ask('put', { account: 'accepting', count: COUNT, concurrency: CONCURRENCY });
  await lmdb.stop();
  return (COUNT * 1000) / milliseconds;
}
