import { sql } from 'kysely';
import type { Log, LogTransaction } from './log.ts';

/** Any number that nobody else in this database uses for an advisory lock: the letters CBCO. */
const CONSOLIDATION_LOCK = 0x43_42_43_4f;

/**
 * Runs `work` in one transaction, with no other consolidation beside it in any process. Two contacts of one thread in
 * two workers must see each other, or one matter becomes two calls; a batch of two hundred in one transaction is fast
 * enough that taking turns costs nothing (a second writer gained nothing when it was measured).
 */
export async function consolidating<T>(log: Log, work: (trx: LogTransaction) => Promise<T>): Promise<T> {
  return log.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${CONSOLIDATION_LOCK})`.execute(trx);
    return work(trx);
  });
}
