import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { type Part, startPart } from '../part.ts';
import { anotherDatabase } from './another-database.ts';
import type { Arrivals } from './arrivals.ts';
import type { ContactsQueue } from './contacts-queue.ts';
import type { AdapterTasks } from './parts/adapter.ts';
import type { NoopQueueTasks } from './parts/noop-queue.ts';
import type { RawSqlTasks } from './parts/raw-sql.ts';

const RUNS = 3;
const COUNT = 20_000;
const WARM_UP = 6_000;

export type RecordingDeps = {
  readonly adapter: Part<AdapterTasks>;
  readonly queue: ContactsQueue;
  readonly commits: Arrivals;
};

/**
 * How many contacts a second come from the adapter's spool through the queue into the log, when so many are waiting
 * that nobody ever waits for the next one.
 */
export async function measureRecording(bench: Bench, deps: RecordingDeps): Promise<Figure[]> {
  const ceilings = await openCeilings(bench);
  const runs = { ours: [] as number[], sql: [] as number[], noop: [] as number[], packed: [] as number[] };
  for (let run = 0; run <= RUNS; run += 1) {
    const account = `recording-${run}`;
    const count = run === 0 ? WARM_UP : COUNT;
    bench.say(run === 0 ? 'recording, warm-up' : `recording, run ${run} of ${RUNS}`);
    const ours = await recorded(deps, account, count);
    const sql = await ceilings.sql(account, count);
    const noop = await ceilings.noop(account, count, 1);
    const packed = await ceilings.noop(account, count, 100);
    if (run === 0) continue;
    runs.ours.push(ours);
    runs.sql.push(sql);
    runs.noop.push(noop);
    runs.packed.push(packed);
  }
  await ceilings.close();
  const { ours, sql, noop, packed } = runs;
  return [figure('committed_per_s', '/s', ours, { raw_sql: sql, queue_noop: noop, packed_noop: packed })];
}

async function recorded({ adapter, queue, commits }: RecordingDeps, account: string, count: number): Promise<number> {
  await queue.pause();
  await adapter.ask('burst', { account, count, concurrency: 256, prepared: false });
  commits.begin();
  await queue.resume();
  const times = [...(await commits.until(count)).values()];
  await adapter.ask('drained', undefined as never);
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  // What came with the first commit was worked on before the clock ran.
  return (times.filter((at) => at > first).length * 1000) / (last - first);
}

/** The same work without our layers, in processes and a database of their own. */
async function openCeilings(bench: Bench) {
  const databaseUrl = await anotherDatabase(bench.databaseUrl, 'raw');
  const rawSql = await startPart<RawSqlTasks>(bench, 'raw-sql', 'intake/parts/raw-sql', { DATABASE_URL: databaseUrl });
  const adder = await startPart<NoopQueueTasks>(bench, 'noop-adder', 'intake/parts/noop-queue');
  const worker = await startPart<NoopQueueTasks>(bench, 'noop-worker', 'intake/parts/noop-queue');
  return {
    async sql(account: string, count: number): Promise<number> {
      await rawSql.ask('prepare', { from: bench.databaseUrl, account });
      return (count * 1000) / (await rawSql.ask('insert', undefined as never));
    },
    async noop(account: string, count: number, pack: number): Promise<number> {
      const queue = `noop-${account}-${pack}`;
      const [start, end] = await Promise.all([
        adder.ask('add', { queue, account, count, pack }),
        worker.ask('work', { queue, count }),
      ]);
      return (count * 1000) / (end - start);
    },
    async close(): Promise<void> {
      await Promise.all([rawSql.stop(), adder.stop(), worker.stop()]);
    },
  };
}
