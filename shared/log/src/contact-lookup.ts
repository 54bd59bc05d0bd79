import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Which of these keys the log has, each with whether its contact is a duplicate. For thousands of keys at the most. */
export async function lookUpContacts(db: Kysely<Database>, keys: readonly string[]): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ key: string; duplicate: boolean }>`
    select key, duplicate_of is not null as duplicate from contacts where key = any(${keys})`.execute(db);
  return new Map(rows.map(({ key, duplicate }) => [key, duplicate]));
}
