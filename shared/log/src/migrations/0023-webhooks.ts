import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table webhook_endpoints (
    name text primary key,
    url_sha256 text not null,
    events text[] not null,
    departments text[],
    hidden text[] not null,
    failing_since timestamptz,
    gone_at timestamptz
  )`.execute(db);

  await sql`create table webhook_messages (
    seq bigint generated always as identity primary key,
    id uuid not null unique default gen_random_uuid(),
    endpoint text not null,
    call_id uuid not null references calls,
    history_id bigint not null,
    type text not null,
    at timestamptz not null,
    data jsonb not null,
    transaction xid8 not null default pg_current_xact_id(),
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'withheld', 'dead')),
    attempts integer not null default 0,
    due_at timestamptz not null,
    settled_at timestamptz,
    reason text,
    -- What happens in one transaction is one event of its kind. With the time, for these numbers begin anew in a copy.
    unique (endpoint, call_id, type, transaction, at)
  )`.execute(db);
  await sql`create index webhook_messages_due on webhook_messages (endpoint, due_at, seq) where state = 'waiting'`.execute(
    db,
  );
  await sql`create index webhook_messages_order on webhook_messages (endpoint, call_id, seq) where state = 'waiting'`.execute(
    db,
  );
  await sql`create index webhook_messages_settled on webhook_messages (state, settled_at) where state <> 'waiting'`.execute(
    db,
  );

  await sql`create function webhook_sees(departments text[], hidden text[], department text) returns boolean
    language sql immutable as $$
      select coalesce(lower(department) <> all(hidden), true)
        and (departments is null or coalesce(lower(department) = any(departments), false))
    $$`.execute(db);

  await sql`create function webhook_event(kind text, detail jsonb) returns text language sql immutable as $$
      select case kind
        when 'call.opened' then 'call.created'
        when 'call.reopened' then 'call.reopened'
        when 'call.merged' then 'call.merged'
        when 'call.parted' then 'call.unmerged'
        when 'call.escalated' then 'call.escalated'
        when 'contact.joined' then 'call.contacted'
        when 'reply.written' then 'call.replied'
        when 'status.changed' then case
          when detail ->> 'status' is not distinct from detail ->> 'before' then 'call.updated'
          when detail ->> 'status' = 'resolved' then 'call.resolved'
          when detail ->> 'status' = 'closed' then 'call.closed'
          when detail ->> 'before' in ('resolved', 'closed') then 'call.reopened'
          else 'call.updated' end
        else 'call.updated' end
    $$`.execute(db);

  await sql`create function webhook_instant(at timestamptz) returns text language sql stable as $$
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    $$`.execute(db);

  // By the database, so that nothing that happens to a call can forget it. At the end of the transaction, when the call
  // is what it will be: some write the history first, and others the call.
  await sql`create function call_has_news() returns trigger language plpgsql as $$
    begin
      if not exists (select from webhook_endpoints where gone_at is null) then return null; end if;
      insert into webhook_messages (endpoint, call_id, history_id, type, at, due_at, data)
      select endpoint.name, call.id, new.id, news.type, new.at, new.at, case when news.type = 'call.hidden'
        then jsonb_build_object('reference', call.reference)
        else jsonb_strip_nulls(jsonb_build_object(
          'reference', call.reference, 'status', call.status, 'department', call.department, 'service', call.service,
          'impact', call.impact, 'urgency', call.urgency, 'priority', call.priority, 'assignee', call.assignee,
          'firstChannel', call.first_channel, 'receivedAt', webhook_instant(call.received_at),
          'respondBy', webhook_instant(call.respond_by), 'resolveBy', webhook_instant(call.resolve_by),
          'respondedAt', webhook_instant(call.responded_at), 'resolvedAt', webhook_instant(call.resolved_at),
          'mergedInto', survivor.reference, 'version', call.version, 'by', new."by")) end
      from calls as call
      left join calls as survivor on survivor.id = call.merged_into
      cross join webhook_endpoints as endpoint
      cross join lateral (
        select webhook_sees(endpoint.departments, endpoint.hidden, call.department)
          and (survivor.id is null or webhook_sees(endpoint.departments, endpoint.hidden, survivor.department)) as now,
        case when new.kind = 'call.merged' then webhook_sees(endpoint.departments, endpoint.hidden, call.department)
          when new.detail #> '{changes,department}' is not null then
            webhook_sees(endpoint.departments, endpoint.hidden, new.detail #>> '{changes,department,before}') end as before
      ) as seen
      cross join lateral (
        select case when seen.now then webhook_event(new.kind, new.detail)
          when seen.before then 'call.hidden' end as type
      ) as news
      where call.id = new.call_id and endpoint.gone_at is null and news.type = any(endpoint.events)
      order by endpoint.name
      on conflict do nothing;
      return null;
    end $$`.execute(db);
  await sql`create constraint trigger history_is_news after insert on history deferrable initially deferred
    for each row when (new.kind in (
      'call.opened', 'call.reopened', 'call.merged', 'call.parted', 'call.escalated', 'contact.joined', 'reply.written',
      'status.changed', 'call.reclassified', 'call.assigned', 'call.woken', 'call.absorbed', 'call.released',
      'call.split', 'acknowledgement.sent'
    )) execute function call_has_news()`.execute(db);
}
