import { sql } from 'kysely';
import type { Log } from './log.ts';

/**
 * Counts an attempt at a contact before it is made, in a commit of its own, and says how many there have been with
 * this one. What kills the worker cannot be caught, so it can only be counted beforehand.
 */
export async function countAttempt(log: Log, key: string): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`
    insert into attempts (key, attempts, last_at) values (${key}, 1, now())
    on conflict (key) do update set attempts = attempts.attempts + 1, last_at = now()
    returning attempts`.execute(log.db);
  return rows[0]?.attempts ?? 1;
}

/** Forgets the attempts at contacts that are done with. */
export async function forgetAttempts(log: Log, keys: readonly string[]): Promise<void> {
  if (keys.length > 0)
    await log.db
      .deleteFrom('attempts')
      .where('key', 'in', [...keys])
      .execute();
}
