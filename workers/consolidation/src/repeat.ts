import { type Contact, DAY, HOUR, MINUTE } from '@callbook/contracts';
import type { CallState, Candidate } from '@callbook/log';
import { actionOf } from './action.ts';
import type { Known } from './memory.ts';
import type { Newcomer } from './newcomer.ts';
import { isNotice } from './notice.ts';

/** A contact that says again what another one said. */
export type Repeat = {
  readonly of: Pick<Candidate, 'id' | 'callId' | 'duplicateOf'>;
  readonly why: string;
  readonly confidence?: number;
};

/** So many characters of text are hardly written twice the same: the same again is the same mail sent again. */
const LONG = 200;
/** Below this the same words come again as new ones: "thanks", "ok", "test". */
const SHORT = 20;
/** So much of the shorter text must stand in the longer one. Lists and gateways add footers and warnings. */
const SHARE = 0.9;

/**
 * Milliseconds within which the same person saying the same is one sending and not two wishes: a day for a long text or
 * one with files, an hour for a short one, five minutes for a few words. None where nobody said anything.
 */
export function repeatWindow(contact: Contact): number {
  const { channel, from, subject, text, fullText, attachments } = contact;
  // Closed, opened again, closed: the second time is meant as the first one was.
  if (actionOf(contact)) return 0;
  // What a caller says is in the recording; and who says nothing twice, in the same silence, has called twice.
  if (channel === 'voice' && text.trim() === '') return 0;
  const somebody = from.email ?? from.phone ?? from.slackUser;
  const length = fullText.trim().length;
  // Pictures in the text are mostly those of a signature.
  const files = attachments.some(({ inline }) => !inline);
  if (somebody === undefined || (length === 0 && !subject?.trim() && attachments.length === 0)) return 0;
  if (files || length >= LONG) return DAY;
  return length >= SHORT ? HOUR : 5 * MINUTE;
}

/**
 * The same message by another way: to two mailboxes, fetched from a moved one, through a list that added a footer. The
 * same Message-ID alone does not tell it, for programs that send forms reuse theirs; it must have been sent at the same
 * second, or, where that is not known, have come within a day.
 */
export function sameMessage({ contact, contentHash, id }: Newcomer, known: Known): Repeat[] {
  if (id === undefined) return [];
  const sent = sentAt(contact);
  const namesakes = [...known.withContent(contentHash), ...known.withMessageId(id)].filter(
    // What a machine said to nobody is no call that a person's mail could join.
    (other) => other.messageId === id && (known.callOf(other) !== undefined || isNotice(contact)),
  );
  const same = namesakes.find(
    (other) =>
      other.contentHash === contentHash &&
      (sent !== undefined && other.sentAt !== undefined
        ? sent === other.sentAt
        : apart(contact.occurredAt, other.occurredAt) <= DAY),
  );
  if (same) return [{ of: same, why: 'the same Message-ID and the same content' }];
  const near = namesakes.find(
    (other) =>
      sent !== undefined &&
      sent === other.sentAt &&
      known.sameSender(contact.from, other.from) &&
      mostlyWithin(contact.fullText, other.beginning),
  );
  return near
    ? [{ of: near, why: 'the same Message-ID, sender and date, and nearly the same text', confidence: 0.98 }]
    : [];
}

/**
 * The same once more, with an id of its own or with none: sent again because no answer came, or twice by a program. An
 * answer to another mail is none, whatever it says; a call that was resolved since is not the same matter any more.
 */
export function sentAgain({ contact, contentHash, answers }: Newcomer, known: Known): Repeat[] {
  const found = known.withContent(contentHash);
  if (found.length === 0 || isNotice(contact)) return [];
  const window = repeatWindow(contact);
  const [answered] = answers;
  return found
    .filter(
      (other) =>
        window > 0 &&
        apart(contact.occurredAt, other.occurredAt) <= window &&
        mayRepeat(contact, answered, other) &&
        isOpen(known.callOf(other)),
    )
    .map((of) => ({ of, why: 'the same sender, subject and text a short time before or after', confidence: 0.98 }));
}

/**
 * An answer to another mail is no repetition. In Slack a thread is a matter, and "it still fails" may be said in several;
 * what is pressed is never a repetition.
 */
function mayRepeat({ details }: Contact, answered: string | undefined, other: Candidate): boolean {
  if (details.channel === 'slack') return details.action === undefined && answered === other.answers;
  return answered === undefined || other.answers === undefined || answered === other.answers;
}

function isOpen(call: CallState | undefined): boolean {
  return call !== undefined && call.endedAt === undefined;
}

function sentAt({ details }: Contact): string | undefined {
  return 'sentAt' in details ? details.sentAt : undefined;
}

function apart(one: string, other: string): number {
  return Math.abs(Date.parse(one) - Date.parse(other));
}

/** Whether nearly all words of the shorter text stand in the longer one. Of `other` only the beginning is known. */
function mostlyWithin(text: string, other: string): boolean {
  const [fewer, more] = [wordsOf(text), wordsOf(other)].sort((a, b) => a.length - b.length) as [string[], string[]];
  const there = new Set(more);
  return fewer.length > 0 && fewer.filter((word) => there.has(word)).length >= SHARE * fewer.length;
}

function wordsOf(text: string): string[] {
  return text.slice(0, 4_000).split(/\s+/).filter(Boolean);
}
