import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** Of which of these calls it is recorded that they left no message: the news may have come before the call. */
export async function findMissed(trx: LogTransaction, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ revises_key: string }>`
    select revises_key from contacts where revises_key = any(${keys}) and details ? 'missed'`.execute(trx);
  return new Set(rows.map(({ revises_key }) => revises_key));
}
