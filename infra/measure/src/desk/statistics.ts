import { everythingBut, getStatistics, openLog, type StatisticsFilter } from '@callbook/log';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { anotherDatabase } from '../intake/another-database.ts';
import { median } from '../statistics.ts';
import { syntheticYear, writeYear } from './year.ts';

const CALLS = 100_000;
const WARM_UP = 2;
const RUNS = 7;
/** What a page of figures asks for, from the last month to the whole year. */
const QUESTIONS: Readonly<
  Record<string, Omit<StatisticsFilter, 'timeZone'> & { readonly hidden?: readonly string[] }>
> = {
  month: { days: 30 },
  year: { days: 366 },
  'year, without two departments': { days: 366, hidden: ['People', 'IT'] },
  'year, by mail, urgent': { days: 366, channel: ['email'], priority: ['P1', 'P2'] },
};

/** How long the figures of a year of a hundred thousand calls take, each question again and again: the slowest of them. */
export async function measureStatistics(bench: Bench): Promise<Figure[]> {
  const url = await anotherDatabase(bench.databaseUrl, 'figures');
  const now = new Date();
  bench.say(`a synthetic year of ${CALLS.toLocaleString('en')} calls is written`);
  await writeYear(url, syntheticYear(CALLS, now.getTime(), Math.random));
  const log = openLog({ url, connections: 2 }, bench.logger);
  try {
    const times: number[][] = [];
    for (const [name, { hidden = [], ...filter }] of Object.entries(QUESTIONS)) {
      const runs: number[] = [];
      for (let run = -WARM_UP; run < RUNS; run++) {
        const begin = performance.now();
        await getStatistics(log, everythingBut(hidden), { timeZone: 'Europe/Berlin', ...filter }, now);
        if (run >= 0) runs.push(performance.now() - begin);
      }
      bench.say(`${name}: ${Math.round(median(runs))} ms`);
      times.push(runs);
    }
    const [slowest = []] = times.toSorted((a, b) => median(b) - median(a));
    return [figure('statistics_slowest_ms', 'ms', slowest)];
  } finally {
    await log.close();
  }
}
