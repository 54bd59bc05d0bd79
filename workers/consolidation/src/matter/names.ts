import { foldText, nearly } from './fold.ts';

/** Titles and particles: no part of a name by which somebody is known. Folded. */
const TITLES = new Set(
  'dr prof professor mr mrs ms miss mx sir herr frau mme madame monsieur m pan pani sig sra sr dott ing van von de der den la le el al di da dos nurse sister'.split(
    ' ',
  ),
);

/** The parts of names, folded: given names and surnames, and initials. */
export function namesOf(name: string | undefined): string[] {
  if (name === undefined) return [];
  return [...new Set(foldText(name, 200).match(/\p{L}+/gu) ?? [])].filter((part) => !TITLES.has(part));
}

/** What an address says about a name: `ravi.chandran92@…`. Folded. */
export function namesInAddress(email: string | undefined): string[] {
  return (email === undefined ? [] : (foldText(email.split('@')[0] ?? '', 100).match(/\p{L}+/gu) ?? [])).filter(
    (part) => part.length >= 3,
  );
}

/** How far two names are those of one person, from 0 to 1. A given name alone is shared by many. */
export function sameName(one: readonly string[], other: readonly string[]): number {
  const full = one.filter((part) => part.length >= 2 && other.some((another) => sameWord(part, another)));
  if (full.length >= 2) return 1;
  if (full.length === 0) return 0;
  const initials = (names: readonly string[], others: readonly string[]) =>
    names.some((part) => part.length === 1 && others.some((another) => another.length > 1 && another.startsWith(part)));
  if (initials(one, other) || initials(other, one)) return 0.8;
  const [part = ''] = full;
  const last = part === one.at(-1) && one.length > 1;
  return last ? 0.6 : 0.45;
}

/** How far these words mention somebody of that name, from 0 to 1; `misheard` where a letter may be wrong. */
export function mentions(words: ReadonlySet<string>, name: readonly string[], misheard: boolean): number {
  const found = name.filter((part) => part.length >= 3 && hasWord(words, part, misheard));
  if (found.length >= 2) return 1;
  if (found.length === 0) return 0;
  return found[0] === name.at(-1) && name.length > 1 ? 0.7 : 0.5;
}

/** How far an address is made of a name: `mcdubois@`. */
export function addressNames(parts: readonly string[], name: readonly string[]): number {
  const found = name.filter(
    (part) => part.length >= 3 && parts.some((one) => one === part || (part.length >= 4 && one.includes(part))),
  );
  return found.length >= 2 ? 1 : found.length === 1 ? 0.6 : 0;
}

function sameWord(one: string, other: string): boolean {
  return one.length >= 6 ? nearly(one, other) : one === other;
}

function hasWord(words: ReadonlySet<string>, part: string, misheard: boolean): boolean {
  if (words.has(part)) return true;
  if (!misheard || part.length < 6) return false;
  for (const word of words) if (nearly(word, part)) return true;
  return false;
}
