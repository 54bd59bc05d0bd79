import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Nothing has written to the outbox before this, so that its rows need no values for these.
  await sql`alter table outbox
    add column kind text not null check (kind in ('acknowledgement', 'reply', 'status')),
    add column contact_id uuid not null references contacts,
    add column recipient text not null,
    add column queued_at timestamptz,
    add column failed_at timestamptz,
    add column source_id text`.execute(db);
  await sql`create index outbox_call on outbox (call_id)`.execute(db);
  await sql`create unique index outbox_acknowledgement on outbox (call_id) where kind = 'acknowledgement'`.execute(db);
  // What caps are counted with: all of the last hour, and those to one address within a day.
  await sql`create index outbox_acknowledged on outbox (queued_at) where kind = 'acknowledgement'`.execute(db);
  await sql`create index outbox_recipient on outbox (recipient, queued_at) where kind = 'acknowledgement'`.execute(db);
  await sql`alter table calls
    add column rating smallint check (rating between 1 and 5),
    add column rated_at timestamptz`.execute(db);
}
