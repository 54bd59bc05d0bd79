import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Recordings that a person has to listen to and scans that one has to read, from when that is known until one has. The
  // latest news at the source counts, and a person's more than any other, in whatever order they come. No key to contacts: their news may come before them.
  await sql`create table review (
    contact_key text primary key,
    kind text not null check (kind in ('recording', 'scan')),
    state text not null check (state in ('needs-person', 'failed', 'done')),
    confidence real not null,
    since timestamptz not null,
    by_person boolean not null default false
  )`.execute(db);
  await sql`create index review_open on review (confidence, since, contact_key) where state <> 'done'`.execute(db);
  await sql`insert into review (contact_key, kind, state, confidence, since)
    select distinct on (coalesce(revises_key, key)) coalesce(revises_key, key), media ->> 'kind', media ->> 'state',
      coalesce((media ->> 'confidence')::real, 0), occurred_at
    from contacts where media ->> 'state' <> 'pending'
    order by coalesce(revises_key, key), occurred_at desc`.execute(db);
  // The sheets of paper that came back, by their number.
  await sql`create index contacts_by_form on contacts ((details #>> '{reading,pages,0,form,formNumber}'))
    where details #>> '{reading,pages,0,form,formNumber}' is not null`.execute(db);
}
