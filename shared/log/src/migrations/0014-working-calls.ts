import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table calls
    add column resolve_by timestamptz,
    add column resolution text,
    add column waiting_since timestamptz,
    add column waiting_until timestamptz,
    add column waits jsonb not null default '[]',
    add column routed_by text check (routed_by in ('choice', 'rule', 'words', 'learned', 'triage', 'person')),
    add column routed_why text,
    add column version integer not null default 1`.execute(db);
  // By the database, so that no statement can forget it: whoever changes a call that another has changed is told.
  await sql`create function count_version() returns trigger language plpgsql as $$
    begin
      new.version := old.version + 1;
      return new;
    end
  $$`.execute(db);
  await sql`create trigger call_has_changed before update on calls for each row when (
      old.status is distinct from new.status
      or old.title is distinct from new.title
      or old.department is distinct from new.department
      or old.service is distinct from new.service
      or old.impact is distinct from new.impact
      or old.urgency is distinct from new.urgency
      or old.priority is distinct from new.priority
      or old.assignee is distinct from new.assignee
      or old.resolution is distinct from new.resolution
      or old.waiting_until is distinct from new.waiting_until
    ) execute function count_version()`.execute(db);
  // Those that somebody comes back to at a time: they wait for it, or are closed after it.
  await sql`create index calls_waiting on calls (waiting_until) where status = 'waiting'`.execute(db);
  await sql`create index calls_to_close on calls (resolved_at) where status = 'resolved'`.execute(db);

  await sql`create table tasks (
    id uuid primary key,
    call_id uuid not null references calls,
    department text not null,
    title text not null,
    status text not null check (status in ('open', 'done', 'cancelled')),
    assignee text,
    created_at timestamptz not null,
    created_by text not null,
    finished_at timestamptz,
    finished_by text,
    version integer not null default 1
  )`.execute(db);
  await sql`create index tasks_call on tasks (call_id)`.execute(db);
  await sql`create index tasks_open on tasks (department, created_at, id) where status = 'open'`.execute(db);
  await sql`create trigger task_has_changed before update on tasks for each row
    when (old is distinct from new) execute function count_version()`.execute(db);

  await sql`create table call_links (
    call_id uuid not null references calls,
    other_id uuid not null references calls,
    kind text not null check (kind in ('related', 'caused-by', 'follows')),
    by text not null,
    at timestamptz not null,
    primary key (call_id, other_id, kind),
    check (call_id <> other_id)
  )`.execute(db);
  await sql`create index call_links_other on call_links (other_id)`.execute(db);

  await sql`create table watchers (
    call_id uuid not null references calls,
    watcher text not null,
    by text not null,
    at timestamptz not null,
    primary key (call_id, watcher)
  )`.execute(db);

  await sql`create table known_errors (
    id uuid primary key,
    title text not null,
    text text not null,
    department text,
    status text not null check (status in ('open', 'solved')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null,
    version integer not null default 1
  )`.execute(db);
  await sql`create index known_errors_by_age on known_errors (updated_at, id)`.execute(db);
  await sql`create trigger known_error_has_changed before update on known_errors for each row
    when (old is distinct from new) execute function count_version()`.execute(db);
  await sql`create table call_known_errors (
    call_id uuid not null references calls,
    known_error_id uuid not null references known_errors,
    by text not null,
    at timestamptz not null,
    primary key (call_id, known_error_id)
  )`.execute(db);
  await sql`create index call_known_errors_error on call_known_errors (known_error_id)`.execute(db);
}
