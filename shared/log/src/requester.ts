import type { Contact } from '@callbook/contracts';
import { sql } from 'kysely';
import type { KnownPerson } from './clue.ts';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';
import type { IdentityKind } from './schema.ts';

/** By what a person is recognised. */
export type Identity = { readonly kind: IdentityKind; readonly value: string };

export type NewRequester = { readonly id: string; readonly name: string | undefined; readonly createdAt: string };
export type NewIdentity = Identity & {
  readonly id: string;
  readonly requesterId: string;
  readonly verified: boolean;
  /** Default: it is one person's. */
  readonly shared?: boolean;
  readonly firstSeenAt: string;
};

/** The identities in a contact, strongest first. A name is none: two people can have it. */
export function identitiesOf({ email, phone, slackUser, employeeNumber }: Contact['from']): Identity[] {
  const identities: Identity[] = [];
  if (employeeNumber) identities.push({ kind: 'employee-number', value: employeeNumber });
  if (slackUser) identities.push({ kind: 'slack', value: slackUser });
  if (email) identities.push({ kind: 'email', value: email.toLowerCase() });
  if (phone) identities.push({ kind: 'phone', value: phone });
  return identities;
}

/** One string for an identity, for maps. */
export function identityKey({ kind, value }: Identity): string {
  return `${kind} ${value}`;
}

/** Whose an identity is, and whether a channel has vouched for it. */
export type KnownIdentity = {
  readonly requesterId: string;
  readonly verified: boolean;
  /** Many people use it: a scanner's address, a switchboard's number. It tells nobody. */
  readonly shared?: boolean;
  /**
   * Somebody said that it is theirs, and named a person with it whom a channel or a directory knows by another one: it
   * need not be that person's. A web form takes anybody's number beside one's own address.
   */
  readonly claimed?: boolean;
  /** What else is known of who has it. */
  readonly person?: KnownPerson;
};

type IdentityRow = Identity & {
  requester_id: string;
  verified: boolean;
  shared: boolean;
  claimed: boolean;
  name: string | null;
  department: string | null;
  place: string | null;
  listed: boolean;
};

function toKnownIdentity({
  requester_id: id,
  verified,
  shared,
  claimed,
  name,
  department,
  place,
  listed,
}: IdentityRow): KnownIdentity {
  const known = { name: name ?? undefined, department: department ?? undefined, place: place ?? undefined };
  return { requesterId: id, verified, shared, claimed, person: { id, ...known, listed, shared } };
}

/** The known ones of these identities, by `identityKey`. */
export async function findIdentities(
  trx: LogTransaction,
  identities: readonly Identity[],
): Promise<Map<string, KnownIdentity>> {
  if (identities.length === 0) return new Map();
  const { rows } = await sql<IdentityRow>`
    select kind, value, requester_id, verified, shared, name, department, place, listed,
      not verified and not shared and exists (
        select from identities as other where other.requester_id = identities.requester_id and other.verified
      ) as claimed
    from identities
    join json_to_recordset(${JSON.stringify(identities)}::json) as wanted (kind text, value text) using (kind, value)
    join requesters on requesters.id = requester_id
  `.execute(trx);
  return new Map(rows.map((row) => [identityKey(row), toKnownIdentity(row)]));
}

/** An identity that a channel has vouched for, and whose it is from then on, where that is another requester. */
export type VerifiedIdentity = Identity & { readonly requesterId?: string | undefined };

/** A channel has vouched for these identities, which somebody had only claimed before. */
export async function verifyIdentities(trx: LogTransaction, identities: readonly VerifiedIdentity[]): Promise<void> {
  if (identities.length === 0) return;
  await sql`update identities set verified = true, requester_id = coalesce("requesterId", requester_id)
    from json_to_recordset(${JSON.stringify(identities)}::json) as vouched (kind text, value text, "requesterId" uuid)
    where identities.kind = vouched.kind and identities.value = vouched.value`.execute(trx);
}

/** Writes new requesters and new identities of new or known ones. */
export async function insertRequesters(
  trx: LogTransaction,
  requesters: readonly NewRequester[],
  identities: readonly NewIdentity[],
): Promise<void> {
  await insertRows(
    trx,
    'requesters',
    ['id', 'name', 'created_at'],
    requesters.map(({ id, name, createdAt }) => ({ id, name, created_at: createdAt })),
  );
  await insertRows(
    trx,
    'identities',
    ['id', 'requester_id', 'kind', 'value', 'verified', 'shared', 'evidence', 'first_seen_at'],
    identities.map(({ id, requesterId, kind, value, verified, shared = false, firstSeenAt }) => ({
      id,
      requester_id: requesterId,
      kind,
      value,
      verified,
      shared,
      evidence: 'contact',
      first_seen_at: firstSeenAt,
    })),
  );
}
