import type { Contact } from '@callbook/contracts';
import type { Candidate } from '@callbook/log';

/** What the log knows that a contact could be about. */
export type Known = {
  /** Contacts with the same Message-ID and content, by `repeatKey`. */
  readonly repeats: ReadonlyMap<string, Candidate>;
  /** The latest contact of each Message-ID. */
  readonly threads: ReadonlyMap<string, Candidate>;
  /** The call of each contact that somebody revises, by contact key. */
  readonly revised: ReadonlyMap<string, string>;
};

export type Decision =
  | { readonly kind: 'new'; readonly why: string }
  | { readonly kind: 'duplicate'; readonly of: Candidate; readonly why: string }
  | { readonly kind: 'thread'; readonly of: Candidate; readonly why: string }
  | { readonly kind: 'revision'; readonly callId: string | undefined; readonly why: string };

/** One string for a Message-ID with its content, for maps. */
export function repeatKey(messageId: string, contentHash: string): string {
  return `${contentHash} ${messageId}`;
}

/**
 * Which call a contact belongs to, in the order of DESIGN: a revision belongs where its contact is; the same message by
 * another way is a duplicate; an answer belongs to what it answers; all else is a new call. (The same delivery was
 * sorted out before, by its key.)
 */
export function decide(contact: Contact, contentHash: string, known: Known): Decision {
  const { revises, thread } = contact;
  if (revises)
    return { kind: 'revision', callId: known.revised.get(revises.key), why: `${revises.cause} of a contact` };

  const repeat = thread.messageId && known.repeats.get(repeatKey(thread.messageId, contentHash));
  if (repeat) return { kind: 'duplicate', of: repeat, why: 'same Message-ID and same content' };

  // The nearest one first: References runs from the first message of a thread to the one that is answered.
  for (const reference of thread.references.toReversed()) {
    const answered = known.threads.get(reference);
    if (answered) return { kind: 'thread', of: answered, why: `answers ${reference}` };
  }
  return { kind: 'new', why: 'nothing known that it belongs to' };
}
