import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The sheets that were printed, each known before it comes back. A number has to fit on a sheet with its check digit.
  await sql`create table forms (
    number integer generated always as identity (start with 1000 maxvalue 99999999) primary key,
    kind text not null check (kind in ('call', 'log-book', 'separator')),
    version smallint not null check (version > 0),
    paper text not null check (paper in ('A4', 'Letter')),
    language text not null,
    departments text[] not null,
    printed_by text not null,
    printed_at timestamptz not null
  )`.execute(db);
}
