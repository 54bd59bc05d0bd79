import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** What a call said at first, and the department in which a person has it. */
export type DecidedCall = { readonly department: string; readonly text: string };

/** Characters of a call: what somebody wants stands at its beginning. */
const BEGINNING = 4_000;

/**
 * The latest calls whose department a person has decided on: an agent who put them there, a requester who chose it, or
 * whoever answered or resolved them where they were. What was only guessed teaches nothing.
 */
export async function findLessons(db: Kysely<Database>, most: number): Promise<DecidedCall[]> {
  const { rows } = await sql<DecidedCall>`
    select calls.department, left(calls.title || E'\n' || coalesce(first.text, ''), ${BEGINNING}) as text
    from calls left join lateral (
      select text from contacts where call_id = calls.id and revises_key is null and machine is null
      order by received_at, id limit 1
    ) as first on true
    where merged_into is null and department is not null and (routed_by in ('person', 'choice')
      or (responded_at is not null and status in ('resolved', 'closed')))
    order by calls.received_at desc, calls.id desc limit ${most}`.execute(db);
  return rows;
}
