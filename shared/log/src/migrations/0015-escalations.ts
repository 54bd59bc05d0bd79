import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A step is taken once for each target of a call: whoever dies in between, and however many look at the same time.
  await sql`create table escalations (
    call_id uuid not null references calls,
    step text not null,
    target timestamptz not null,
    at timestamptz not null,
    primary key (call_id, step, target)
  )`.execute(db);
  await sql`create index calls_to_answer on calls (respond_by)
    where responded_at is null and status in ('new', 'acknowledged', 'in-progress')`.execute(db);
  await sql`create index calls_to_resolve on calls (resolve_by)
    where status in ('new', 'acknowledged', 'in-progress')`.execute(db);
  // What is written to the staff: a call waits for too long, or one that somebody watches stands otherwise.
  await sql`alter table outbox drop constraint outbox_kind_check`.execute(db);
  await sql`alter table outbox add constraint outbox_kind_check
    check (kind in ('acknowledgement', 'reply', 'status', 'notice'))`.execute(db);
}
