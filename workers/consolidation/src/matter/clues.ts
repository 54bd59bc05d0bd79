import type { Contact } from '@callbook/contracts';
import { type Clue, identitiesOf, identityKey } from '@callbook/log';
import { foldText } from './fold.ts';
import { namesInAddress, namesOf } from './names.ts';
import type { Sketch } from './sketch.ts';

/** By what a contact is found later, and by what others are looked for: who says it, what it names, its telling words. */
export type Clues = { readonly noted: readonly Clue[]; readonly wanted: readonly Clue[] };

/** A bound for each kind: a contact costs about ten rows, and as many look-ups. */
const MOST = { marks: 6, names: 5, words: 6, concepts: 3 } as const;
const SHORTEST_NAME = 3;
/** Shorter digits are shared by too many things. */
const SHORTEST_CORE = 4;
/** Where nobody writes capitals, people say who they are at the beginning. */
const INTRODUCTION = 10;

/** The clues of a contact, from what it says alone. */
export function cluesOf({ from, text }: Pick<Contact, 'from' | 'text'>, sketch: Sketch): Clues {
  const people = identitiesOf(from).map((identity) => `p ${identityKey(identity)}`);
  const marks = sketch.marks
    .filter(({ weight }) => weight >= 0.5)
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap(({ text, core }) => [
      `m ${text}`,
      ...(core !== undefined && core.length >= SHORTEST_CORE ? [`m ${core}`] : []),
    ])
    .slice(0, MOST.marks);
  const own = [...namesOf(from.name), ...namesInAddress(from.email)].filter((name) => name.length >= SHORTEST_NAME);
  const spoken = namesIn(text, sketch).map((name) => `n ${name}`);
  const names = [...new Set(own)].map((name) => `n ${name}`);
  const words = [...sketch.words]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST.words)
    .map(([stem]) => `w ${stem}`);
  const compounds = [...sketch.compounds].slice(0, MOST.words).map((stem) => `w ${stem}`);
  const concepts = [...sketch.concepts].slice(0, MOST.concepts).map((concept) => `c ${concept}`);
  const noted = [...people, ...marks, ...[...names, ...spoken].slice(0, MOST.names), ...words, ...concepts];
  return { noted: [...new Set(noted)], wanted: [...new Set([...noted, ...names, ...spoken, ...compounds])] };
}

/** Words of a text that may be names: written with a capital, or said where people say who they are. Folded. */
function namesIn(text: string, { spelled }: Sketch): string[] {
  const written = foldedCapitals(text);
  const telling = [...spelled.values()].filter((word) => word.length >= SHORTEST_NAME);
  const capital = telling.filter((word) => written.has(word));
  return (capital.length > 0 ? capital : telling.slice(0, INTRODUCTION)).slice(0, MOST.names);
}

function foldedCapitals(text: string): Set<string> {
  return new Set(
    [...text.slice(0, 2_000).matchAll(/(?<![.!?]\s|^)\p{Lu}[\p{Ll}\p{M}]+/gmu)].map(([word]) => foldText(word)),
  );
}
