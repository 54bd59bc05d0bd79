import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { type Identity, identityKey, type NewIdentity } from './requester.ts';
import { joinRequesters } from './requester-join.ts';
import { insertRows } from './rows.ts';

/** Somebody in a directory: a CSV file, an LDAP tree, the members of a Slack workspace. */
export type DirectoryPerson = {
  /** The directory's own name of this entry. It stays the same when everything else changes. */
  readonly key: string;
  readonly name: string;
  readonly identities: readonly Identity[];
  readonly department?: string | undefined;
  /** Where they are found: a room, a site. */
  readonly place?: string | undefined;
};

export type Imported = {
  readonly people: number;
  readonly added: number;
  readonly shared: number;
  readonly left: number;
};

type Known = Identity & { id: string; requester_id: string; directory_key: string | null };
type Resolved = { readonly person: DirectoryPerson; readonly requesterId: string; readonly others: readonly string[] };

/**
 * Takes a whole directory over, in place of what it said before. Whoever the log knows by one identity gets the others;
 * requesters who turn out to be one person are joined. An identity that several entries have is nobody's: a shared
 * telephone is not a person. One that an entry has no more stays with its requester as a claim. Safe to run again.
 */
export async function importDirectory(
  trx: LogTransaction,
  people: readonly DirectoryPerson[],
  { newId, at }: { readonly newId: () => string; readonly at: string },
): Promise<Imported> {
  const owners = new Map<string, number>();
  for (const { identities } of people)
    for (const key of new Set(identities.map(identityKey))) owners.set(key, (owners.get(key) ?? 0) + 1);
  const isShared = (identity: Identity) => (owners.get(identityKey(identity)) ?? 0) > 1;

  const known = await findKnown(
    trx,
    people.flatMap(({ identities }) => identities),
  );
  const listed = await findListed(
    trx,
    people.map(({ key }) => key),
  );
  const resolved = people.map((person) => resolve(person, { known, listed, isShared, newId }));

  const fresh = resolved.filter(
    ({ person, requesterId }) => !listed.has(person.key) && !isRequester(known, requesterId),
  );
  await insertRows(
    trx,
    'requesters',
    ['id', 'name', 'created_at'],
    fresh.map(({ person, requesterId }) => ({ id: requesterId, name: person.name, created_at: at })),
  );
  await sql`update requesters set name = entry.name, directory_key = entry.key, department = entry.department, place = entry.place
    from json_to_recordset(${JSON.stringify(resolved.map(({ person, requesterId }) => ({ ...person, requesterId })))}::json)
      as entry ("requesterId" uuid, key text, name text, department text, place text)
    where requesters.id = entry."requesterId"`.execute(trx);
  const joins = resolved.flatMap(({ requesterId, others }) =>
    others.map((from) => ({
      id: newId(),
      from,
      into: requesterId,
      by: 'directory',
      why: 'one entry of the directory has both',
    })),
  );
  await joinRequesters(trx, joins, at);
  await putIdentities(trx, resolved, { known, isShared, newId, at });
  const left = await leave(trx, resolved);
  return {
    people: people.length,
    added: fresh.length,
    shared: [...owners.values()].filter((count) => count > 1).length,
    left,
  };
}

async function findKnown(trx: LogTransaction, identities: readonly Identity[]): Promise<Map<string, Known>> {
  const { rows } = await sql<Known>`
    select identities.id, kind, value, requester_id, directory_key from identities
    join (select distinct kind, value from json_to_recordset(${JSON.stringify(identities)}::json) as given (kind text, value text))
      as wanted using (kind, value)
    join requesters on requesters.id = requester_id`.execute(trx);
  return new Map(rows.map((row) => [identityKey(row), row]));
}

async function findListed(trx: LogTransaction, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; directory_key: string }>`
    select id, directory_key from requesters where directory_key = any(${keys})`.execute(trx);
  return new Map(rows.map(({ id, directory_key }) => [directory_key, id]));
}

type Resolving = {
  readonly known: ReadonlyMap<string, Known>;
  readonly listed: ReadonlyMap<string, string>;
  readonly isShared: (identity: Identity) => boolean;
  readonly newId: () => string;
};

/** Whose entry it is: whoever had it before, else whom the log knows by one of its identities, else somebody new. */
function resolve(person: DirectoryPerson, { known, listed, isShared, newId }: Resolving): Resolved {
  const unlisted = person.identities
    .filter((identity) => !isShared(identity))
    .flatMap((identity) => known.get(identityKey(identity)) ?? [])
    .filter(({ directory_key }) => directory_key === null)
    .map(({ requester_id }) => requester_id);
  const requesterId = listed.get(person.key) ?? unlisted[0] ?? newId();
  return { person, requesterId, others: [...new Set(unlisted)].filter((id) => id !== requesterId) };
}

function isRequester(known: ReadonlyMap<string, Known>, id: string): boolean {
  return [...known.values()].some(({ requester_id }) => requester_id === id);
}

async function putIdentities(
  trx: LogTransaction,
  resolved: readonly Resolved[],
  { known, isShared, newId, at }: Omit<Resolving, 'listed'> & { readonly at: string },
): Promise<void> {
  const entries = new Map<string, NewIdentity>();
  for (const { person, requesterId } of resolved)
    for (const identity of person.identities)
      entries.set(identityKey(identity), {
        ...identity,
        ...{ id: known.get(identityKey(identity))?.id ?? newId(), requesterId, firstSeenAt: at },
        ...{ verified: !isShared(identity), shared: isShared(identity) },
      });
  await sql`insert into identities (id, requester_id, kind, value, verified, shared, evidence, first_seen_at)
    select id, "requesterId", kind, value, verified, shared, 'directory', "firstSeenAt"
    from json_to_recordset(${JSON.stringify([...entries.values()])}::json) as entry
      (id uuid, "requesterId" uuid, kind text, value text, verified boolean, shared boolean, "firstSeenAt" timestamptz)
    on conflict (kind, value) do update set requester_id = excluded.requester_id, verified = excluded.verified,
      shared = excluded.shared, evidence = excluded.evidence`.execute(trx);
}

/** What the directory said before and does not say any more is a claim, as if somebody had said it. */
async function leave(trx: LogTransaction, resolved: readonly Resolved[]): Promise<number> {
  const entries = resolved.flatMap(({ person }) => person.identities);
  const { rows } = await sql<{ id: string }>`
    update identities set verified = false, evidence = 'contact' where evidence = 'directory' and not exists (
      select from json_to_recordset(${JSON.stringify(entries)}::json) as entry (kind text, value text)
      where entry.kind = identities.kind and entry.value = identities.value
    ) returning id`.execute(trx);
  return rows.length;
}
