import { join } from 'node:path';
import { MINUTE, SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { type Memory, memoryFigures, memoryOf } from '../memory.ts';
import { startPart } from '../part.ts';
import type { Arrivals } from './arrivals.ts';
import type { AdapterTasks } from './parts/adapter.ts';

const MILLION = 1_000_000;
const FILLING = 20 * MINUTE;
/** It is watched so long while it sends from a spool that is still nearly full. */
const FORWARDING = 30;
/** Nobody listens there. */
const NO_REDIS = 'redis://127.0.0.1:1';

/** The memory of an adapter whose Redis has been away for a million contacts, and after it came back. */
export async function measureMillion(bench: Bench, commits: Arrivals): Promise<Figure[]> {
  const env = { CALLBOOK_HOME: join(bench.folder, 'million') };
  bench.say('a million contacts into a spool without Redis (some minutes)');
  const filling = await startPart<AdapterTasks>(bench, 'filling', 'intake/parts/adapter', {
    ...env,
    REDIS_URL: NO_REDIS,
  });
  const burst = { account: 'million', count: MILLION, concurrency: 256, prepared: false };
  await filling.ask('burst', burst, FILLING);
  await sleep(3 * SECOND);
  const filled = memoryOf(filling.pid);
  await filling.stop();

  bench.say('the same spool after a restart, with Redis');
  commits.begin();
  const forwarding = await startPart<AdapterTasks>(bench, 'forwarding', 'intake/parts/adapter', env);
  const samples: Memory[] = [];
  for (let second = 0; second < FORWARDING; second += 1) {
    await sleep(SECOND);
    samples.push(memoryOf(forwarding.pid));
  }
  await commits.until(1);
  await forwarding.kill();
  return [...memoryFigures('spool_million', [filled]), ...memoryFigures('spool_million_forwarding', samples)];
}
