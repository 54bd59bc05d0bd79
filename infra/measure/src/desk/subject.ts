import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { measureMillion } from './million.ts';
import { measureStatistics } from './statistics.ts';

/** What people at the desk wait for. */
export async function measureDesk(bench: Bench): Promise<Figure[]> {
  return [...(await measureStatistics(bench)), ...(bench.long ? await measureMillion(bench) : [])];
}
