import { type Contact, MINUTE } from '@callbook/contracts';
import type { Candidate } from '@callbook/log';
import type { Known } from './memory.ts';
import type { Newcomer } from './newcomer.ts';
import type { Tie } from './tie.ts';

/**
 * Who reaches nobody calls again: within minutes, or after a coffee. Longer, and it may be another matter; shorter, and a
 * caller who tries all morning is ten lines of the log. Between two attempts, at the source.
 */
export const AGAIN = 30 * MINUTE;

/**
 * Whether somebody with a number has called, of whom nothing else is known yet: a telephone call as it is logged while it
 * rings. Who withholds the number is nobody in particular, and a number that its carrier disowns may be anybody's.
 */
export function isAttempt({ details, revises, from, fullText, attachments }: Contact): boolean {
  const silent = fullText.trim() === '' && attachments.length === 0;
  const rings = details.channel === 'voice' && details.kind === undefined;
  return rings && revises === undefined && silent && isKnown(from);
}

/** Whether this is the news that a call left no message, or that in its recording nobody speaks. */
export function tellsMissed({ revises, details }: Contact): boolean {
  return revises !== undefined && details.channel === 'voice' && details.missed !== undefined;
}

/**
 * The same number called this account shortly before and left no message. Only the last attempt before counts: one with a
 * message has said what the matter is, and what comes after it is another one, or is tied to it by something else.
 */
export function byAttempt({ contact, contentHash }: Newcomer, known: Known): Tie[] {
  if (!isAttempt(contact)) return [];
  const before = attemptsNear(contact, contentHash, known).findLast((other) => !isLater(other, contact));
  if (!before || !known.isMissed(before)) return [];
  return tied(before, 'calls again within half an hour of a missed call from the same number', known);
}

/** It is known to be a missed call, and the same number was heard again before this one came to the log. */
export function byLaterAttempt({ contact, contentHash }: Newcomer, known: Known): Tie[] {
  if (!isAttempt(contact) || !known.isMissed(contact)) return [];
  return toNext(contact, contentHash, known);
}

/** A call that is logged turns out to be a missed one: whoever called again meanwhile belongs to it. */
export function byMissedNews({ revises }: Contact, known: Known): Tie[] {
  const missed = revises && known.withKey(revises.key);
  return missed && isKnown(missed.from) ? toNext(missed, missed.contentHash, known) : [];
}

type Attempt = Pick<Candidate, 'id' | 'occurredAt' | 'from'>;

function toNext(missed: Attempt, hash: string, known: Known): Tie[] {
  const next = attemptsNear(missed, hash, known).find((other) => isLater(other, missed));
  if (!next) return [];
  const why = 'was a missed call, and the same number called again within half an hour';
  return tied(next, why, known).map((tie) => ({ ...tie, late: true }));
}

function tied(other: Candidate, why: string, known: Known): Tie[] {
  const call = known.callOf(other);
  // A call that somebody has ended is not the same matter any more.
  if (!call || call.endedAt !== undefined) return [];
  return [{ call, linkedBy: 'same-matter', why, confidence: 0.95 }];
}

/** Other attempts of this number at this account, the earliest first: for attempts, the hash says both. */
function attemptsNear({ id, occurredAt }: Attempt, hash: string, known: Known): Candidate[] {
  const at = Date.parse(occurredAt);
  return known
    .withContent(hash)
    .filter((other) => other.id !== id && isKnown(other.from) && Math.abs(Date.parse(other.occurredAt) - at) <= AGAIN)
    .sort((a, b) => (isLater(a, b) ? 1 : -1));
}

function isLater(one: Attempt, other: Attempt): boolean {
  return one.occurredAt === other.occurredAt ? one.id > other.id : one.occurredAt > other.occurredAt;
}

function isKnown({ phone, verified }: Contact['from']): boolean {
  return phone !== undefined && verified !== false;
}
