import { type Kysely, sql } from 'kysely';

/** Frozen: a migration that has been released is never edited. A change of the schema is another migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db);

  // All that is found of a call, as one text. It follows the log by a moment, so that recording pays for no index of words.
  await sql`create table searchable (
    call_id uuid primary key references calls on delete cascade,
    text text not null
  )`.execute(db);
  await sql`create index searchable_text on searchable using gin (text gin_trgm_ops)`.execute(db);

  // Calls whose text has changed, once for each time.
  await sql`create table search_changes (id bigint generated always as identity primary key, call_id uuid not null)`.execute(
    db,
  );

  await sql`create function said_in_call() returns trigger language plpgsql as $$
    begin
      insert into search_changes (call_id) select distinct call_id from said where call_id is not null;
      return null;
    end $$`.execute(db);
  await sql`create trigger contact_was_said after insert on contacts referencing new table as said
    for each statement execute function said_in_call()`.execute(db);

  await sql`create function said_elsewhere() returns trigger language plpgsql as $$
    begin
      insert into search_changes (call_id) select distinct call_id from (
        select before.call_id from before join after using (id) where before.call_id is distinct from after.call_id
        union select after.call_id from before join after using (id) where before.call_id is distinct from after.call_id
      ) as moved where call_id is not null;
      return null;
    end $$`.execute(db);
  await sql`create trigger contact_has_moved after update on contacts referencing old table as before new table as after
    for each statement execute function said_elsewhere()`.execute(db);

  await sql`create function call_is_named() returns trigger language plpgsql as $$
    begin
      insert into search_changes (call_id) values (new.id);
      return null;
    end $$`.execute(db);
  await sql`create trigger call_has_another_name after update of title, requester_id on calls for each row
    when (old.title <> new.title or old.requester_id is distinct from new.requester_id)
    execute function call_is_named()`.execute(db);

  await sql`create function requester_is_named() returns trigger language plpgsql as $$
    begin
      insert into search_changes (call_id) select id from calls where requester_id = new.id;
      return null;
    end $$`.execute(db);
  await sql`create trigger requester_has_another_name after update of name on requesters for each row
    when (old.name is distinct from new.name) execute function requester_is_named()`.execute(db);

  await sql`create function requester_is_known_by() returns trigger language plpgsql as $$
    begin
      insert into search_changes (call_id) select id from calls where requester_id = new.requester_id;
      return null;
    end $$`.execute(db);
  await sql`create trigger identity_was_found after insert or update of requester_id, value on identities for each row
    execute function requester_is_known_by()`.execute(db);

  await sql`insert into search_changes (call_id) select id from calls`.execute(db);
}
