import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table calls add column if not exists resolve_by timestamptz`.execute(db);
  // How many contacts a call has is counted in an index alone: contacts are large, and a year of them is many.
  await sql`create index contacts_counted on contacts (call_id) include (channel, duplicate_of)
    where revises_key is null and call_id is not null`.execute(db);
  // What was open at a moment, and what was resolved when.
  await sql`create index calls_resolved on calls (resolved_at, received_at) where merged_into is null`.execute(db);
  // Few calls are opened again, and their history is long.
  await sql`create index history_reopened on history (call_id) where kind = 'call.reopened' or (kind = 'status.changed'
    and detail ->> 'before' in ('resolved', 'closed') and detail ->> 'status' not in ('resolved', 'closed'))`.execute(
    db,
  );
}
