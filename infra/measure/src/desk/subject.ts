import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { measureMillion } from './million.ts';
import { measurePage } from './page.ts';
import { measureStatistics } from './statistics.ts';

/** What people at the desk wait for. */
export async function measureDesk(bench: Bench): Promise<Figure[]> {
  const [statistics, page] = [await measureStatistics(bench), await measurePage(bench)];
  return [...statistics, ...page, ...(bench.long ? await measureMillion(bench) : [])];
}
