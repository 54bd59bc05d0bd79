import { quietLogger, seeded, testDatabase } from '@callbook/checks';
import type { Contact } from '@callbook/contracts';
import { isOutage, openLog } from '@callbook/log';
import { describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { recordContacts } from '../src/record.ts';
import { randomThreads } from './random-threads.ts';

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
const LONG = process.env.CALLBOOK_LONG === '1';
/** About five contacts each. */
const THREADS = LONG ? 200 : 40;
const ORDERS = LONG ? 20 : 2;
const WORKERS = 8;
/** Every so many milliseconds a worker's connection is cut, whatever it is doing: as if it had been killed. */
const KILL_EVERY = 150;
process.stderr.write(`threads in random orders: SEED=${SEED}\n`);

const threads = randomThreads(seeded(SEED), THREADS);

/**
 * Records the contacts in a random order, in batches of random size, by several workers at once, some of which die in the
 * middle of a batch. It is given out again then, as the queue does.
 */
async function recorded(random: () => number) {
  const database = await testDatabase();
  const log = openLog({ url: database.url, connections: WORKERS }, quietLogger());
  const waiting = threads.contacts
    .map((contact) => ({ contact, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ contact }) => contact);
  const worker = async () => {
    while (waiting.length > 0) {
      const batch: Contact[] = waiting.splice(0, 1 + Math.floor(random() * 12));
      try {
        await recordContacts(batch, { log, newId: v7, now: () => new Date() });
      } catch (error) {
        if (!isOutage(error)) throw error;
        waiting.push(...batch);
      }
    }
  };
  const killer = setInterval(() => {
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query ilike '%contacts%'
      order by random() limit 1`;
    database.query(kill).catch(() => undefined); // it may be cut as well
  }, KILL_EVERY);
  try {
    await Promise.all(Array.from({ length: WORKERS }, worker));
    clearInterval(killer);
    return await database.query<{ id: string; call_id: string | null; duplicate_of: string | null }>(
      'select id, call_id, duplicate_of from contacts',
    );
  } finally {
    clearInterval(killer);
    await log.close();
    await database.drop();
  }
}

const sorted = (groups: readonly (readonly string[])[]) => groups.map((group) => group.toSorted().join(' ')).sort();

describe(`${threads.contacts.length} contacts of ${THREADS} threads, by ${WORKERS} workers that are killed`, () => {
  test.each(Array.from({ length: ORDERS }, (_, order) => order + 1))(
    'make the same calls in random order %d',
    async (order) => {
      const rows = await recorded(seeded(SEED * 31 + order));
      const calls = new Map<string, string[]>();
      for (const { id, call_id } of rows) if (call_id !== null) calls.set(call_id, [...(calls.get(call_id) ?? []), id]);
      expect(rows).toHaveLength(threads.contacts.length);
      expect(sorted([...calls.values()])).toEqual(sorted(threads.calls));
      expect(
        rows
          .filter(({ call_id }) => call_id === null)
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...threads.apart].sort());
      expect(rows.filter(({ duplicate_of }) => duplicate_of !== null)).toHaveLength(threads.duplicates);
    },
  );
});
