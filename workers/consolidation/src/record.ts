import { type Contact, DAY } from '@callbook/contracts';
import {
  adoptContacts,
  adoptRevisions,
  announceCalls,
  appendHistory,
  applyActions,
  awaitMessages,
  beginCalls,
  type Candidates,
  type ChangedCalls,
  consolidating,
  findCallStates,
  findCallsOf,
  findCandidates,
  findIdentities,
  findIds,
  findLastCalls,
  findMatters,
  findMissed,
  findRecorded,
  findRegulars,
  findSenders,
  findSheets,
  forgetAwaited,
  identitiesOf,
  insertCalls,
  insertClues,
  insertContacts,
  insertRequesters,
  insertSuggestions,
  joinRequesters,
  type Log,
  type LogTransaction,
  markRepeated,
  mergeCalls,
  noteMedia,
  noteOptOuts,
  noteReadScans,
  noteReview,
  openTasks,
  optOutsOf,
  putInOutbox,
  reopenCalls,
  rerouteCalls,
  retarget,
  sheetOf,
  takeNumbers,
  touchCalls,
  verifyIdentities,
  type Wanted,
  wakeCalls,
} from '@callbook/log';
import type { Promises } from './acknowledge.ts';
import { acknowledgeScans } from './acknowledge-scan.ts';
import { answerMessages } from './answer.ts';
import { AGAIN, isAttempt, tellsMissed } from './attempt.ts';
import { ownCalls, wantedMatters } from './matter/wanted.ts';
import type { Findings } from './memory.ts';
import { type Newcomer, newcomerOf } from './newcomer.ts';
import { type Plan, planContacts } from './plan.ts';
import { repeatWindow } from './repeat.ts';
import { peopleOf, tokensOf } from './thread.ts';

export type RecordDeps = {
  readonly log: Log;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Default: nothing is promised, and nobody gets an answer. */
  readonly promises?: Promises;
  /** Days after which a call that was resolved is over. Default: 30. */
  readonly recurAfterDays?: number;
};

/** A month: as long as people remember that it was solved. */
const RECUR_AFTER = 30;

/** How many of a batch were new to the log, and how they were linked. */
export type Recorded = { readonly contacts: number; readonly calls: number; readonly duplicates: number };

/**
 * Records contacts in one transaction: all of them, or none. Safe to run again with the same contacts, in any
 * combination: what the log has is left as it is.
 */
export async function recordContacts(contacts: readonly Contact[], deps: RecordDeps): Promise<Recorded> {
  const newcomers = contacts.map(newcomerOf);
  return consolidating(deps.log, async (trx) => {
    const fresh = await notRecorded(trx, newcomers);
    if (fresh.length === 0) return { contacts: 0, calls: 0, duplicates: 0 };
    const findings = { ...(await find(trx, fresh)), overAfter: (deps.recurAfterDays ?? RECUR_AFTER) * DAY };
    const now = deps.now().toISOString();
    const plan = planContacts(fresh, { findings, newId: deps.newId, now, promises: deps.promises });
    await write(trx, plan, now);
    await goOn(trx, plan, { now, promises: deps.promises, newId: deps.newId });
    return {
      contacts: plan.contacts.length,
      calls: plan.calls.length,
      duplicates: plan.contacts.filter(({ duplicateOf }) => duplicateOf !== undefined).length,
    };
  });
}

/** The contacts that the log lacks, each key once: a batch may bring one twice, by two messages. */
async function notRecorded(trx: LogTransaction, newcomers: readonly Newcomer[]): Promise<Newcomer[]> {
  const byKey = new Map(newcomers.map((newcomer) => [newcomer.contact.key, newcomer]));
  for (const key of await findRecorded(trx, [...byKey.keys()])) byKey.delete(key);
  return [...byKey.values()];
}

async function find(trx: LogTransaction, newcomers: readonly Newcomer[]): Promise<Omit<Findings, 'overAfter'>> {
  const contacts = newcomers.map(({ contact }) => contact);
  const people = contacts.flatMap((contact) => peopleOf(contact).flatMap(identitiesOf));
  const identities = await findIdentities(trx, people);
  const candidates = await findCandidates(trx, wantedOf(newcomers));
  const references = contacts.flatMap(({ thread }) => thread.callReference ?? []);
  const tokens = newcomers.flatMap(tokensOf);
  const revised = contacts.flatMap(({ revises }) => (revises ? [revises.key] : []));
  const senders = await findSenders(trx, revised);
  const sheets = await findSheets(
    trx,
    contacts.flatMap((contact) => sheetOf(contact)?.formNumber ?? []),
  );
  const revisedCalls = await findCallsOf(trx, revised);
  const matters = await findMatters(trx, wantedMatters(newcomers, identities, senders));
  const lastCalls = await findLastCalls(trx, textsOf(contacts));
  const scanned = sheets.length > 0 ? [...sheets.flatMap(({ callId }) => callId ?? []), ...revisedCalls.values()] : [];
  const ids = [...callsOf(candidates), ...ownCalls(matters), ...scanned, ...lastCalls.values()];
  const calls = await findCallStates(trx, { ids, references, tokens });
  const quoted = [...calls.byReference.entries()].filter(([reference]) => references.includes(reference));
  return {
    ...{ candidates, calls, identities, matters, senders, sheets, lastCalls },
    ids: sheets.length > 0 ? await findIds(trx, revised) : new Map(),
    regulars: await findRegulars(
      trx,
      quoted.map(([, { id }]) => id),
      [...new Set([...identities.values()].map(({ requesterId }) => requesterId))],
    ),
    revised: revisedCalls,
    missed: await findMissed(
      trx,
      contacts.filter(isAttempt).map(({ key }) => key),
    ),
  };
}

function textsOf(contacts: readonly Contact[]): { phone: string; at: string }[] {
  return contacts.flatMap(({ details, from: { phone }, occurredAt: at }) =>
    details.channel === 'voice' && details.kind === 'sms' && phone !== undefined ? [{ phone, at }] : [],
  );
}

function wantedOf(newcomers: readonly Newcomer[]): Wanted {
  const originals = newcomers.filter(({ contact }) => contact.revises === undefined);
  return {
    ownIds: originals.flatMap(({ id }) => id ?? []),
    answeredIds: originals.flatMap(({ answers }) => answers),
    contents: originals.flatMap(({ contact, contentHash }) => {
      const [at, window] = [Date.parse(contact.occurredAt), isAttempt(contact) ? AGAIN : repeatWindow(contact)];
      if (window === 0) return [];
      const [since, until] = [new Date(at - window).toISOString(), new Date(at + window).toISOString()];
      return { contentHash, since, at: contact.occurredAt, until };
    }),
    missed: newcomers.flatMap(({ contact }) => (tellsMissed(contact) ? (contact.revises?.key ?? []) : [])),
    again: AGAIN,
  };
}

function callsOf({ byMessageId, byContent, awaiting, sent }: Candidates): string[] {
  const found = [byMessageId, byContent, awaiting].flatMap((by) => [...by.values()].flat());
  return [...new Set([...found.flatMap(({ callId }) => callId ?? []), ...sent.values()])];
}

async function write(trx: LogTransaction, plan: Plan, now: string): Promise<void> {
  const numbers = await takeNumbers(trx, plan.calls.length);
  await insertRequesters(trx, plan.requesters, plan.identities);
  await verifyIdentities(trx, plan.verified);
  await insertCalls(
    trx,
    plan.calls.map((call, index) => ({ ...call, number: numbers[index] ?? 0 })),
  );
  await joinRequesters(trx, plan.requesterJoins, now);
  await touchCalls(trx, plan.joined, now);
  await insertContacts(trx, plan.contacts);
  await noteMedia(
    trx,
    plan.contacts.map(({ contact }) => contact),
    now,
  );
  await noteOptOuts(
    trx,
    plan.contacts.flatMap(({ contact }) => optOutsOf(contact)),
  );
  await noteReview(
    trx,
    plan.contacts.map(({ contact }) => contact),
    plan.amended,
  );
  await noteReadScans(trx, plan.read);
  await adoptRevisions(
    trx,
    plan.contacts.map(({ contact }) => contact.key),
  );
  await adoptContacts(trx, plan.adopted);
  await markRepeated(trx, plan.repeated);
  await awaitMessages(trx, plan.awaited);
  await forgetAwaited(trx, plan.arrived);
  await beginCalls(trx, plan.begun);
  await reopenCalls(trx, plan.reopened, now);
  await insertClues(trx, plan.clues);
  await insertSuggestions(trx, plan.suggestions, now);
  await appendHistory(trx, plan.history);
  await putInOutbox(trx, plan.outbox);
  await openTasks(trx, plan.tasks);
  await applyActions(trx, plan.actions);
  await mergeCalls(trx, plan.merges, now);
  await announceCalls(trx, changesOf(plan));
}

/** What calls do that had waited, ended, or known too little, and what is promised for them then. */
async function goOn(
  trx: LogTransaction,
  plan: Plan,
  { now, promises, newId }: { now: string; newId: () => string } & Pick<RecordDeps, 'promises'>,
): Promise<void> {
  const woken = await wakeCalls(trx, [...new Set(plan.answered)], now);
  const rerouted = await rerouteCalls(trx, plan.reroutes, now);
  const tasks = plan.reroutes
    .filter(({ callId }) => rerouted.has(callId))
    .flatMap(({ callId, classification }) =>
      classification.tasks.map((task) => ({ ...task, id: newId(), callId, by: 'callbook', at: now })),
    );
  await openTasks(trx, tasks);
  await acknowledgeScans(trx, plan.writers, { now, newId, promises });
  await answerMessages(trx, plan.ended, { now, promises, newId });
  if (!promises) return;
  const begun = plan.begun.map(({ id }) => id);
  const ended = plan.actions.map(({ callId }) => callId);
  const merged = plan.merges.map(({ into }) => into);
  await retarget(trx, [...woken, ...rerouted, ...begun, ...plan.reopened, ...ended, ...merged], promises.targets);
}

function changesOf(plan: Plan): ChangedCalls {
  const created = plan.calls.map(({ id }) => id);
  const opened = new Set(created);
  const changed = [
    ...plan.joined.map(({ id }) => id),
    ...plan.suggestions.flatMap(({ otherCallId }) => otherCallId ?? []),
    ...plan.adopted.map(({ callId }) => callId),
    ...plan.merges.map(({ from }) => from),
  ];
  return { created, updated: [...new Set(changed)].filter((id) => !opened.has(id)) };
}
