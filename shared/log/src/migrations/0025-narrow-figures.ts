import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What figures say of each call is computed when it is written, once, and as numbers: to sort a hundred thousand
  // intervals takes three times as long. Whoever resolves a call without a word has answered it. Postgres writes the table
  // anew for this.
  await sql`alter table calls
    add column answered_at timestamptz generated always as (least(responded_at, resolved_at)) stored,
    add column response_ms bigint
      generated always as ((extract(epoch from least(responded_at, resolved_at) - received_at) * 1000)::bigint) stored,
    add column resolution_ms bigint
      generated always as ((extract(epoch from resolved_at - received_at) * 1000)::bigint) stored`.execute(db);
  // Which calls came in a time and how long they took, in a tenth of the table. Names of departments and services are
  // left out: two long ones do not fit into a row of an index, and the call could not be recorded.
  await sql`create index calls_figures on calls (received_at) include (id, response_ms, resolution_ms, rating)
    where merged_into is null`.execute(db);
}
