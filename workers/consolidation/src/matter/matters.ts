import type { Contact } from '@callbook/contracts';
import type { Clue, KnownPerson, MatterCandidate } from '@callbook/log';
import type { Clues } from './clues.ts';
import type { Other } from './match.ts';
import { introduce, type Sketch, sketchOf } from './sketch.ts';

/** A contact with what is compared of it, and what it may be about the same matter as. */
export type Matters = { readonly own: Sketch; readonly others: readonly Other[] };

/** A new contact, as it looks for others and is found by them. */
export type Seeker = {
  readonly contact: Pick<Contact, 'id' | 'from' | 'occurredAt'>;
  readonly sketch: Sketch;
  readonly clues: Clues;
  readonly person: KnownPerson | undefined;
};

/** What the log found for each contact of a batch, and what the batch itself brings. */
export type MatterMemory = {
  of(seeker: Seeker): Matters;
  noted(seeker: Seeker, candidate: MatterCandidate): void;
};

/** As many of the batch itself as of the log: a burst of mails about one outage is a batch. */
const MOST_NEW = 5;

/** Opens the memory of one batch. Each candidate is sketched once, however many look at it. */
export function openMatters(found: ReadonlyMap<string, readonly MatterCandidate[]>): MatterMemory {
  const sketches = new Map<string, Sketch>();
  const fresh = new Map<Clue, Other[]>();
  const sketched = (candidate: MatterCandidate): Other => {
    const known = sketches.get(candidate.id);
    const sketch = known ?? introduce(sketchOf(candidate), candidate.from, candidate.person);
    if (!known) sketches.set(candidate.id, sketch);
    return { candidate, sketch };
  };
  const person = (seeker: Seeker) =>
    seeker.person === undefined || seeker.person.shared ? [] : [`r ${seeker.person.id}`];

  return {
    of(seeker) {
      const own = introduce(seeker.sketch, seeker.contact.from, seeker.person);
      const shares = new Map<Other, number>();
      for (const clue of [...person(seeker), ...seeker.clues.wanted])
        for (const other of (fresh.get(clue) ?? []).slice(-2 * MOST_NEW))
          shares.set(other, (shares.get(other) ?? 0) + weightOf(clue));
      const recent = [...shares].sort(([, a], [, b]) => b - a).slice(0, MOST_NEW);
      const recorded = found.get(seeker.contact.id) ?? [];
      return { own, others: [...recent.map(([other]) => other), ...recorded.map(sketched)] };
    },
    noted(seeker, candidate) {
      const sketch = introduce(seeker.sketch, seeker.contact.from, seeker.person);
      for (const clue of [...person(seeker), ...seeker.clues.noted]) {
        const others = fresh.get(clue);
        const other = { candidate, sketch };
        if (others) others.push(other);
        else fresh.set(clue, [other]);
      }
    },
  };
}

function weightOf(clue: Clue): number {
  return clue.startsWith('p ') || clue.startsWith('r ') ? 8 : clue.startsWith('m ') ? 4 : clue.startsWith('n ') ? 2 : 1;
}
