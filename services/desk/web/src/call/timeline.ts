import type { Call, Contact, HistoryEntry } from '../api/types.ts';

/** A contact as it stands, with the later news of it that it stands with. */
export type Told = {
  readonly kind: 'contact';
  readonly at: string;
  readonly contact: Contact;
  readonly revisions: readonly Contact[];
};
/** What an agent wrote, and what became of it where it was to be sent. */
export type Written = {
  readonly kind: 'written';
  readonly at: string;
  readonly by: string;
  readonly text: string;
  readonly note: boolean;
  readonly channel?: string;
  readonly fate?: { readonly state: 'sent' | 'withheld' | 'failed'; readonly why?: string };
};
export type Done = { readonly kind: 'done'; readonly at: string; readonly entry: HistoryEntry };
export type Item = Told | Written | Done;

/** Told by the contacts themselves. */
const SAID_BY_CONTACTS = new Set(['contact.joined', 'contact.duplicate', 'contact.revised']);

/** Everything that was said and done about a call, across all channels, in order. */
export function timelineOf({ contacts, history }: Call): Item[] {
  const told = contacts
    .filter(({ revises }) => !revises)
    .map(
      (contact): Told => ({
        ...{ kind: 'contact', at: contact.receivedAt, contact },
        revisions: contacts.filter(({ revises }) => revises?.key === contact.key),
      }),
    );
  const fates = new Map<string, Written['fate']>();
  for (const { kind, detail } of history) {
    const state = /^reply\.(sent|withheld|failed)$/.exec(kind)?.[1] as 'sent' | undefined;
    if (state) fates.set(String(detail.message), { state, ...(detail.why ? { why: String(detail.why) } : {}) });
  }
  const rest = history.flatMap((entry): (Written | Done)[] => {
    const { kind, at, by, detail } = entry;
    if (SAID_BY_CONTACTS.has(kind) || /^reply\.(sent|withheld|failed)$/.test(kind)) return [];
    if (kind === 'reply.written' || kind === 'note.written') {
      const fate = fates.get(String(detail.message));
      return [
        {
          ...{ kind: 'written', at, by, text: String(detail.text ?? ''), note: kind === 'note.written' },
          ...(typeof detail.channel === 'string' && { channel: detail.channel }),
          ...(fate && { fate }),
        },
      ];
    }
    return [{ kind: 'done', at, entry }];
  });
  return [...told, ...rest].sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

/** What can be undone: the latest merge into this call that was not undone, or the latest split. */
export function undoable({
  history,
}: Call): { readonly kind: 'merge' | 'split'; readonly reference: string } | undefined {
  const released = new Set<string>();
  for (const { kind, detail } of history.toReversed()) {
    const reference = String(detail.reference ?? '');
    if (kind === 'call.released') released.add(reference);
    else if (kind === 'call.absorbed' && !released.delete(reference)) return { kind: 'merge', reference };
    else if (kind === 'call.split') return { kind: 'split', reference };
  }
  return undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  'call.opened': 'Call opened',
  'call.reopened': 'Call opened again',
  'call.merged': 'Folded into',
  'call.absorbed': 'Merged in',
  'call.parted': 'Parted from',
  'call.released': 'Parted again',
  'call.split': 'Split off',
  'auto-reply.noted': 'Automatic answer noted',
  'bounce.noted': 'A mail was not delivered',
  'delivery-report.noted': 'Delivery report noted',
  'read-receipt.noted': 'Read receipt noted',
  'own.noted': 'Mail of our own noted',
  'acknowledgement.sent': 'Acknowledged',
  'acknowledgement.withheld': 'Not acknowledged',
  'acknowledgement.failed': 'The acknowledgement could not be sent',
  'acknowledgement.undelivered': 'The acknowledgement did not arrive',
  'reply.undelivered': 'The answer did not arrive',
  'status.changed': 'Status',
  'call.assigned': 'Assigned',
  'call.reclassified': 'Placed',
  'call.woken': 'Waiting is over',
  'task.opened': 'Task given',
  'task.changed': 'Task',
  'call.linked': 'Linked',
  'call.unlinked': 'No longer linked',
  'watcher.added': 'Watches from now on',
  'watcher.removed': 'Watches no longer',
  'known-error.linked': 'Known error',
  'known-error.unlinked': 'Not that known error',
  'status.sent': 'Requester told of the status',
  'status.withheld': 'Requester not told of the status',
  'status.failed': 'The requester could not be told of the status',
  'status.undelivered': 'The news of the status did not arrive',
  'call.rated': 'Rated',
};

/** One thing that was done, in a line. */
export function lineOf({ kind, detail }: HistoryEntry): string {
  const words = KINDS[kind] ?? kind.replaceAll(/[.-]/g, ' ').replace(/^./, (first) => first.toUpperCase());
  const { reference, stars, why, to, text, before } = detail;
  const value =
    detail.status ?? detail.assignee ?? detail.department ?? detail.service ?? detail.priority ?? to ?? text;
  const more = [
    typeof reference === 'string' && reference,
    typeof stars === 'number' && `${stars} of 5 stars`,
    typeof value === 'string' &&
      !/noted$/.test(kind) &&
      `${typeof before === 'string' ? `${before} → ` : ''}${value}`.replaceAll('-', ' '),
    /(withheld|failed|undelivered)$/.test(kind) && typeof why === 'string' && why,
  ].filter(Boolean);
  return more.length > 0 ? `${words}: ${more.join(' · ')}` : words;
}

/** Where an answer would go, as far as this page can tell; the desk decides. */
export function wayTo(
  { contacts }: Call,
  textAccounts: readonly string[],
): { readonly channel: 'email' | 'slack' | 'voice'; readonly to: string } | undefined {
  for (const { channel, account, from, machine, revises, details } of contacts.toReversed()) {
    if (machine || revises) continue;
    if (details.channel === 'voice' && details.textable?.may && from.phone && textAccounts.includes(account))
      return { channel: 'voice', to: from.phone };
    if (channel === 'email' && from.email)
      return { channel, to: from.name ? `${from.name} <${from.email}>` : from.email };
    if (details.channel === 'slack' && from.slackUser)
      return {
        channel: 'slack',
        to: details.conversationName ? `#${details.conversationName}` : (from.name ?? 'them'),
      };
    if (from.email) return { channel: 'email', to: from.email };
  }
  return undefined;
}
