import { nameToEmoji } from 'gemoji';
import { SLACK_EMOJI } from './slack-emoji.ts';

/** A map, and no object: `:constructor:` is the name of no emoji. */
const CHARACTERS = new Map([
  ...Object.entries(nameToEmoji),
  ...SLACK_EMOJI.trim()
    .split(/ {2,}|\n/)
    .map((pair) => pair.split(' ') as [string, string]),
]);

const FLAG = /^flag-([a-z])([a-z])$/;
const REGIONAL_A = 0x1f1e6;
const LOWER_A = 97;
/** The lightest skin tone is the second of the Fitzpatrick scale. https://unicode.org/reports/tr51/#Diversity */
const SECOND_TONE = 0x1f3fb;
/** Asks for the picture where a character also has a plain form; a skin tone takes its place. */
const AS_PICTURE = '\ufe0f';

/**
 * The character of an emoji by Slack's name of it (`tada`, `flag-de`, `wave::skin-tone-3`). One that a workspace made
 * itself has none, and stays `:name:`.
 */
export function emojiNamed(name: string): string {
  const [base = '', tone] = name.split('::skin-tone-', 2);
  const character = CHARACTERS.get(base) ?? flag(base);
  if (character === undefined) return `:${name}:`;
  return tone === undefined ? character : toned(character, Number(tone));
}

/** The character by the code points that Slack gives in a block (`1f44b-1f3fd`); undefined for what are none. */
export function emojiOf(unicode: string): string | undefined {
  const codes = unicode.split('-', 20).map((code) => (/^[0-9a-f]{1,6}$/i.test(code) ? Number.parseInt(code, 16) : -1));
  const none = codes.some((code) => code < 0x20 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff));
  return none ? undefined : String.fromCodePoint(...codes);
}

function flag(name: string): string | undefined {
  const letters = FLAG.exec(name)?.slice(1);
  return letters?.map((letter) => String.fromCodePoint(REGIONAL_A + letter.charCodeAt(0) - LOWER_A)).join('');
}

function toned(character: string, tone: number): string {
  if (!(tone >= 2 && tone <= 6)) return character;
  const [first = '', second, ...rest] = character;
  const tail = second === AS_PICTURE || second === undefined ? rest : [second, ...rest];
  return [first, String.fromCodePoint(SECOND_TONE + tone - 2), ...tail].join('');
}
