import { english } from './english.ts';
import { german } from './german.ts';
import type { Words } from './words.ts';

/** The languages that are spoken, by their first subtag. Another one is another line and a file like its neighbours. */
export const LANGUAGES: Readonly<Record<string, Words>> = { en: english, de: german };

/** The words for a language (BCP 47); English ones for a language that nobody has written down yet. */
export function wordsFor(language: string | undefined): Words {
  const tag = language?.split(/[-_]/, 1)[0]?.toLowerCase() ?? 'en';
  return Object.hasOwn(LANGUAGES, tag) ? (LANGUAGES[tag] ?? english) : english;
}
