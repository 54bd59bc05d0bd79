import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Who works at the desk. This table and the three after it are written by better-auth too (services/desk, sign-in).
  await sql`create table agents (
    id uuid primary key,
    name text not null,
    email text not null unique,
    email_verified boolean not null default false,
    image text,
    role text not null default 'read-only' check (role in ('read-only', 'agent', 'lead', 'admin')),
    -- Whose calls they see, where those are private. A JSON list.
    departments jsonb not null default '[]' check (jsonb_typeof(departments) = 'array'),
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db);

  await sql`create table agent_sessions (
    id uuid primary key,
    agent_id uuid not null references agents on delete cascade,
    token text not null unique,
    expires_at timestamptz not null,
    ip_address text,
    user_agent text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db);
  await sql`create index agent_sessions_agent on agent_sessions (agent_id)`.execute(db);

  // How an agent proves who they are: a password (scrypt), or an account of the organisation.
  await sql`create table agent_credentials (
    id uuid primary key,
    agent_id uuid not null references agents on delete cascade,
    provider text not null,
    account_id text not null,
    password text,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (provider, account_id)
  )`.execute(db);
  await sql`create index agent_credentials_agent on agent_credentials (agent_id)`.execute(db);

  // What is on its way to a sign-in with the organisation's account.
  await sql`create table agent_verifications (
    id uuid primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db);
  await sql`create index agent_verifications_identifier on agent_verifications (identifier)`.execute(db);

  // Who failed to sign in, for as long as it counts.
  await sql`create table sign_in_failures (key text not null, at timestamptz not null)`.execute(db);
  await sql`create index sign_in_failures_key on sign_in_failures (key, at)`.execute(db);

  // Links that make somebody an agent, or give an agent another password; used once.
  await sql`create table invitations (
    id uuid primary key,
    token_hash text not null unique,
    role text not null check (role in ('read-only', 'agent', 'lead', 'admin')),
    departments jsonb not null default '[]',
    email text,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz,
    used_at timestamptz,
    used_by uuid references agents on delete set null
  )`.execute(db);

  // What programs sign in with: only its hash is kept.
  await sql`create table api_tokens (
    id uuid primary key,
    token_hash text not null unique,
    name text not null,
    scopes text[] not null,
    departments text[] not null,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
  )`.execute(db);

  // Who did what that belongs to no call.
  await sql`create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    by text not null,
    kind text not null,
    detail jsonb not null
  )`.execute(db);
  await sql`create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function refuse_to_change_history()`.execute(db);
}
