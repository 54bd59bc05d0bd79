import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Whoever knows the token of a call got a mail about it: 122 random bits of the database's strong random source.
  await sql`alter table calls
    add column reply_token text not null default replace(gen_random_uuid()::text, '-', ''),
    add column merged_into uuid references calls,
    add constraint calls_reply_token_key unique (reply_token)`.execute(db);
  await sql`create index calls_merged on calls (merged_into) where merged_into is not null`.execute(db);

  // A machine's answer to something that the log does not know is logged, and is nobody's call.
  await sql`alter table contacts drop constraint contacts_check1`.execute(db);
  await sql`alter table contacts add constraint contacts_has_call
    check (call_id is not null or revises_key is not null or machine is not null)`.execute(db);
  // The same text again is looked for by time; the same message again by its id.
  await sql`drop index contacts_content`.execute(db);
  await sql`create index contacts_repeat on contacts (content_hash, occurred_at)`.execute(db);
  // Ids are kept as they are compared (messageKey in the contracts). The id as it came stays in thread.
  await sql`update contacts set message_id = regexp_replace(message_id, '@[^@]*$', case
      when message_id ~* '[@.](amazonses\\.com|mtasv\\.net)$|@(geopod-)?ismtpd-[\\w-]+$' then ''
      else lower(substring(message_id from '@[^@]*$')) end)
    where message_id ~ '^.+@'`.execute(db);

  // Ids that contacts answer and that the log lacks, until it has them. What came before this table is not in it: a
  // question that comes later than its answer comes within minutes.
  await sql`create table awaited_messages (
    message_id text not null,
    contact_id uuid not null references contacts,
    primary key (message_id, contact_id)
  )`.execute(db);
  // Under which ids our own mails went out, where a provider gave them another than ours.
  await sql`create table sent_messages (
    message_id text primary key,
    call_id uuid not null references calls,
    sent_at timestamptz not null
  )`.execute(db);
  await sql`create table suggestions (
    id bigint generated always as identity primary key,
    call_id uuid not null references calls,
    other_call_id uuid references calls,
    contact_id uuid references contacts,
    kind text not null check (kind in ('same-matter', 'follow-up', 'split')),
    why text[] not null,
    confidence real not null check (confidence between 0 and 1),
    at timestamptz not null,
    check (kind <> 'split' or contact_id is not null),
    check (kind = 'split' or other_call_id is not null)
  )`.execute(db);
  await sql`create index suggestions_call on suggestions (call_id)`.execute(db);
  await sql`create index suggestions_other on suggestions (other_call_id) where other_call_id is not null`.execute(db);
}
