import { type MissedReason, SECOND } from '@callbook/contracts';
import { type CallFacts, isOver, type RecordingFacts } from './facts.ts';

/** How a call ended: with a message, or without one; `open` while that cannot be said. */
export type Outcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'message'; readonly seconds: number | undefined }
  | { readonly kind: 'missed'; readonly reason: MissedReason; readonly seconds?: number | undefined };

/** A recording may be listed a moment after the call has ended. */
export const GRACE = 10 * SECOND;
/** News of the end of a call come within this of one another. */
export const SETTLING = 2 * SECOND;

/** https://www.twilio.com/docs/api/errors/16101 and 16102 */
const ABSENT: Readonly<Record<number, MissedReason>> = { 16101: 'too-short', 16102: 'silent' };
const UNFINISHED = new Set(['in-progress', 'paused', 'stopped', 'processing']);

/** Says how a call ended, from all that Twilio lists of it. Pure. */
export function outcomeOf(
  call: CallFacts,
  recordings: readonly RecordingFacts[],
  rules: { readonly shortestSeconds: number; readonly now: Date; readonly grace: number },
): Outcome {
  if (!isOver(call) || recordings.some(({ status }) => UNFINISHED.has(status))) return { kind: 'open' };

  const kept = recordings.filter(({ status }) => status === 'completed' || status === 'deleted');
  const seconds = kept.reduce((most, recording) => Math.max(most, recording.seconds ?? 0), 0);
  // Of a length that is not told nothing can be held against it.
  const isMessage = kept.some((recording) => (recording.seconds ?? Number.POSITIVE_INFINITY) >= rules.shortestSeconds);
  if (isMessage) return { kind: 'message', seconds };
  if (kept.length > 0) return { kind: 'missed', reason: 'too-short', seconds };

  const [absent] = recordings;
  if (absent) return { kind: 'missed', reason: ABSENT[absent.errorCode ?? 0] ?? 'no-recording' };
  if (rules.now.getTime() - (call.endedAt?.getTime() ?? 0) < rules.grace) return { kind: 'open' };
  return { kind: 'missed', reason: call.status === 'failed' || call.status === 'busy' ? 'failed' : 'hung-up' };
}
