import { DAY, HOUR } from '@callbook/contracts';
import type { MatterCandidate } from '@callbook/log';
import { type Compared, compare } from './evidence.ts';
import { likelihood } from './score.ts';
import type { Sketch } from './sketch.ts';

/** A recorded contact with what is compared of it. */
export type Other = { readonly candidate: MatterCandidate; readonly sketch: Sketch };

/** Another call that a contact may be about, and why. */
export type Match = {
  readonly candidate: MatterCandidate;
  readonly confidence: number;
  /** In words for a person. */
  readonly why: readonly string[];
  /** Sure enough to join without a person's word, where both identities are verified. */
  readonly certain: boolean;
};

/**
 * From here on a call is suggested: nine in ten pairs of people whom nothing was fitted to are found then, at 0.4 wrong
 * suggestions a contact, in four organisations. `infra/bench matching` measures it, and draws the curve.
 */
const SUGGESTED = 0.1;
/** A call that is so much less likely than the best one is not shown beside it. */
const BESIDE_BEST = 0.25;
const MOST = 3;
/** One person saying most of the same, and nothing of something else: none of the 27 joins in the four sets was wrong. */
const CERTAIN = { likelihood: 0.8, share: 0.4 } as const;
/** A contact so much later is another time. */
const WINDOW = 14 * DAY;

/** The calls that a contact may be about, the likeliest first. `suggested`: from which likelihood on, 0 to 1. */
export function matchesOf(own: Sketch, others: readonly Other[], suggested = SUGGESTED): Match[] {
  const best = new Map<string, { other: Other; compared: Compared; confidence: number }>();
  for (const other of others) {
    if (Math.abs(own.occurredAt - other.sketch.occurredAt) > WINDOW) continue;
    const compared = compare(own, other.sketch);
    const confidence = likelihood(compared.evidence);
    const { callId } = other.candidate;
    if (confidence >= suggested && confidence > (best.get(callId)?.confidence ?? 0))
      best.set(callId, { other, compared, confidence });
  }
  const ranked = [...best.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MOST);
  const [first] = ranked;
  return ranked
    .filter(({ confidence }) => confidence >= BESIDE_BEST * (first?.confidence ?? 0))
    .map(({ other, compared, confidence }) => ({
      candidate: other.candidate,
      confidence: Math.round(confidence * 100) / 100,
      why: reasons(own, other.sketch, compared),
      certain: isCertain(own, other, compared, confidence),
    }));
}

function isCertain(own: Sketch, { candidate, sketch }: Other, { evidence }: Compared, confidence: number): boolean {
  const { samePerson, share, other, recurs, otherMark } = evidence;
  const verified = own.speaker.verified && sketch.speaker.verified;
  const same = samePerson === 1 && share >= CERTAIN.share && other + recurs + otherMark === 0;
  return verified && same && confidence >= CERTAIN.likelihood && candidate.endedAt === undefined;
}

function reasons(own: Sketch, other: Sketch, { evidence, shared }: Compared): string[] {
  const why: string[] = [];
  if (evidence.samePerson === 1) why.push('the same person');
  else if (evidence.sameName >= 0.8) why.push('the same name, by another address or number');
  else if (evidence.mentioned > 0) why.push('one speaks of the other by name');
  else if (evidence.sameName > 0) why.push('a part of the name is the same');
  if (shared.marks.length > 0) why.push(`both name ${shared.marks.slice(0, 3).join(', ')}`);
  if (shared.concepts.length > 0) why.push(`both are about: ${shared.concepts.slice(0, 3).join(', ')}`);
  if (shared.words.length > 0) why.push(`words of both: ${shared.words.slice(0, 5).join(', ')}`);
  if (evidence.again === 1) why.push('the later one comes back to something');
  if (evidence.recurs === 1) why.push('it may have been solved in between');
  if (evidence.place >= 0.5) why.push('the same place');
  why.push(apartInWords(own.occurredAt - other.occurredAt));
  return why;
}

function apartInWords(milliseconds: number): string {
  const hours = Math.round(Math.abs(milliseconds) / HOUR);
  if (hours < 1) return 'within the hour';
  return hours < 36 ? `${hours} h apart` : `${Math.round(hours / 24)} days apart`;
}
