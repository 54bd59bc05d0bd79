import { DAY, HOUR } from '@callbook/contracts';
import { compare, total } from './evidence.ts';
import { foldText, wordsIn } from './fold.ts';
import type { Other } from './match.ts';
import type { Sketch } from './sketch.ts';

/** So long the same person repeats the same words because no answer came. */
const RESENT = 3 * DAY;
/** So long somebody who is not sure that it went through says it again in other words. */
const UNSURE = HOUR;

/**
 * The contacts that this one says again, with a word before or after it: the same person, by the same channel. Numbers are
 * no words: who says another one means another thing.
 */
export function nearlySaid(own: Sketch, text: string, others: readonly Other[]): Other[] {
  return others.filter(({ candidate, sketch }) => {
    const apart = Math.abs(own.occurredAt - sketch.occurredAt);
    if (sketch.channel !== own.channel || apart > RESENT || candidate.endedAt !== undefined) return false;
    if (own.speaker.requesterId === undefined || own.speaker.requesterId !== sketch.speaker.requesterId) return false;
    if (candidate.from.verified === false) return false;
    const [before, after] = own.occurredAt < sketch.occurredAt ? [text, candidate.text] : [candidate.text, text];
    return mostlyWithin(before, after) || (apart <= UNSURE && mostlySame(own, sketch) && haveRun(before, after));
  });
}

/** Fewer words come again as new ones. */
const FEWEST = 8;
/** So much may be added, and so much left out: "sent this first to the old address". */
const ADDED = { words: 12, part: 0.5 } as const;
const MISSING = 0.05;

/**
 * Whether all that the earlier one says stands in the later one, in its order. A word may be left out, but not be another
 * one: "the fridge on floor two" and "the fridge on floor three" are two fridges.
 */
function mostlyWithin(earlier: string, later: string): boolean {
  const [before, after] = [wordsIn(foldText(earlier)), wordsIn(foldText(later))];
  const most = Math.max(ADDED.words, ADDED.part * before.length);
  if (before.length < FEWEST || after.length - before.length > most) return false;
  let place = 0;
  let missing = 0;
  for (const [index, word] of before.entries()) {
    const found = after.indexOf(word, place);
    if (found >= 0 && found - place <= most) place = found + 1;
    else if (/\d/.test(word) || after[place] !== before[index + 1]) return false;
    else missing += 1;
  }
  return missing <= Math.max(1, MISSING * before.length);
}

/** Four in five of what either says, in telling words. */
const SAME = { ofMore: 0.6, ofLess: 0.8, least: 4 } as const;

function mostlySame(one: Sketch, other: Sketch): boolean {
  const { evidence } = compare(one, other);
  const shared = Math.expm1(evidence.words);
  const [less, more] = [total(one), total(other)].sort((a, b) => a - b) as [number, number];
  if (one.marks.some(({ text }) => !other.marks.some((mark) => mark.text === text))) return false;
  return shared >= SAME.least && shared >= SAME.ofLess * less && shared >= SAME.ofMore * more;
}

/** So many words one after another nobody says twice by chance: programs write the same words in another order. */
const RUN = 8;

function haveRun(one: string, other: string): boolean {
  const runs = (words: readonly string[]) =>
    words.slice(RUN - 1).map((_, index) => words.slice(index, index + RUN).join(' '));
  const there = new Set(runs(wordsIn(foldText(one))));
  return runs(wordsIn(foldText(other))).some((run) => there.has(run));
}
