import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The link by which a requester sees all calls of theirs. Anybody can ask for one to be sent, so that it is counted.
  await sql`alter table outbox drop constraint outbox_kind_check`.execute(db);
  await sql`alter table outbox add constraint outbox_kind_check
    check (kind in ('acknowledgement', 'reply', 'status', 'notice', 'link'))`.execute(db);
  await sql`create index outbox_links on outbox (queued_at) where kind = 'link'`.execute(db);
  await sql`create index outbox_link_recipient on outbox (recipient, queued_at) where kind = 'link'`.execute(db);
}
