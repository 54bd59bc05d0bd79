import { DAY } from '@callbook/contracts';
import type { CallState, LinkedBy, SuggestionKind } from '@callbook/log';
import { alike, bareSubject, isInherited } from './subject.ts';

/** What holds a contact to a call, and what speaks against joining it without a person's word. */
export type Tie = {
  readonly call: CallState;
  readonly linkedBy: LinkedBy;
  /** In words for a person, as in "it …". */
  readonly why: string;
  /** Undefined where the rule leaves no doubt. */
  readonly confidence?: number;
  /** The contact came after what answers it. */
  readonly late?: boolean;
  /** It does not join, and this is suggested instead. */
  readonly doubt?: Doubt;
  /** It joins, and is offered for a split. */
  readonly remark?: Doubt;
};

export type Doubt = { readonly kind: SuggestionKind; readonly why: string; readonly confidence: number };

/** The one of the two that answers the other. */
export type Answer = {
  readonly notice: boolean;
  /** The sender's check failed, or nobody can vouch for who it is said to be. */
  readonly unverified: boolean;
  readonly subject: string | undefined;
  readonly occurredAt: string;
  /** Milliseconds. A call that was resolved so long ago is over: what is said then is a call of its own that follows it. */
  readonly overAfter: number;
  /** The very message that it answers: one that the log has, a mail of ours, or one that was never seen here. */
  readonly parent: 'known' | 'ours' | 'unseen';
};

/** What it answers, and how that is known. */
export type Answered = {
  readonly subject: string;
  readonly lastSaidAt: string;
  readonly why: string;
  readonly linkedBy?: LinkedBy;
  readonly confidence?: number;
  readonly late?: boolean;
};

/** A thread that rests so long is an address book: whoever takes it up under another subject has another matter. */
const QUIET = 30 * DAY;

/** What becomes of a contact that answers something of a call. Notices are noted on it, whatever their subject says. */
export function judge(answer: Answer, call: CallState, answered: Answered): Tie {
  const { why, confidence, late, linkedBy = 'thread' } = answered;
  const tie = { call, linkedBy, why, ...(confidence !== undefined && { confidence }), ...(late && { late }) };
  if (answer.unverified)
    return { ...tie, doubt: { kind: 'same-matter', why: 'its sender could not be verified', confidence: 0.6 } };
  if (answer.notice) return tie;
  if (call.endedAt !== undefined && between(call.endedAt, answer.occurredAt) > answer.overAfter)
    return { ...tie, doubt: { kind: 'follow-up', why: 'that call was resolved long before', confidence: 0.6 } };
  if (!startsAnew(answer, answered.subject, call.reference)) return tie;
  const inherited = isInherited(answer.subject ?? '');
  // The subject of a mail of ours is not known here, and an answer has it.
  if (inherited && answer.parent === 'ours') return tie;
  if (between(answered.lastSaidAt, answer.occurredAt) > QUIET)
    return {
      ...tie,
      doubt: { kind: 'follow-up', why: 'the thread had rested and the subject is new', confidence: 0.3 },
    };
  // It may be the subject of the mail in between, which was not for us to see.
  if (inherited && answer.parent === 'unseen') return tie;
  return { ...tie, remark: { kind: 'split', why: 'it answers this call under a new subject', confidence: 0.5 } };
}

/** Whether the subject was written anew, as somebody does who uses an old mail to begin another matter. */
function startsAnew({ subject: written = '' }: Answer, subject: string, reference: string | undefined): boolean {
  if (reference !== undefined && written.toUpperCase().includes(reference)) return false;
  return !alike(bareSubject(written), bareSubject(subject));
}

function between(one: string, other: string): number {
  return Date.parse(other) - Date.parse(one);
}
