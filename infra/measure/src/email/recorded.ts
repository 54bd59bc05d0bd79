import { MINUTE } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { clock } from '../clock.ts';

/** What the log has of an account at some moment. */
export type Recorded = { readonly at: number; readonly contacts: number; readonly bytes: number };

const LOOK = 20;
const PATIENCE = 4 * MINUTE;

/** Watches what comes into the log of one account. */
export type Watch = {
  /** Resolves with what the log has as soon as that are so many contacts, or more. */
  until(contacts: number): Promise<Recorded>;
  close(): Promise<void>;
};

/** Asks the log itself: a committed contact is one that anybody can read. */
export async function watchRecorded(bench: Bench, account: string): Promise<Watch> {
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  client.on('error', () => undefined); // a Postgres that ends: the bench tells of it
  await client.connect();
  const look = async (): Promise<Recorded> => {
    const { rows } = await client.query<{ contacts: number; bytes: number }>(
      'select count(*)::int as contacts, coalesce(sum(original_size), 0)::float8 as bytes from contacts where account = $1',
      [account],
    );
    return { at: clock(), ...(rows[0] ?? { contacts: 0, bytes: 0 }) };
  };
  return {
    async until(contacts) {
      for (const end = clock() + PATIENCE; ; await sleep(LOOK)) {
        const found = await look();
        if (found.contacts >= contacts) return found;
        if (found.at > end) throw new Error(`Only ${found.contacts} of ${contacts} mails of ${account} were recorded.`);
      }
    },
    close: () => client.end(),
  };
}
