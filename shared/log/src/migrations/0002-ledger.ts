import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What the adapters say of their sources; what is recorded is counted when it is asked for.
  await sql`create table ledger (
    channel text not null,
    account text not null,
    part text not null,
    day date not null,
    seen bigint not null check (seen >= 0),
    spooled bigint not null check (spooled >= 0),
    untaken bigint not null check (untaken >= 0),
    confirmed bigint not null check (confirmed >= 0),
    reported_at timestamptz not null,
    primary key (day, channel, account, part)
  )`.execute(db);
  // Holds all that the ledger counts, so that it reads no contact: a month of them are 50 bytes each.
  await sql`create index contacts_by_day on contacts (occurred_at, channel, account, duplicate_of)
    where revises_key is null`.execute(db);
}
