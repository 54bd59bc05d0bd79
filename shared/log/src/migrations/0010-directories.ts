import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What each source says, so that what one of them drops may still be vouched for by another.
  await sql`create table directory_entries (
    source text not null,
    key text not null,
    requester_id uuid not null references requesters,
    identities jsonb not null,
    imported_at timestamptz not null,
    gone_at timestamptz,
    primary key (source, key)
  )`.execute(db);
  await sql`create index directory_entries_of on directory_entries (requester_id)`.execute(db);
  await sql`alter table requesters
    add column listed boolean not null default false,
    add column gone_at timestamptz`.execute(db);
  await sql`update requesters set listed = true where directory_key is not null`.execute(db);
  await sql`alter table requesters drop column directory_key`.execute(db);
}
