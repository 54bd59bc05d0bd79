import { sql } from 'kysely';
import type { Log, LogTransaction } from './log.ts';

/**
 * Runs `work` in one transaction, unless another process is at it: then that one does it. Answers what it answered, or
 * undefined. `lock`: any number that nobody else in this database uses for an advisory lock.
 */
export async function alone<T>(
  log: Log,
  lock: number,
  work: (trx: LogTransaction) => Promise<T>,
): Promise<T | undefined> {
  return log.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${lock}) as free`.execute(trx);
    return rows[0]?.free ? work(trx) : undefined;
  });
}
