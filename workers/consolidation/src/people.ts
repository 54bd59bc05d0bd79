import type { Contact } from '@callbook/contracts';
import {
  type Identity,
  identitiesOf,
  identityKey,
  type KnownIdentity,
  type NewIdentity,
  type NewRequester,
  type RequesterJoin,
  type VerifiedIdentity,
} from '@callbook/log';
import type { Memory } from './memory.ts';
import { isNotice } from './notice.ts';
import { isSharedAddress } from './shared-address.ts';

/** The people whom a batch brings. */
export type NewPeople = {
  readonly requesters: NewRequester[];
  readonly identities: NewIdentity[];
  /** Known identities that a channel has vouched for now. */
  readonly verified: VerifiedIdentity[];
  /** Requesters who turn out to be one person. */
  readonly requesterJoins: RequesterJoin[];
};

/**
 * Who made a contact: the requester whom one of its identities belongs to, else a new one. Identities that are not known
 * yet become that requester's. Where a channel vouches for two that belonged to two requesters, these are one person.
 * Where it vouches for one that was merely claimed beside those of a known person, whoever has it is a person of their
 * own: else a web form with one's own address and somebody else's number would make one that person. What many people
 * use tells nobody, where there is anything else. Nobody, where it names nobody, or where a machine wrote it.
 */
export function requesterOf(
  contact: Contact,
  memory: Memory,
  people: NewPeople,
  newId: () => string,
): string | undefined {
  const { from, receivedAt } = contact;
  const identities = identitiesOf(from);
  if (isNotice(contact) || isAlarm(contact) || (identities.length === 0 && !from.name)) return undefined;
  const vouched = from.verified === true;
  const isShared = (identity: Identity) => memory.identity(identityKey(identity))?.shared ?? isSharedAddress(identity);
  const own = identities.filter((identity) => !isShared(identity));
  const used = own.length > 0 ? own : identities;
  const known = used.flatMap((identity) => {
    const one = memory.identity(identityKey(identity));
    return one === undefined || (vouched && one.claimed) ? [] : one;
  });
  const id = known[0]?.requesterId ?? newId();
  if (known.length === 0) people.requesters.push({ id, name: from.name, createdAt: receivedAt });
  else if (vouched && own.length > 0) joinOthers(known, { contact, memory, people, newId });
  for (const identity of used) {
    const key = identityKey(identity);
    const before = memory.identity(key);
    if (before === undefined) {
      const fresh = { requesterId: id, verified: vouched, shared: own.length === 0 };
      people.identities.push({ ...identity, id: newId(), ...fresh, firstSeenAt: receivedAt });
      const claimed = !vouched && (known[0]?.verified || known[0]?.claimed) === true;
      memory.claimed(key, { ...fresh, claimed, ...(known[0]?.person && { person: known[0].person }) });
    } else if (vouched && before.claimed) {
      people.verified.push({ ...identity, requesterId: id });
      memory.claimed(key, { requesterId: id, verified: true, ...(known[0]?.person && { person: known[0].person }) });
    } else if (vouched && !before.verified) {
      people.verified.push(identity);
      memory.claimed(key, { ...before, verified: true });
    }
  }
  return id;
}

type Joining = {
  readonly contact: Contact;
  readonly memory: Memory;
  readonly people: NewPeople;
  readonly newId: () => string;
};

/** A directory knows better than a channel: people whom it lists apart stay apart. */
function joinOthers([first, ...others]: readonly KnownIdentity[], { contact, memory, people, newId }: Joining): void {
  if (!first) return;
  for (const other of others) {
    const apart = first.person?.listed === true && other.person?.listed === true;
    if (other.requesterId === first.requesterId || apart) continue;
    const [into, from] = other.person?.listed ? [other, first] : [first, other];
    const why = `the channel vouches for both in contact ${contact.id}`;
    people.requesterJoins.push({ id: newId(), from: from.requesterId, into: into.requesterId, by: 'callbook', why });
    memory.joined(from.requesterId, into);
    return;
  }
}

/** A machine that tells of something by itself, as a monitor does. It is nobody who could be answered. */
function isAlarm({ machine }: Contact): boolean {
  return machine !== undefined && machine !== 'list';
}
