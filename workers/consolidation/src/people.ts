import type { Contact } from '@callbook/contracts';
import { type Identity, identitiesOf, identityKey, type NewIdentity, type NewRequester } from '@callbook/log';
import type { Memory } from './memory.ts';
import { isNotice } from './notice.ts';

/** The people whom a batch brings. */
export type NewPeople = {
  readonly requesters: NewRequester[];
  readonly identities: NewIdentity[];
  /** Known identities that a channel has vouched for now. */
  readonly verified: Identity[];
};

/**
 * Who made a contact: the requester whom one of its identities belongs to, else a new one. Identities that are not known
 * yet become that requester's. Nobody, where it names nobody, or where a machine wrote it.
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
  const known = identities.map((identity) => memory.identity(identityKey(identity))?.requesterId).find(Boolean);
  const id = known ?? newId();
  if (known === undefined) people.requesters.push({ id, name: from.name, createdAt: receivedAt });
  for (const identity of identities) {
    const key = identityKey(identity);
    const before = memory.identity(key);
    if (before === undefined) {
      people.identities.push({ ...identity, id: newId(), requesterId: id, verified: vouched, firstSeenAt: receivedAt });
      memory.claimed(key, { requesterId: id, verified: vouched });
    } else if (vouched && !before.verified) {
      people.verified.push(identity);
      memory.claimed(key, { ...before, verified: true });
    }
  }
  return id;
}

/** A machine that tells of something by itself, as a monitor does. It is nobody who could be answered. */
function isAlarm({ machine }: Contact): boolean {
  return machine !== undefined && machine !== 'list';
}
