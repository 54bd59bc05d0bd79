import type { Contact } from '@callbook/contracts';
import {
  type Candidate,
  type Identity,
  identitiesOf,
  identityKey,
  type JoinedCall,
  type NewCall,
  type NewContact,
  type NewHistory,
  type NewIdentity,
  type NewRequester,
} from '@callbook/log';
import { type Decision, decide, type Known, repeatKey } from './decide.ts';
import { titleOf } from './title.ts';

/** A new call without its number, which only the database can give. */
type UnnumberedCall = Omit<NewCall, 'number'>;

/** A contact with what it says, as one value. */
export type HashedContact = { readonly contact: Contact; readonly contentHash: string };

/** All that a batch of contacts does to the log. */
export type Plan = {
  readonly requesters: NewRequester[];
  readonly identities: NewIdentity[];
  readonly calls: UnnumberedCall[];
  readonly joined: JoinedCall[];
  readonly contacts: NewContact[];
  readonly history: NewHistory[];
};

export type PlanDeps = {
  readonly known: Known;
  /** Requester of each known identity, by `identityKey`. */
  readonly requesters: ReadonlyMap<string, string>;
  /** Makes UUIDs that sort by time. */
  readonly newId: () => string;
  /** RFC 3339. */
  readonly now: string;
};

/**
 * Decides about contacts that the log does not have, one after another: each sees what the ones before it brought, so
 * that an answer in the same batch as its question joins it. Pure.
 */
export function planContacts(contacts: readonly HashedContact[], { known, requesters, newId, now }: PlanDeps): Plan {
  const plan: Plan = { requesters: [], identities: [], calls: [], joined: [], contacts: [], history: [] };
  const repeats = new Map(known.repeats);
  const threads = new Map(known.threads);
  const revised = new Map(known.revised);
  const people = new Map(requesters);

  const requesterOf = (contact: Contact): string | undefined => {
    const identities = identitiesOf(contact.from);
    const known = identities.map((identity) => people.get(identityKey(identity))).find(Boolean);
    if (known === undefined && identities.length === 0 && !contact.from.name) return undefined;
    const id = known ?? newId();
    if (known === undefined) plan.requesters.push({ id, name: contact.from.name, createdAt: contact.receivedAt });
    for (const identity of identities.filter((one) => !people.has(identityKey(one)))) {
      people.set(identityKey(identity), id);
      plan.identities.push(claimed(identity, id, contact));
    }
    return id;
  };

  const claimed = (identity: Identity, requesterId: string, contact: Contact): NewIdentity => ({
    ...identity,
    id: newId(),
    requesterId,
    verified: false,
    firstSeenAt: contact.receivedAt,
  });

  const openCall = (contact: Contact): string => {
    const id = newId();
    plan.calls.push({
      id,
      status: 'new',
      title: titleOf(contact),
      requesterId: requesterOf(contact),
      firstChannel: contact.channel,
      impact: 'medium',
      urgency: 'medium',
      receivedAt: contact.receivedAt,
    });
    return id;
  };

  for (const { contact, contentHash } of inOrder(contacts)) {
    const decision = decide(contact, contentHash, { repeats, threads, revised });
    const callId = callOf(decision) ?? (decision.kind === 'revision' ? undefined : openCall(contact));
    plan.contacts.push({
      contact,
      callId,
      duplicateOf: decision.kind === 'duplicate' ? decision.of.id : undefined,
      linkedBy: decision.kind === 'new' ? 'new' : 'thread',
      why: decision.why,
      confidence: undefined,
      contentHash,
    });
    if (callId === undefined) continue;

    plan.history.push(historyOf(contact, decision, callId, now));
    if (decision.kind !== 'new') plan.joined.push({ id: callId, channel: contact.channel });
    if (decision.kind === 'thread') requesterOf(contact);
    revised.set(contact.key, callId);
    const { messageId } = contact.thread;
    if (messageId === undefined || decision.kind === 'revision' || decision.kind === 'duplicate') continue;
    const candidate: Candidate = { id: contact.id, callId, messageId, contentHash };
    threads.set(messageId, candidate);
    repeats.set(repeatKey(messageId, contentHash), candidate);
  }
  return plan;
}

/** By the time at the source: a batch may have gathered an answer before its question. */
function inOrder(contacts: readonly HashedContact[]): HashedContact[] {
  return contacts.toSorted(
    ({ contact: a }, { contact: b }) => a.occurredAt.localeCompare(b.occurredAt) || a.id.localeCompare(b.id),
  );
}

function callOf(decision: Decision): string | undefined {
  if (decision.kind === 'revision') return decision.callId;
  return decision.kind === 'new' ? undefined : decision.of.callId;
}

const HISTORY = {
  new: 'call.opened',
  thread: 'contact.joined',
  duplicate: 'contact.duplicate',
  revision: 'contact.revised',
} as const;

function historyOf(contact: Contact, { kind, why }: Decision, callId: string, at: string): NewHistory {
  const { id, channel, account } = contact;
  return { callId, at, by: 'callbook', kind: HISTORY[kind], detail: { contact: id, channel, account, why } };
}
