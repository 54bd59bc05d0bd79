import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // By what contacts about one matter find each other: who says it, what it names, its rarest words. A few rows a contact,
  // of the last weeks only: no key to contacts, which are never deleted, and whose check would cost more than the row.
  await sql`create table clues (
    clue text not null,
    occurred_at timestamptz not null,
    contact_id uuid not null
  )`.execute(db);
  await sql`create index clues_found on clues (clue, occurred_at)`.execute(db);
  // Rows come nearly in the order of their time, and are deleted by it.
  await sql`create index clues_by_age on clues using brin (occurred_at)`.execute(db);

  await sql`alter table requesters
    add column directory_key text unique,
    add column department text,
    add column place text`.execute(db);
  await sql`alter table identities
    add column evidence text not null default 'contact' check (evidence in ('contact', 'directory', 'agent')),
    add column shared boolean not null default false`.execute(db);
  // Two requesters who turned out to be one: what moved, so that it can move back.
  await sql`create table requester_joins (
    id uuid primary key,
    from_id uuid not null references requesters,
    into_id uuid not null references requesters,
    identities uuid[] not null,
    calls uuid[] not null,
    by text not null,
    why text not null,
    at timestamptz not null,
    parted_at timestamptz,
    parted_by text,
    check (from_id <> into_id)
  )`.execute(db);
  await sql`create index requester_joins_from on requester_joins (from_id) where parted_at is null`.execute(db);
  await sql`create index requester_joins_into on requester_joins (into_id) where parted_at is null`.execute(db);

  // Many people, one cause; and what a person decided about a suggestion, which no rule asks again.
  await sql`alter table suggestions
    drop constraint suggestions_kind_check,
    add constraint suggestions_kind_check check (kind in ('same-matter', 'follow-up', 'split', 'same-cause')),
    add column settled_as text check (settled_as in ('accepted', 'declined')),
    add column settled_by text,
    add column settled_at timestamptz`.execute(db);
}
