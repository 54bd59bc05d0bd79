import { dutch } from './dutch.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { italian } from './italian.ts';
import { spanish } from './spanish.ts';
import type { Words } from './words.ts';

/** The languages that are spoken, by their first subtag. Another one is another line and a file like its neighbours. */
const LANGUAGES: Readonly<Record<string, Words>> = {
  ...{ en: english, de: german, fr: french },
  ...{ es: spanish, nl: dutch, it: italian },
};

/**
 * The language, by its first subtag, in which somebody is written to: theirs, where the organisation writes it, else its
 * first. An organisation that names none writes all that are spoken here.
 */
export function languageFor(language: string | undefined, written: readonly string[]): string {
  const theirs = language?.split('-', 1)[0]?.toLowerCase();
  const known = written.length > 0 ? written : Object.keys(LANGUAGES);
  return theirs !== undefined && known.includes(theirs) ? theirs : (written[0] ?? 'en');
}

/** The words for a language (BCP 47); English ones for a language that nobody has written down yet. */
export function wordsFor(language: string | undefined): Words {
  return LANGUAGES[language?.split('-', 1)[0]?.toLowerCase() ?? 'en'] ?? english;
}

/** The same in few letters, as `toldTime` tells it at length. */
export function toldShortly(at: Date, { language }: Words, timeZone: string): string {
  return new Intl.DateTimeFormat(language, {
    ...({ weekday: 'short', day: 'numeric', month: 'short' } as const),
    ...({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone } as const),
  }).format(at);
}

/** A weekday, a day and a time with its zone, as they are written in that language. */
export function toldTime(at: Date, { language }: Words, timeZone: string): string {
  return new Intl.DateTimeFormat(language, {
    ...({ weekday: 'long', day: 'numeric', month: 'long' } as const),
    ...({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone } as const),
  }).format(at);
}
