import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** How often each of these has failed to sign in since an instant. A key is an address, or an address and a network's. */
export async function countFailures(db: Kysely<Database>, keys: readonly string[], since: Date): Promise<number[]> {
  const { rows } = await sql<{ key: string; failed: number }>`
    select key, count(*)::integer as failed from sign_in_failures
    where key = any(${[...keys]}::text[]) and at > ${since}::timestamptz group by key`.execute(db);
  const found = new Map(rows.map(({ key, failed }) => [key, failed]));
  return keys.map((key) => found.get(key) ?? 0);
}

/** Notes a failure, and forgets those that no longer count. Committed at once: whoever fails faster is counted too. */
export async function noteFailure(
  db: Kysely<Database>,
  keys: readonly string[],
  { at, forget }: { readonly at: Date; readonly forget: Date },
): Promise<void> {
  await sql`delete from sign_in_failures where at < ${forget}::timestamptz`.execute(db);
  await sql`insert into sign_in_failures (key, at) select unnest(${[...keys]}::text[]), ${at}::timestamptz`.execute(db);
}

/** Somebody signed in: what failed before was them. */
export async function forgetFailures(db: Kysely<Database>, keys: readonly string[]): Promise<void> {
  await sql`delete from sign_in_failures where key = any(${[...keys]}::text[])`.execute(db);
}
