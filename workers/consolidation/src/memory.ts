import type { Contact } from '@callbook/contracts';
import {
  type CallState,
  type CallStates,
  type Candidate,
  type Candidates,
  identitiesOf,
  identityKey,
  type KnownIdentity,
  type KnownPerson,
  type KnownSheet,
  type MatterCandidate,
  regularKey,
} from '@callbook/log';
import { type Matters, openMatters } from './matter/matters.ts';
import type { Newcomer } from './newcomer.ts';

/** What the log was asked for before a batch. */
export type Findings = {
  readonly candidates: Candidates;
  readonly calls: CallStates;
  /** Who has said something on which call, by `regularKey`. */
  readonly regulars: ReadonlySet<string>;
  /** By `identityKey`. */
  readonly identities: ReadonlyMap<string, KnownIdentity>;
  /** The call of each contact that somebody revises, by contact key. */
  readonly revised: ReadonlyMap<string, string>;
  /** Keys of new contacts of which it is recorded already that they are missed calls. */
  readonly missed: ReadonlySet<string>;
  /** Contacts that each new one may be about the same matter as, by its id. */
  readonly matters: ReadonlyMap<string, readonly MatterCandidate[]>;
  /** Who made the contacts that are revised, by contact key. */
  readonly senders: ReadonlyMap<string, Contact['from']>;
  /** Scans of sheets whose numbers the contacts have, the first one first. */
  readonly sheets?: readonly KnownSheet[];
  /** The ids of scans that are revised, by contact key. */
  readonly ids?: ReadonlyMap<string, string>;
  /** The latest calls of the numbers that text messages came from, by number. */
  readonly lastCalls?: ReadonlyMap<string, string>;
  /** Milliseconds after which a call that was resolved is over. */
  readonly overAfter: number;
};

/** All that a contact may be about. */
export type Known = {
  /** Milliseconds after which a call that was resolved is over. */
  readonly overAfter: number;
  /** Contacts with this Message-ID, the latest first. */
  withMessageId(id: string): readonly Candidate[];
  withContent(hash: string): readonly Candidate[];
  /** Contacts that answer this message, which has not come yet. */
  awaiting(id: string): readonly Candidate[];
  callOf(candidate: Pick<Candidate, 'id' | 'callId'>): CallState | undefined;
  /** The call of a mail of ours, by the id that it got on its way. */
  callOfSent(id: string): CallState | undefined;
  callWithToken(token: string): CallState | undefined;
  callWithReference(reference: string): CallState | undefined;
  callOfRevised(key: string): string | undefined;
  /** A contact that may be about the same as a new one, by its key. */
  withKey(key: string): Candidate | undefined;
  /** Scans of sheets with this number, the first one first. */
  sheets(formNumber: string): readonly KnownSheet[];
  /** The latest call that a number began by telephone and that is worked on. */
  lastCallOf(phone: string): CallState | undefined;
  /** The id of a contact that is revised. */
  idOf(key: string): string | undefined;
  /** Whether it is known that a call left no message. */
  isMissed(call: Pick<Candidate, 'key'>): boolean;
  /** Whether somebody with one of these identities has said something on this call. */
  isRegular(call: CallState, from: Contact['from']): boolean;
  /** Whether two contacts are from one person, as far as their identities tell. A name does not. */
  sameSender(one: Contact['from'], other: Contact['from']): boolean;
  /** What it may be about the same matter as. Undefined where it says nothing that could be compared. */
  matters(newcomer: Newcomer): Matters | undefined;
  /** The call that stands for this one: another where it was folded. */
  survivorOf(callId: string): string;
  /** The call that this one is suggested to have a common cause with. */
  parentOf(callId: string): string | undefined;
};

/** The same, with what the contacts before this one brought: a batch is decided one contact after another. */
export type Memory = Known & {
  opened(call: CallState): void;
  /** Somebody began this call by telephone. */
  called(phone: string, callId: string): void;
  said(callId: string, candidate: Candidate): void;
  recorded(candidate: Candidate): void;
  scanned(sheet: KnownSheet): void;
  /** The contact with this key is on this call. */
  placed(key: string, callId: string): void;
  awaited(id: string, candidate: Candidate): void;
  arrived(id: string): void;
  adopted(candidate: Candidate, callId: string): void;
  /** The contact with this key is a missed call. */
  missed(key: string): void;
  folded(from: string, into: string): void;
  identity(key: string): KnownIdentity | undefined;
  claimed(key: string, identity: KnownIdentity): void;
  /** One requester is another one from now on. */
  joined(from: string, into: KnownIdentity): void;
  /** It is on this call, and later ones may be about the same matter. */
  told(newcomer: Newcomer, callId: string): void;
  /** These two calls are suggested to have one cause. */
  grouped(callId: string, parent: string): void;
};

/** What is known of the log. `findings` is left as it is. */
export function openMemory(findings: Findings): Memory {
  const { candidates, calls } = findings;
  const byMessageId = new Map(candidates.byMessageId);
  const byContent = new Map(candidates.byContent);
  const waiting = new Map(candidates.awaiting);
  const revised = new Map(findings.revised);
  const identities = new Map(findings.identities);
  const regulars = new Set(findings.regulars);
  const sheets = [...(findings.sheets ?? [])];
  const lastCalls = new Map(findings.lastCalls);
  const states = new Map([...calls.byId.values()].map((call) => [call.id, call]));
  const aliases = new Map([...calls.byId].map(([id, call]) => [id, call.id]));
  const adoptions = new Map<string, string>();
  const said = [...candidates.byContent.values()].flat();
  const byKey = new Map(said.map((candidate) => [candidate.key, candidate]));
  const missed = new Set([...findings.missed, ...said.flatMap((one) => (one.missed ? [one.key] : []))]);

  const matters = openMatters(findings.matters);
  // Several rules ask about the same contact, one after another.
  let asked: { readonly newcomer: Newcomer; readonly matters: Matters | undefined } | undefined;
  const parents = new Map(
    [...findings.matters.values()].flat().flatMap(({ callId, parentId }) => (parentId ? [[callId, parentId]] : [])),
  );

  const survivor = (id: string) => aliases.get(id) ?? id;
  const state = (id: string | undefined) => (id === undefined ? undefined : states.get(survivor(id)));
  const idsOf = (from: Contact['from']) => {
    const keys = identitiesOf(from).map(identityKey);
    return [...keys, ...keys.flatMap((key) => identities.get(key)?.requesterId ?? [])];
  };

  const personOf = (from: Contact['from']): KnownPerson | undefined => {
    const known = identitiesOf(from).flatMap((identity) => identities.get(identityKey(identity)) ?? []);
    const own = known.find(({ shared }) => !shared) ?? known[0];
    return own && (own.person ?? { ...UNKNOWN, id: own.requesterId, name: from.name });
  };
  const seekerOf = ({ contact, matter }: Newcomer) => {
    if (!matter) return undefined;
    const from = (contact.revises && findings.senders.get(contact.revises.key)) ?? contact.from;
    return { contact: { ...contact, from }, ...matter, person: personOf(from) };
  };

  return {
    overAfter: findings.overAfter,
    withMessageId: (id) => byMessageId.get(id) ?? [],
    withContent: (hash) => byContent.get(hash) ?? [],
    awaiting: (id) => waiting.get(id) ?? [],
    callOf: ({ id, callId }) => state(adoptions.get(id) ?? callId),
    callOfSent: (id) => state(candidates.sent.get(id)),
    callWithToken: (token) => state(calls.byToken.get(token)?.id),
    callWithReference: (reference) => state(calls.byReference.get(reference)?.id),
    callOfRevised(key) {
      const id = revised.get(key);
      return id === undefined ? undefined : survivor(id);
    },
    withKey: (key) => byKey.get(key),
    sheets: (formNumber) => sheets.filter((sheet) => sheet.formNumber === formNumber),
    lastCallOf: (phone) => state(lastCalls.get(phone)),
    idOf: (key) => findings.ids?.get(key) ?? byKey.get(key)?.id,
    scanned: (sheet) => void sheets.push(sheet),
    isMissed: ({ key }) => missed.has(key),
    isRegular: ({ id }, from) => idsOf(from).some((one) => regulars.has(regularKey(id, one))),
    sameSender(one, other) {
      const ids = new Set(idsOf(one));
      return idsOf(other).some((id) => ids.has(id));
    },

    matters(newcomer) {
      if (asked?.newcomer === newcomer) return asked.matters;
      const seeker = seekerOf(newcomer);
      asked = { newcomer, matters: seeker && matters.of(seeker) };
      return asked.matters;
    },
    survivorOf: survivor,
    parentOf(callId) {
      const parent = parents.get(survivor(callId));
      return parent === undefined ? undefined : survivor(parent);
    },

    called: (phone, callId) => void lastCalls.set(phone, callId),
    opened: (call) => void states.set(call.id, call),
    said(callId, { occurredAt, from }) {
      const call = state(callId);
      if (!call) return;
      const [firstSaidAt = '', , lastSaidAt = ''] = [call.firstSaidAt, call.lastSaidAt, occurredAt].sort();
      states.set(call.id, { ...call, firstSaidAt, lastSaidAt });
      if (from.verified !== false) for (const id of idsOf(from)) regulars.add(regularKey(call.id, id));
    },
    recorded(candidate) {
      if (candidate.messageId !== undefined) before(byMessageId, candidate.messageId, candidate);
      before(byContent, candidate.contentHash, candidate);
      byKey.set(candidate.key, candidate);
    },
    placed: (key, callId) => void revised.set(key, callId),
    awaited: (id, candidate) => before(waiting, id, candidate),
    arrived: (id) => void waiting.delete(id),
    adopted: ({ id }, callId) => void adoptions.set(id, callId),
    missed: (key) => void missed.add(key),
    folded(from, into) {
      for (const [alias, id] of aliases) if (id === from) aliases.set(alias, into);
      aliases.set(from, into);
      const [gone, call] = [states.get(from), states.get(into)];
      if (!gone || !call) return;
      const [firstSaidAt = ''] = [gone.firstSaidAt, call.firstSaidAt].sort();
      const [, lastSaidAt = ''] = [gone.lastSaidAt, call.lastSaidAt].sort();
      states.set(into, { ...call, firstSaidAt, lastSaidAt });
    },
    identity: (key) => identities.get(key),
    claimed(key, identity) {
      identities.set(key, identity);
      if (!identity.verified) return;
      for (const [other, known] of identities)
        if (known.requesterId === identity.requesterId && !known.verified && !known.shared)
          identities.set(other, { ...known, claimed: true });
    },
    joined(from, { requesterId, person }) {
      for (const [key, identity] of identities)
        if (identity.requesterId === from) identities.set(key, { ...identity, requesterId, ...(person && { person }) });
    },
    told(newcomer, callId) {
      const seeker = seekerOf(newcomer);
      const call = state(callId);
      if (!seeker) return;
      const { id, channel, occurredAt, subject, text } = newcomer.contact;
      const said = { id, channel, occurredAt, subject, text, from: seeker.contact.from, person: seeker.person };
      const standing = { callId, status: call?.status ?? 'new', endedAt: call?.endedAt, parentId: undefined };
      matters.noted(seeker, { ...said, ...standing, duplicateOf: undefined });
    },
    grouped(callId, parent) {
      parents.set(survivor(callId), survivor(parent));
      parents.set(survivor(parent), survivor(parent));
    },
  };
}

const UNKNOWN = { department: undefined, place: undefined, listed: false, shared: false } as const;

function before<V>(map: Map<string, V[]>, key: string, value: V): void {
  map.set(key, [value, ...(map.get(key) ?? [])]);
}
