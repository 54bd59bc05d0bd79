import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { UNKNOWN } from './labels.ts';

/** Who called, as a telephone system writes it: at least one of the two, or that nobody is to know. */
export type Caller = { readonly number?: string; readonly name?: string; readonly withheld?: boolean };

const NUMBER = /(?<![\p{L}\p{N}])\+?\(?\d(?:[ \u00a0]?[()./-]{0,2}[ \u00a0]?\d){1,17}(?![\p{L}\p{N}])/u;
/** `"Ada" <030…>`, `Ada (030…)`, `<sip:030…@host>`. */
const BRACKETED =
  /[<([](?:(?:sips?|tel):|x|ext\.? ?)?(\+?\(?\d(?:[ \u00a0]?[()./-]{0,2}[ \u00a0]?\d){1,17})(?:@[^\s<>()]*)?[>)\]](?![ \u00a0]?\d)/;
/** What stands behind the caller: when it was, how long, in which mailbox. */
const BEHIND =
  /[\s,;–-]+(?:on|at|am|um|le|à|el|il|alle|op|om|dnia|den|klo|в)\s+(?=(?:\p{L}{2,12}\.?,?\s+)?\d{1,4}(?:[./:h-]\d|\s?[ap]m\b|\.?\s\p{L})).*$|[\s,;]+(?:on|am|le|el|il|op)\s+(?:mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son|lun|mar|mer|jeu|ven|dim|mié|jue|vie|sáb|dom|gio|sab)\p{L}*\b.*$|[\s,;]+(?:in|to|for|im?|an|auf|für|dans|sur|en|nel|per|na)\s+(?:(?:the|your|dem|der|ihrem?|votre|su|la)\s+)?(?:voice ?mail ?box|mailbox|extension|anrufbeantworter|nebenstelle|postfach|boîte|buzón|casella|messagerie|\d).*$|[\s,;(]+\d{1,3}(?::\d{2}){1,2}\)?\s*$|[\s,;(]+\d{1,5}\s*(?:s|sec|seconds?|sek|sekunden?|secondes?|segundos?|secondi|min|minutes?|minuten?|minutos?|minuti)\.?\)?\s*$|[\s,;]+(?:so you|length|dauer|duration)\b.*$/iu;
const NAMED = /^[ \u00a0]*[("“„[]([^)"”“\]]{1,80})[)"”“\]]/;
/** A name is shorter; what is longer is a sentence. */
const NAME = 80;

/** The caller in one value: `"Ada" <0301234567>`, `Ada (101)`, `0301234567, 12 seconds`, `Unknown sender (0301234567)`. */
export function callerIn(value: string): Caller | undefined {
  const text = shortened(value.slice(0, 300));
  const found = BRACKETED.exec(text) ?? NUMBER.exec(text);
  const number = found?.[1] ?? found?.[0];
  // Behind a number stands the name only in brackets or quotes; all else there is when, where and how long.
  const behind = found ? (NAMED.exec(text.slice(found.index + found[0].length))?.[1] ?? '') : '';
  const name = plain(found ? `${text.slice(0, found.index)} ${behind}` : text);
  const known = name !== '' && name.length <= NAME && /\p{L}/u.test(name) && !UNKNOWN.test(name);
  if (number === undefined && !known) return UNKNOWN.test(name) ? { withheld: true } : undefined;
  return { ...(number !== undefined && { number: number.trim() }), ...(known && { name }) };
}

/** E.164, where it is a number of a network and not of the system's own; a national one is one of this country. */
export function e164(number: string, country: string | undefined): string | undefined {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 7) return undefined;
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const world = number
    .trim()
    .replace(/^00(?=[1-9])/, '+')
    .replace(/\(0\)/, '');
  const parsed = parsePhoneNumberFromString(world, home && { defaultCountry: home });
  if (!parsed?.isPossible() || parsed.number.length > 16) return undefined;
  if (world.startsWith('+')) return parsed.number;
  // A wrong number is somebody else's: it must be written as one of this country is dialled there.
  const national = parsed.formatNational().replace(/\D/g, '');
  return parsed.isValid() && [national, `1${national}`].includes(digits) ? parsed.number : undefined;
}

function shortened(value: string): string {
  let text = value.trim();
  for (let cut = text.replace(BEHIND, ''); cut !== text; cut = text.replace(BEHIND, '')) text = cut;
  return text;
}

function plain(text: string): string {
  return text
    .replace(/<[^<>]*>?|["“”„«»]/g, ' ')
    .replace(/\(\s*\)/g, ' ')
    .replace(/^[\s'(),;:.*–-]+|[\s'(),;:.*!–-]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ (?:at|unter|au|al|op|bei)$/i, '');
}
