import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table requesters (
    id uuid primary key,
    name text,
    created_at timestamptz not null
  )`.execute(db);

  await sql`create table identities (
    id uuid primary key,
    requester_id uuid not null references requesters,
    kind text not null check (kind in ('email', 'phone', 'slack', 'employee-number')),
    value text not null,
    verified boolean not null,
    first_seen_at timestamptz not null,
    unique (kind, value)
  )`.execute(db);
  await sql`create index identities_requester on identities (requester_id)`.execute(db);

  // From 1000, so that the first reference already has five digits and does not look like a toy's.
  await sql`create sequence call_number as bigint start 1000`.execute(db);
  await sql`create table calls (
    id uuid primary key,
    number bigint not null unique,
    reference text not null unique,
    status text not null check (status in ('new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed')),
    title text not null,
    requester_id uuid references requesters,
    first_channel text not null,
    channels text[] not null,
    department text,
    service text,
    impact text not null check (impact in ('high', 'medium', 'low')),
    urgency text not null check (urgency in ('high', 'medium', 'low')),
    priority text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
    assignee text,
    received_at timestamptz not null,
    respond_by timestamptz,
    responded_at timestamptz,
    resolved_at timestamptz,
    updated_at timestamptz not null
  )`.execute(db);
  await sql`create index calls_by_age on calls (received_at desc, id desc)`.execute(db);
  await sql`create index calls_requester on calls (requester_id, received_at desc)`.execute(db);

  await sql`create table contacts (
    id uuid primary key,
    key text not null unique,
    call_id uuid references calls,
    duplicate_of uuid references contacts,
    linked_by text not null check (linked_by in ('new', 'thread', 'reference', 'same-matter', 'agent')),
    why text,
    confidence real,
    revises_key text,
    revision_cause text,
    channel text not null,
    account text not null,
    source_id text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    sender jsonb not null,
    recipients jsonb not null,
    subject text,
    text text not null,
    full_text text,
    html text,
    language text,
    message_id text,
    thread jsonb not null,
    content_hash text not null,
    original_sha256 text not null,
    original_media_type text not null,
    original_size bigint not null,
    machine text,
    media jsonb,
    problem jsonb,
    details jsonb not null,
    check ((revises_key is null) = (revision_cause is null)),
    check (call_id is not null or revises_key is not null)
  )`.execute(db);
  await sql`create index contacts_call on contacts (call_id, received_at)`.execute(db);
  await sql`create index contacts_by_age on contacts (received_at desc, id desc)`.execute(db);
  // Both end in a column that picks one row: a form program may send the same Message-ID, or the same text, for years.
  await sql`create index contacts_message_id on contacts (message_id, received_at desc)
    where message_id is not null`.execute(db);
  await sql`create index contacts_content on contacts (content_hash, message_id, received_at)`.execute(db);
  await sql`create index contacts_revises on contacts (revises_key) where revises_key is not null`.execute(db);
  await sql`create index contacts_problem on contacts (received_at desc, id desc) where problem is not null`.execute(
    db,
  );

  await sql`create table attachments (
    contact_id uuid not null references contacts,
    position int not null,
    sha256 text not null,
    name text not null,
    media_type text not null,
    size bigint not null,
    inline boolean not null,
    primary key (contact_id, position)
  )`.execute(db);

  await sql`create table history (
    id bigint generated always as identity primary key,
    call_id uuid not null references calls,
    at timestamptz not null,
    by text not null,
    kind text not null,
    detail jsonb not null
  )`.execute(db);
  await sql`create index history_call on history (call_id, id)`.execute(db);
  await sql`create function refuse_to_change_history() returns trigger language plpgsql as $$
    begin
      raise exception 'the history is append-only';
    end
  $$`.execute(db);
  await sql`create trigger history_is_append_only before update or delete or truncate on history
    for each statement execute function refuse_to_change_history()`.execute(db);

  await sql`create table outbox (
    id uuid primary key,
    call_id uuid not null references calls,
    channel text not null,
    account text not null,
    message jsonb not null,
    created_at timestamptz not null,
    delivered_at timestamptz,
    refused_reason text
  )`.execute(db);
  await sql`create index outbox_waiting on outbox (created_at)
    where delivered_at is null and refused_reason is null`.execute(db);

  // Counted before they are made: a contact that kills its worker is known by its count and not by an error.
  await sql`create table attempts (
    key text primary key,
    attempts int not null,
    last_at timestamptz not null
  )`.execute(db);
}
