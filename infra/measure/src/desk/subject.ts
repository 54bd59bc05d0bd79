import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { measureStatistics } from './statistics.ts';

/** What people at the desk wait for. */
export async function measureDesk(bench: Bench): Promise<Figure[]> {
  return measureStatistics(bench);
}
