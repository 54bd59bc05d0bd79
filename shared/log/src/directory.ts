import { CallbookError, type Directory, type DirectoryIdentity, type DirectoryPerson } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { identityKey, type NewIdentity } from './requester.ts';
import { joinRequesters } from './requester-join.ts';
import { insertRows } from './rows.ts';

/** What an import came to, in people. */
export type Imported = {
  readonly people: number;
  /** Nobody whom the log knew. */
  readonly added: number;
  /** Requesters who turned out to be somebody else of the log. */
  readonly joined: number;
  /** Names of people who are not in it any more. They stay in the log, marked. */
  readonly gone: readonly string[];
  /** Who was gone, and is in it again. */
  readonly back: number;
  /** Addresses and numbers that several entries have. They are nobody's. */
  readonly shared: number;
  /** Addresses and numbers that no source has any more. They stay as claims. */
  readonly left: number;
};

export type ImportDeps = {
  readonly newId: () => string;
  readonly at: string;
  /** That more than half of those who were there before are missing is meant so. */
  readonly allowGone?: boolean;
};

type Owner = DirectoryIdentity & { id: string; requester_id: string; listed: boolean };
type Entry = { key: string; requester_id: string; gone_at: Date | null };
type Resolved = { readonly person: DirectoryPerson; readonly requesterId: string; readonly others: readonly string[] };

/** A file that was cut is shorter; an organisation rarely halves in a day. */
const MOST_GONE = 0.5;
/** Of fewer people half may well go. */
const FEW = 10;

/**
 * Takes over what a source has, in place of what it had before. Whoever the log knows by one identity gets the others;
 * requesters who turn out to be one person are joined, but for those whom a person has parted. An identity that several
 * entries have is nobody's: a shared telephone is not a person. Whoever is missing is marked as gone, and what no source
 * has any more stays with its requester as a claim. Safe to run again.
 * @throws CallbookError `request-invalid` where more than half of the people are missing and that is not allowed.
 */
export async function importDirectory(
  trx: LogTransaction,
  { source, leads, people }: Pick<Directory, 'source' | 'leads' | 'people'>,
  deps: ImportDeps,
): Promise<Imported> {
  const { newId, at } = deps;
  const entries = await entriesOf(trx, source);
  const gone = goneFrom(entries, people, deps);
  const counts = new Map<string, number>();
  for (const { identities } of people)
    for (const key of new Set(identities.map(identityKey))) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isShared = (identity: DirectoryIdentity) => (counts.get(identityKey(identity)) ?? 0) > 1;

  const owners = await ownersOf(trx, people);
  const resolved = resolve(people, { entries, owners, isShared, newId });
  const known = new Set([...entries.values(), ...owners.values()].map(({ requester_id }) => requester_id));
  const fresh = resolved.filter(({ requesterId }) => !known.has(requesterId));
  await insertRows(
    trx,
    'requesters',
    ['id', 'name', 'created_at', 'listed'],
    fresh.map(({ person, requesterId: id }) => ({ id, name: person.name, created_at: at, listed: true })),
  );
  const joins = resolved.flatMap(({ requesterId: into, others }) =>
    others.map((from) => ({ id: newId(), from, into, by: 'directory', why: 'one entry of the directory has both' })),
  );
  await joinRequesters(trx, joins, at);
  await putEntries(trx, resolved, { source, leads, at });
  await putIdentities(trx, resolved, { owners, isShared, newId, at });
  return {
    people: people.length,
    added: fresh.length,
    joined: joins.length,
    gone: await markGone(trx, source, gone, at),
    back: people.filter(({ key }) => entries.get(key)?.gone_at instanceof Date).length,
    shared: [...counts.values()].filter((count) => count > 1).length,
    left: await leave(trx),
  };
}

/** What this source had, by its own keys, with the requester who stands for each by now. */
async function entriesOf(trx: LogTransaction, source: string): Promise<Map<string, Entry>> {
  const { rows } = await sql<Entry>`
    with recursive standing as (
      select key, requester_id, gone_at, 0 as steps from directory_entries where source = ${source}
      union all
      select key, into_id, gone_at, steps + 1 from standing
      join requester_joins on from_id = standing.requester_id and parted_at is null where steps < 20
    )
    select distinct on (key) key, requester_id, gone_at from standing order by key, steps desc`.execute(trx);
  return new Map(rows.map((row) => [row.key, row]));
}

function goneFrom(
  entries: ReadonlyMap<string, Entry>,
  people: readonly DirectoryPerson[],
  { allowGone = false }: ImportDeps,
): string[] {
  const given = new Set(people.map(({ key }) => key));
  const present = [...entries.values()].filter(({ gone_at }) => gone_at === null);
  const gone = present.filter(({ key }) => !given.has(key)).map(({ key }) => key);
  if (!allowGone && present.length >= FEW && gone.length > MOST_GONE * present.length)
    throw new CallbookError(
      'request-invalid',
      `${gone.length} of ${present.length} people would be gone: was the list cut? Nothing was changed.`,
    );
  return gone;
}

async function ownersOf(trx: LogTransaction, people: readonly DirectoryPerson[]): Promise<Map<string, Owner>> {
  const identities = people.flatMap((person) => person.identities);
  const { rows } = await sql<Owner>`
    select identities.id, kind, value, requester_id, listed from identities
    join (select distinct kind, value from json_to_recordset(${JSON.stringify(identities)}::json) as given (kind text, value text))
      as wanted using (kind, value)
    join requesters on requesters.id = requester_id`.execute(trx);
  return new Map(rows.map((row) => [identityKey(row), row]));
}

type Resolving = {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly owners: ReadonlyMap<string, Owner>;
  readonly isShared: (identity: DirectoryIdentity) => boolean;
  readonly newId: () => string;
};

/**
 * Whose each entry is: whoever had it before, else whom the log knows by one of its identities, else somebody new. Two
 * entries of one source are two people, and so are two requesters whom directories list.
 */
function resolve(people: readonly DirectoryPerson[], { entries, owners, isShared, newId }: Resolving): Resolved[] {
  const taken = new Set(people.flatMap(({ key }) => entries.get(key)?.requester_id ?? []));
  return people.map((person) => {
    const found = person.identities
      .filter((identity) => identity.claimed !== true && !isShared(identity))
      .flatMap((identity) => owners.get(identityKey(identity)) ?? []);
    const before = entries.get(person.key)?.requester_id;
    const free = found.filter(({ requester_id }) => !taken.has(requester_id));
    const requesterId = before ?? (free.find(({ listed }) => listed) ?? free[0])?.requester_id ?? newId();
    taken.add(requesterId);
    const others = free.filter(({ listed, requester_id }) => !listed && requester_id !== requesterId);
    return { person, requesterId, others: [...new Set(others.map(({ requester_id }) => requester_id))] };
  });
}

async function putEntries(
  trx: LogTransaction,
  resolved: readonly Resolved[],
  { source, leads, at }: { readonly source: string; readonly leads: boolean; readonly at: string },
): Promise<void> {
  const given = JSON.stringify(resolved.map(({ person, requesterId }) => ({ ...person, requesterId })));
  await sql`insert into directory_entries (source, key, requester_id, identities, imported_at)
    select ${source}, key, "requesterId", identities, ${at} from json_to_recordset(${given}::json)
      as entry (key text, "requesterId" uuid, identities jsonb)
    on conflict (source, key) do update set requester_id = excluded.requester_id, identities = excluded.identities,
      imported_at = excluded.imported_at, gone_at = null`.execute(trx);
  // What another source says stands, unless this one leads.
  await sql`update requesters set listed = true, gone_at = null,
      name = case when stands then coalesce(requesters.name, entry.name) else entry.name end,
      department = case when stands then coalesce(requesters.department, entry.department) else entry.department end,
      place = case when stands then coalesce(requesters.place, entry.place) else entry.place end
    from (
      select *, ${!leads} and exists (select from directory_entries as others where others.source <> ${source}
        and others.requester_id = "requesterId" and others.gone_at is null) as stands
      from json_to_recordset(${given}::json) as entry ("requesterId" uuid, name text, department text, place text)
    ) as entry where requesters.id = entry."requesterId"`.execute(trx);
}

async function putIdentities(
  trx: LogTransaction,
  resolved: readonly Resolved[],
  { owners, isShared, newId, at }: Omit<Resolving, 'entries'> & { readonly at: string },
): Promise<void> {
  const given = new Map<string, NewIdentity>();
  for (const { person, requesterId } of resolved)
    for (const identity of person.identities) {
      const known = owners.get(identityKey(identity));
      // A claim takes nothing from anybody.
      if (identity.claimed && known) continue;
      const { kind, value, claimed = false } = identity;
      const shared = isShared(identity);
      given.set(identityKey(identity), {
        ...{ kind, value, id: known?.id ?? newId(), requesterId, firstSeenAt: at },
        ...{ verified: !shared && !claimed, shared },
      });
    }
  // What a person has parted stays parted, whatever a list says.
  await sql`insert into identities (id, requester_id, kind, value, verified, shared, evidence, first_seen_at)
    select id, "requesterId", kind, value, verified, shared, 'directory', "firstSeenAt"
    from json_to_recordset(${JSON.stringify([...given.values()])}::json) as entry
      (id uuid, "requesterId" uuid, kind text, value text, verified boolean, shared boolean, "firstSeenAt" timestamptz)
    on conflict (kind, value) do update set verified = excluded.verified, shared = excluded.shared,
      evidence = excluded.evidence, requester_id = case when exists (
        select from requester_joins where parted_at is not null and (from_id, into_id) in
          ((identities.requester_id, excluded.requester_id), (excluded.requester_id, identities.requester_id))
      ) then identities.requester_id else excluded.requester_id end`.execute(trx);
}

/** Marks who is missing. Whom another source has is not gone. Answers their names. */
async function markGone(trx: LogTransaction, source: string, keys: readonly string[], at: string): Promise<string[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ name: string | null }>`
    with missing as (
      update directory_entries set gone_at = ${at} where source = ${source} and key = any(${keys}::text[])
      returning requester_id
    )
    update requesters set listed = false, gone_at = ${at} where id in (select requester_id from missing)
      and not exists (select from directory_entries as others where others.requester_id = requesters.id
        and others.gone_at is null and not (others.source = ${source} and others.key = any(${keys}::text[])))
    returning name`.execute(trx);
  return rows.map(({ name }) => name ?? '').sort();
}

/** What a directory said before and none says any more is a claim, as if somebody had said it. */
async function leave(trx: LogTransaction): Promise<number> {
  const { numAffectedRows } = await sql`
    update identities set verified = false, evidence = 'contact' where evidence = 'directory' and not exists (
      select from directory_entries cross join lateral jsonb_to_recordset(directory_entries.identities)
        as entry (kind text, value text)
      where gone_at is null and entry.kind = identities.kind and entry.value = identities.value
    )`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
