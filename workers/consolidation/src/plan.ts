import { ConfigSchema, type Contact, isTextConversation, replyTokenIn } from '@callbook/contracts';
import type {
  Adopted,
  Awaited,
  CallBeginning,
  Candidate,
  ContactClues,
  HistoryKind,
  JoinedCall,
  Merge,
  NewCall,
  NewContact,
  NewHistory,
  NewOutboxMessage,
  NewSuggestion,
  NewTask,
  ReadScan,
  Repeated,
  RequesterAction,
  ScanWriter,
} from '@callbook/log';
import type { Promises } from './acknowledge.ts';
import { writerOf } from './acknowledge-scan.ts';
import { saysSomething } from './action.ts';
import { answerOpening, endedBy, noteAction } from './answer.ts';
import { tellsMissed } from './attempt.ts';
import { beginningOf, stateOf } from './beginning.ts';
import { type Classification, openClassify } from './classify/classify.ts';
import { type Decision, decide } from './decide.ts';
import { type Findings, type Memory, openMemory } from './memory.ts';
import { asCandidate, type Newcomer } from './newcomer.ts';
import { noteScan } from './note-scan.ts';
import { type NewPeople, requesterOf } from './people.ts';

/** A new call without its number, which only the database can give. */
type UnnumberedCall = Omit<NewCall, 'number'>;

/** All that a batch of contacts does to the log. */
export type Plan = NewPeople & {
  readonly calls: UnnumberedCall[];
  readonly joined: JoinedCall[];
  readonly contacts: NewContact[];
  readonly awaited: Awaited[];
  /** Message-IDs that are awaited no longer. */
  readonly arrived: string[];
  readonly adopted: Adopted[];
  readonly repeated: Repeated[];
  readonly begun: CallBeginning[];
  readonly reopened: string[];
  /** Calls that somebody said something on: where they waited for it, they go on. */
  readonly answered: string[];
  /** Calls of which more is known now than when they were opened: those in triage may find their place. */
  readonly reroutes: Reroute[];
  /** What the services of new calls are made of. */
  readonly tasks: NewTask[];
  readonly actions: RequesterAction[];
  /** Acknowledgements of the new calls. */
  readonly outbox: NewOutboxMessage[];
  /** Telephone calls that may be over, by the key of their contact: their callers are answered then. */
  readonly ended: string[];
  readonly suggestions: NewSuggestion[];
  /** By what the contacts are found that may be about the same matter. */
  readonly clues: ContactClues[];
  readonly merges: Merge[];
  /** What was read of the scans that opened calls. */
  readonly read: ReadScan[];
  /** What is sure of who wrote what scans show. */
  readonly writers: ScanWriter[];
  /** Contacts of sheets to which something was written since, by key. */
  readonly amended: string[];
  readonly history: NewHistory[];
};

/** Where a call would go by what came to be known of it. */
export type Reroute = { readonly callId: string; readonly classification: Classification };

export type PlanDeps = {
  readonly findings: Findings;
  /** Makes UUIDs that sort by time. */
  readonly newId: () => string;
  /** RFC 3339. */
  readonly now: string;
  /** Default: nothing is promised, and nobody gets an answer. */
  readonly promises?: Promises | undefined;
};

/** The plan as it grows, and what is known so far. */
export type Draft = Pick<PlanDeps, 'newId' | 'now' | 'promises'> &
  Pick<Findings, 'senders'> & { readonly plan: Plan; readonly memory: Memory };
/** A newcomer with what was decided about it. */
type Settled = {
  readonly newcomer: Newcomer;
  readonly decision: Decision;
  readonly callId: string | undefined;
  readonly requesterId: string | undefined;
};

/**
 * Decides about contacts that the log does not have, one after another: each sees what the ones before it brought, so
 * that an answer in the same batch as its question joins it. Pure.
 */
export function planContacts(newcomers: readonly Newcomer[], { findings, ...deps }: PlanDeps): Plan {
  const { newId } = deps;
  const memory = openMemory(findings);
  const plan: Plan = {
    ...{
      requesters: [],
      identities: [],
      verified: [],
      requesterJoins: [],
      calls: [],
      joined: [],
      contacts: [],
      awaited: [],
      arrived: [],
    },
    ...{
      adopted: [],
      repeated: [],
      begun: [],
      reopened: [],
      answered: [],
      reroutes: [],
      tasks: [],
      actions: [],
      outbox: [],
      ended: [],
      suggestions: [],
      clues: [],
      merges: [],
      read: [],
      writers: [],
      amended: [],
      history: [],
    },
  };
  const draft = { ...deps, plan, memory, senders: findings.senders };
  for (const newcomer of inOrder(newcomers)) {
    const { contact, contentHash } = newcomer;
    const decision = decide(newcomer, memory);
    const { kind, duplicateOf, linkedBy, why, confidence } = decision;
    const callId = kind === 'new' ? newId() : decision.callId;
    const known = kind === 'new' || kind === 'joined' || tellsWho(contact);
    const requesterId = known ? requesterOf(contact, memory, plan, newId) : undefined;
    // What revises a scan says that the scan is a repetition, and is none itself.
    const repeats = kind === 'revision' ? undefined : duplicateOf;
    plan.contacts.push({ contact, callId, duplicateOf: repeats, linkedBy, why, confidence, contentHash });
    noteScan(draft, contact, decision, requesterId);
    const writer = decision.duplicateOf === undefined ? writerOf(contact) : undefined;
    if (writer) plan.writers.push(writer);
    const settled = { newcomer, decision, callId, requesterId };
    if (callId !== undefined) changeCall(draft, { ...settled, callId });
    remember(draft, settled);
  }
  return plan;
}

/** Who wrote a contact may be told after it: then what else they are known by is theirs from now on. */
function tellsWho({ revises, channel }: Contact): boolean {
  const onPaper = channel === 'paper' && (revises?.cause === 'reading' || revises?.cause === 'person');
  return revises?.cause === 'requester' || revises?.cause === 'fetched' || onPaper;
}

/** By the time at the source: a batch may have gathered an answer before its question. */
function inOrder(newcomers: readonly Newcomer[]): Newcomer[] {
  return newcomers.toSorted(
    ({ contact: a }, { contact: b }) => a.occurredAt.localeCompare(b.occurredAt) || a.id.localeCompare(b.id),
  );
}

/** What a contact does to its call, and to others. */
function changeCall(draft: Draft, settled: Settled & { readonly callId: string }): void {
  const { plan, memory, now } = draft;
  const { newcomer, decision, callId, requesterId } = settled;
  const { contact } = newcomer;
  const { id: contactId, channel, account } = contact;
  const tell = (kind: HistoryKind) => {
    const detail = { contact: contactId, channel, account, why: decision.why };
    plan.history.push({ callId, at: now, by: 'callbook', kind, detail });
  };

  tell(historyOf(decision, contact));
  if (decision.kind === 'new') {
    const beginning = beginningOf(contact, callId, requesterId);
    const { tasks, ...placed } = classified(draft, contact);
    plan.calls.push({ ...beginning, ...placed, status: 'new' });
    for (const task of tasks) plan.tasks.push({ ...task, id: draft.newId(), callId, by: 'callbook', at: now });
    memory.opened(stateOf(contact, beginning));
    if (channel === 'voice' && contact.from.phone !== undefined) memory.called(contact.from.phone, callId);
    answerOpening(draft, contact, callId);
  } else plan.joined.push({ id: callId, channel });
  if (decision.begins) plan.begun.push(beginningOf(contact, callId, requesterId));
  if (decision.kind === 'joined') noteAction(draft, contact, callId);
  if (decision.kind === 'joined' && saysSomething(contact)) plan.answered.push(callId);
  if (decision.kind === 'revision')
    plan.reroutes.push({ callId, classification: classified(draft, sentBy(draft, contact)) });
  plan.ended.push(...endedBy(contact));
  if (decision.reopens) {
    plan.reopened.push(callId);
    tell('call.reopened');
  }
  for (const { callId: otherCallId, of = callId, ...suggested } of decision.suggestions) {
    plan.suggestions.push({ ...suggested, callId: of, otherCallId, contactId });
    if (suggested.kind === 'same-cause' && otherCallId !== undefined) memory.grouped(of, otherCallId);
  }
  for (const contactId of decision.repeats ?? [])
    plan.repeated.push({ contactId, duplicateOf: decision.duplicateOf ?? contactId });
  for (const { call, why } of decision.folds) {
    plan.merges.push({ from: call.id, into: callId, why });
    memory.folded(call.id, callId);
  }
}

/** Without promises nothing is configured, and calls are what was chosen for them. */
const PLAIN = openClassify(ConfigSchema.parse({}));

function classified({ promises }: Draft, contact: Contact): Classification {
  if (promises) return promises.classify(contact);
  return { ...PLAIN(contact), respondBy: undefined, resolveBy: undefined };
}

/** News of a contact, with who made that: a transcript knows no sender. */
function sentBy({ senders }: Draft, contact: Contact): Contact {
  const from = contact.revises && senders.get(contact.revises.key);
  return from ? { ...contact, from } : contact;
}

function historyOf({ kind }: Decision, { machine }: Contact): HistoryKind {
  switch (kind) {
    case 'new':
      return 'call.opened';
    case 'noted':
      return noted(machine);
    case 'duplicate':
      return 'contact.duplicate';
    case 'revision':
      return 'contact.revised';
    default:
      return 'contact.joined';
  }
}

function noted(machine: Contact['machine']): HistoryKind {
  return `${machine ?? 'own'}.noted`;
}

/** Lets the contacts after this one know it, and brings together what waited for it. */
function remember(draft: Draft, { newcomer, decision, callId }: Settled): void {
  const { plan, memory } = draft;
  const { contact, id, answers } = newcomer;
  if (callId !== undefined) memory.placed(contact.key, callId);
  if (callId !== undefined && newcomer.matter && decision.kind !== 'duplicate') {
    plan.clues.push({ contactId: contact.id, occurredAt: contact.occurredAt, clues: newcomer.matter.clues.noted });
    memory.told(newcomer, callId);
  }
  if (tellsMissed(contact) && contact.revises) memory.missed(contact.revises.key);
  if (decision.kind === 'revision') return;

  const candidate = asCandidate(newcomer, callId, decision.duplicateOf);
  if (callId !== undefined) {
    if (decision.kind === 'joined') memory.said(callId, candidate);
    const waiting = id === undefined ? [] : memory.awaiting(id);
    for (const notice of [...waiting, ...answers.flatMap((one) => memory.withMessageId(one))])
      adopt(draft, contact, notice, callId);
    // Who is not who they say does not stand for the message that is waited for.
    if (id !== undefined && waiting.length > 0 && contact.from.verified !== false) {
      plan.arrived.push(id);
      memory.arrived(id);
    }
  }
  memory.recorded(candidate);
  for (const messageId of answers) {
    if (isKnown(messageId, memory)) continue;
    plan.awaited.push({ messageId, contactId: contact.id });
    memory.awaited(messageId, candidate);
  }
}

/** A machine's notice that belonged to no call belongs to the call of what it answers, or of what answers it. */
function adopt({ plan, memory, now }: Draft, contact: Contact, notice: Candidate, callId: string): void {
  if (memory.callOf(notice) || notice.from.verified === false) return;
  memory.adopted(notice, callId);
  plan.adopted.push({ contactId: notice.id, callId });
  const detail = { contact: notice.id, channel: contact.channel, why: `belongs to contact ${contact.id}` };
  plan.history.push({ callId, at: now, by: 'callbook', kind: noted(notice.machine), detail });
}

/** Whether a message will not come any more: it is ours, or it is there. */
function isKnown(messageId: string, memory: Memory): boolean {
  if (replyTokenIn(messageId) !== undefined || memory.callOfSent(messageId)) return true;
  if (isTextConversation(messageId)) return true;
  return memory.withMessageId(messageId).some((other) => memory.callOf(other));
}
