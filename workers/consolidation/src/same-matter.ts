import type { CallState } from '@callbook/log';
import type { Suggested } from './decide.ts';
import { nearlySaid } from './matter/again.ts';
import { type Match, matchesOf } from './matter/match.ts';
import type { Matters } from './matter/matters.ts';
import { waveOf } from './matter/wave.ts';
import type { Known } from './memory.ts';
import type { Newcomer } from './newcomer.ts';
import type { Repeat } from './repeat.ts';
import type { Tie } from './tie.ts';

/** What a contact may be about, told by what it says and who says it. */
export type SameMatter = { readonly tie: Tie | undefined; readonly suggestions: readonly Suggested[] };

const NOTHING: SameMatter = { tie: undefined, suggestions: [] };

/** Sent again with a word before or after it, by the same person and channel. */
export function saidAgain(newcomer: Newcomer, known: Known): Repeat[] {
  const { contact, answers } = newcomer;
  const matters = known.matters(newcomer);
  // With a file it may be another page: what is in it nobody has compared.
  const files = contact.attachments.some(({ inline }) => !inline);
  if (!matters || files || contact.from.verified === false || answers.length > 0) return [];
  return nearlySaid(matters.own, contact.text, matters.others)
    .filter(({ candidate }) => isOpen(known.callOf(candidate)))
    .map(({ candidate }) => ({
      of: candidate,
      why: 'the same person says nearly the same again',
      confidence: 0.97,
    }));
}

/**
 * The call that it is about for sure, and those that it may be about; and many people's that may have one cause. Text
 * alone never joins: only one person's words that are nearly the same, where both times the channel vouches for them.
 * Of a contact that is on a call already, `onCall`, other calls alone are looked at.
 */
export function bySameMatter(newcomer: Newcomer, known: Known, onCall?: string): SameMatter {
  const all = known.matters(newcomer);
  if (!all) return NOTHING;
  const others = all.others.filter(({ candidate }) => known.survivorOf(candidate.callId) !== onCall);
  const matters = { own: all.own, others };
  const matches = matchesOf(matters.own, matters.others);
  const sure = matches.find(({ certain }) => certain);
  const call = sure && known.callOf(sure.candidate);
  return {
    tie: call && isOpen(call) ? tieOf(call, sure) : undefined,
    suggestions: [...matches.map((match) => suggestionOf(match, known)), ...waveSuggestions(matters, known)],
  };
}

function isOpen(call: CallState | undefined): boolean {
  return call !== undefined && call.endedAt === undefined;
}

function tieOf(call: CallState, { why, confidence }: Match): Tie {
  return { call, linkedBy: 'same-matter', why: `is about the same matter: ${why.join('; ')}`, confidence };
}

function suggestionOf({ candidate, confidence, why }: Match, known: Known): Suggested {
  const callId = known.survivorOf(candidate.callId);
  return { kind: candidate.endedAt === undefined ? 'same-matter' : 'follow-up', callId, why, confidence };
}

/** A guess that people check at a glance: nobody's words are shown to anybody by it. */
const WAVE_CONFIDENCE = 0.5;

/** All calls of a wave lead to one: to whose they lead already, else to that which came first. */
function waveSuggestions({ own, others }: Matters, known: Known): Suggested[] {
  const wave = waveOf(own, others);
  if (!wave) return [];
  const calls = wave.others
    .toSorted((a, b) => a.sketch.occurredAt - b.sketch.occurredAt)
    .map(({ candidate }) => known.survivorOf(candidate.callId));
  const parent = calls.map((callId) => known.parentOf(callId)).find((callId) => callId !== undefined) ?? calls[0];
  if (parent === undefined) return [];
  const why = [`${new Set(calls).size + 1} people within a few hours speak of: ${wave.about}`];
  const suggested = { kind: 'same-cause', callId: parent, why, confidence: WAVE_CONFIDENCE } as const;
  const orphans = [...new Set(calls)].filter((callId) => callId !== parent && known.parentOf(callId) === undefined);
  return [suggested, ...orphans.map((of) => ({ ...suggested, of }))];
}
