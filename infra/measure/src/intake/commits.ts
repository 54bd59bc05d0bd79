import { MINUTE, SECOND } from '@callbook/contracts';
import { listenToCalls } from '@callbook/log';
import { sleep, within } from '@callbook/runtime';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { clock } from '../clock.ts';

/** Commits of new calls, as Postgres announces them. */
export type Commits = {
  /** Hears of what is committed from now on. */
  begin(): void;
  /** When each call was heard of, in this order, once there are so many. @throws when that takes too long. */
  until(count: number, patience?: number): Promise<ReadonlyMap<string, number>>;
};

/** Listens for commits. Resolves when none can be missed any more. */
export async function watchCommits(bench: Bench): Promise<Commits> {
  let heard = new Map<string, number>();
  const listener = {
    changed({ created }: { readonly created: readonly string[] }) {
      const at = clock();
      for (const id of created) heard.set(id, at);
    },
    resync: () => bench.breakDown(new Error('The connection that hears of commits broke.')),
  };
  void listenToCalls({ url: bench.databaseUrl }, listener, bench.logger, bench.lifecycle.signal);
  await within(10 * SECOND, 'listening for commits', () => listening(bench.databaseUrl));
  return {
    begin() {
      heard = new Map();
    },
    async until(count, patience = 2 * MINUTE) {
      for (const end = clock() + patience; heard.size < count; await sleep(20)) {
        if (clock() > end) throw new Error(`Only ${heard.size} of ${count} calls were committed in ${patience} ms.`);
      }
      return heard;
    },
  };
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
