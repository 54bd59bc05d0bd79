import type { MachineKind } from '@callbook/contracts';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';
import type { OutboxKind } from './schema.ts';

/** What can happen to a call. */
export type HistoryKind =
  | 'call.opened'
  | 'call.reopened'
  /** A person made two of one: on the call that came of it, and on the one that it was a part of. */
  | 'call.parted'
  | 'call.released'
  | 'call.split'
  /** Another department, service, impact or urgency, by whom and why; with the targets that came of it. */
  | 'call.reclassified'
  | 'call.assigned'
  /** A target is near, or was missed, and somebody is told. */
  | 'call.escalated'
  /** The time until which it was to wait is over. */
  | 'call.woken'
  | 'note.written'
  | 'task.opened'
  | 'task.changed'
  | 'call.linked'
  | 'call.unlinked'
  | 'watcher.added'
  | 'watcher.removed'
  | 'known-error.linked'
  | 'known-error.unlinked'
  | 'contact.joined'
  | 'contact.duplicate'
  | 'contact.revised'
  /** A machine told something about the call: `bounce.noted`. Nobody has answered. */
  | `${MachineKind}.noted`
  /** A person said that two calls have nothing to do with each other, or that a contact is where it belongs. */
  | 'suggestion.declined'
  | 'reply.written'
  | 'status.changed'
  | 'call.rated'
  /**
   * What became of a message to the requester. What is withheld was never sent, for the reason that stands there; what is
   * undelivered was sent, and did not arrive.
   */
  | `${Exclude<OutboxKind, 'link'>}.${'sent' | 'failed' | 'withheld' | 'undelivered'}`;

export type NewHistory = {
  readonly callId: string;
  readonly at: string;
  readonly by: string;
  readonly kind: HistoryKind;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Appends to the history of calls. It can only be appended to: the database refuses anything else. */
export async function appendHistory(trx: LogTransaction, entries: readonly NewHistory[]): Promise<void> {
  await insertRows(
    trx,
    'history',
    ['call_id', 'at', 'by', 'kind', 'detail'],
    entries.map(({ callId, ...entry }) => ({ call_id: callId, ...entry })),
  );
}
