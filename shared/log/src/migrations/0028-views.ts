import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Searches of the log that somebody named: of one agent, or, without one, of everybody.
  await sql`create table views (
    id uuid primary key,
    agent_id uuid references agents on delete cascade,
    name text not null,
    -- As they stand in the address of a list.
    filters jsonb not null check (jsonb_typeof(filters) = 'object'),
    made_by text not null,
    made_at timestamptz not null
  )`.execute(db);
  await sql`create unique index views_own on views (agent_id, lower(name)) where agent_id is not null`.execute(db);
  await sql`create unique index views_shared on views (lower(name)) where agent_id is null`.execute(db);
}
