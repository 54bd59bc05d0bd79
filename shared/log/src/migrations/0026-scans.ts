import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // How far a scan has been read, for whoever handed it in and waits.
  await sql`alter table media_work add column pages integer, add column pages_read integer`.execute(db);
  // What was made of a scan: its sheets and rows have source ids that begin with its own. Only paper pays for it.
  await sql`create index contacts_scanned on contacts (account, source_id collate "C")
    where channel = 'paper' and revises_key is null`.execute(db);
}
