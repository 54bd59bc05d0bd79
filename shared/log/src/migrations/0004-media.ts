import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Recordings to be listened to and scans to be read, from when they are recorded until what was found is.
  await sql`create table media_work (
    contact_id uuid primary key references contacts,
    kind text not null check (kind in ('recording', 'scan')),
    found_at timestamptz not null,
    finished_at timestamptz
  )`.execute(db);
  await sql`create index media_work_waiting on media_work (found_at) where finished_at is null`.execute(db);
}
