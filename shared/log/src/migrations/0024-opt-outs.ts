import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Who wants no more messages from an account. Asked for each message that is let out, by its recipient.
  await sql`create table opt_outs (
    channel text not null,
    account text not null,
    recipient text not null,
    -- False from the moment on at which they asked to be written to again.
    stopped boolean not null,
    -- At the source: what was said later counts, in whatever order it comes.
    at timestamptz not null,
    primary key (channel, account, recipient)
  )`.execute(db);
}
