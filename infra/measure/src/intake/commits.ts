import { SECOND } from '@callbook/contracts';
import { listenToCalls } from '@callbook/log';
import { sleep, within } from '@callbook/runtime';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { type Arrivals, openArrivals } from './arrivals.ts';

/** Listens for commits of new calls, by their ids, as Postgres announces them. Resolves when none can be missed. */
export async function watchCommits(bench: Bench): Promise<Arrivals> {
  const arrivals = openArrivals('the log');
  const listener = {
    changed: ({ created }: { readonly created: readonly string[] }) => arrivals.arrived(created),
    resync: () => bench.breakDown(new Error('The connection that hears of commits broke.')),
  };
  void listenToCalls({ url: bench.databaseUrl }, listener, bench.logger, bench.lifecycle.signal);
  await within(10 * SECOND, 'listening for commits', () => listening(bench.databaseUrl));
  return arrivals;
}

async function listening(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const asked = `select from pg_stat_activity where query like 'listen %' and state = 'idle'`;
  try {
    while ((await client.query(asked)).rowCount === 0) await sleep(20);
  } finally {
    await client.end();
  }
}
