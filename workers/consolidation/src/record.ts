import type { Contact } from '@callbook/contracts';
import {
  adoptRevisions,
  announceCalls,
  appendHistory,
  type Candidate,
  consolidating,
  findCallsOf,
  findRecorded,
  findRepeats,
  findRequesters,
  findThreads,
  identitiesOf,
  insertCalls,
  insertContacts,
  insertRequesters,
  type Log,
  type LogTransaction,
  takeNumbers,
  touchCalls,
} from '@callbook/log';
import { contentHash } from './content-hash.ts';
import { type Known, repeatKey } from './decide.ts';
import { type HashedContact, type Plan, planContacts } from './plan.ts';

export type RecordDeps = { readonly log: Log; readonly newId: () => string; readonly now: () => Date };

/** How many of a batch were new to the log, and how they were linked. */
export type Recorded = { readonly contacts: number; readonly calls: number; readonly duplicates: number };

/**
 * Records contacts in one transaction: all of them, or none. Safe to run again with the same contacts, in any
 * combination: what the log has is left as it is.
 */
export async function recordContacts(contacts: readonly Contact[], deps: RecordDeps): Promise<Recorded> {
  // Hashed before the transaction: while it runs, every other consolidation waits.
  const hashed = contacts.map((contact): HashedContact => ({ contact, contentHash: contentHash(contact) }));
  return consolidating(deps.log, async (trx) => {
    const fresh = await notRecorded(trx, hashed);
    if (fresh.length === 0) return { contacts: 0, calls: 0, duplicates: 0 };
    const known = await findKnown(trx, fresh);
    const requesters = await findRequesters(
      trx,
      fresh.flatMap(({ contact }) => identitiesOf(contact.from)),
    );
    const now = deps.now().toISOString();
    const plan = planContacts(fresh, { known, requesters, newId: deps.newId, now });
    await write(trx, plan, now);
    return {
      contacts: plan.contacts.length,
      calls: plan.calls.length,
      duplicates: plan.contacts.filter(({ duplicateOf }) => duplicateOf !== undefined).length,
    };
  });
}

/** The contacts that the log lacks, each key once: a batch may bring one twice, by two messages. */
async function notRecorded(trx: LogTransaction, contacts: readonly HashedContact[]): Promise<HashedContact[]> {
  const byKey = new Map(contacts.map((hashed) => [hashed.contact.key, hashed]));
  for (const key of await findRecorded(trx, [...byKey.keys()])) byKey.delete(key);
  return [...byKey.values()];
}

async function findKnown(trx: LogTransaction, hashed: readonly HashedContact[]): Promise<Known> {
  const threads = await findThreads(trx, [...new Set(hashed.flatMap(({ contact }) => contact.thread.references))]);
  const repeats = await findRepeats(
    trx,
    hashed.flatMap(({ contact: { thread }, contentHash }) =>
      thread.messageId === undefined ? [] : [{ messageId: thread.messageId, contentHash }],
    ),
  );
  const revised = await findCallsOf(
    trx,
    hashed.flatMap(({ contact: { revises } }) => (revises ? [revises.key] : [])),
  );
  return {
    threads: new Map(threads.map((candidate) => [candidate.messageId, candidate])),
    repeats: new Map(repeats.map((candidate) => [repeatKeyOf(candidate), candidate])),
    revised,
  };
}

function repeatKeyOf({ messageId, contentHash }: Candidate): string {
  return repeatKey(messageId, contentHash);
}

async function write(trx: LogTransaction, plan: Plan, now: string): Promise<void> {
  const numbers = await takeNumbers(trx, plan.calls.length);
  await insertRequesters(trx, plan.requesters, plan.identities);
  await insertCalls(
    trx,
    plan.calls.map((call, index) => ({ ...call, number: numbers[index] ?? 0 })),
  );
  await touchCalls(trx, plan.joined, now);
  await insertContacts(trx, plan.contacts);
  await adoptRevisions(
    trx,
    plan.contacts.map(({ contact }) => contact.key),
  );
  await appendHistory(trx, plan.history);
  const created = plan.calls.map(({ id }) => id);
  const opened = new Set(created);
  const updated = [...new Set(plan.joined.map(({ id }) => id))].filter((id) => !opened.has(id));
  await announceCalls(trx, { created, updated });
}
