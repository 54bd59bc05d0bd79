import { HOUR } from '@callbook/contracts';
import { compare } from './evidence.ts';
import type { Other } from './match.ts';
import type { Sketch } from './sketch.ts';

/** So close together, many people speak of one cause. */
const CLOSE = 3 * HOUR;
/** People besides the one who speaks. With two others it is more than a coincidence. */
const PEOPLE = 2;
/** Said as often by as many people before, it is what people always ask. */
const BEFORE = 12 * HOUR;

/** Contacts that seem to come of one cause, and what they have in common in words. */
export type Wave = { readonly others: readonly Other[]; readonly about: string };

/**
 * Contacts of other people that seem to come of the same cause: within hours several speak of one thing that hardly
 * anybody spoke of before. Undefined where these are too few.
 */
export function waveOf(own: Sketch, others: readonly Other[]): Wave | undefined {
  if (own.cues.other) return undefined;
  const strangers = others.filter(({ sketch }) => isStranger(own, sketch));
  const close = strangers.filter(({ sketch }) => Math.abs(own.occurredAt - sketch.occurredAt) <= CLOSE);
  if (close.length < PEOPLE) return undefined;
  let best: Wave | undefined;
  for (const { about, says } of topicsOf(own)) {
    const now = close.filter(({ sketch }) => says(sketch));
    const long = strangers.filter(({ sketch }) => own.occurredAt - sketch.occurredAt > BEFORE && says(sketch));
    if (peopleOf(now) < PEOPLE || peopleOf(long) >= peopleOf(now)) continue;
    if (now.length > (best?.others.length ?? 0)) best = { others: now, about };
  }
  return best;
}

function isStranger(own: Sketch, other: Sketch): boolean {
  const { samePerson, sameName, mentioned } = compare(own, other).evidence;
  return samePerson === 0 && sameName < 0.8 && mentioned < 1 && !other.cues.other;
}

type Topic = { readonly about: string; readonly says: (other: Sketch) => boolean };

/** What it could be about: a telling word, or a kind of thing where that is most of what it speaks of. */
function topicsOf(own: Sketch): Topic[] {
  const words = [...own.words]
    .filter(([stem, weight]) => weight >= 0.5 && !own.speaker.at.has(stem))
    .map(([stem]) => stem);
  const topics = [...words, ...own.compounds].map((stem) => ({
    about: own.spelled.get(stem) ?? stem,
    says: ({ words, compounds }: Sketch) => words.has(stem) || compounds.has(stem),
  }));
  const concepts = [...own.concepts].map((concept) => ({
    about: concept,
    says: ({ concepts }: Sketch) =>
      concepts.has(concept) && 2 * shared(own.concepts, concepts) >= Math.min(own.concepts.size, concepts.size),
  }));
  return [...concepts, ...topics];
}

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((concept) => other.has(concept)).length;
}

function peopleOf(others: readonly Other[]): number {
  return new Set(others.map(({ candidate, sketch }) => sketch.speaker.requesterId ?? candidate.id)).size;
}
