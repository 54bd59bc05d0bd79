import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { isClosing } from './closing.ts';
import { labelAt } from './phones/labels.ts';
import { announcementAt, nextWords } from './visible/history.ts';
import { type Line, linesOf } from './visible/line.ts';

/** Of a longer text no more is looked at, and no more numbers are kept. */
const LOOKED_AT = 100_000;
const NUMBERS = 20;
const SIGNATURE_LINES = 15;
/** A plus and fifteen digits (ITU-T E.164 §6.1). */
const E164 = 16;
/** Characters on each side of a number that tell what it is. */
const BESIDE = 60;
/** Six to eighteen digits with at most one sign and a space on each side between two of them. */
const CANDIDATE = /(?:\+|\(\+?)?\d(?:[ \u00a0]?[()./\-\u2010-\u2015]{0,2}[ \u00a0]?\d){5,17}/g;
/** Beside these a run of digits is a part of something else: a word, a link, a time, an amount. */
const JOINED_BEFORE = /[\p{L}\p{N}@#=_%\\/€$£-]$|\d:$|:\/\/\S*$/u;
const JOINED_AFTER = /^(?:[\p{L}\p{N}@=_%]|[:.,-]\d|\s?(?:€|%|\$|£|(?:EUR|USD|GBP|CHF|kg|km|mm|cm|[kMG]B)\b))/u;
const DATE =
  /(?<!\d)(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)?\d\d)(?!\d)/g;
const ADDRESS = /\d{1,3}(?:\.\d{1,3}){3}/g;
/** `(212) 555-0123`, `212-555-0123`: as North Americans write their numbers, and hardly anything else. */
const AMERICAN = /^(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}$/;

/**
 * Telephone numbers in what somebody wrote themselves, quoted history aside, as E.164: the one that stands by the
 * sender's name first, where exactly one does. A national one of `country` counts only where a word calls it a telephone
 * number or it is written as one, for order numbers, dates and accounts have as many digits. Fax numbers are left out.
 *
 * None of them is an identity of the sender: anybody can write any number below a mail, and colleagues write the same.
 */
export function phonesOf(text: string, name: string | undefined, country: string | undefined): string[] {
  const lines = ownLines(text.slice(0, LOOKED_AT));
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const found = lines.flatMap((line, at) => numbersIn(line, home).map((one) => ({ ...one, at })));
  const start = signatureStart(lines, name);
  const signed = found.filter(({ at, personal }) => personal && at >= start && at < start + SIGNATURE_LINES);
  const [sender, ...others] = new Set(signed.map(({ number }) => number));
  const first = sender !== undefined && others.length === 0 ? [sender] : [];
  return [...new Set([...first, ...found.map(({ number }) => number)])].slice(0, NUMBERS);
}

type Found = { readonly number: string; readonly personal: boolean };

function numbersIn(line: string, home: CountryCode | undefined): Found[] {
  if (!/\d{2}/.test(line)) return [];
  // What is a date or a network address for sure must not become the beginning of a number.
  const plain = line.replace(DATE, blank).replace(ADDRESS, blank);
  return [...plain.matchAll(CANDIDATE)].flatMap((match) => {
    const end = match.index + match[0].length;
    const before = plain.slice(Math.max(0, match.index - BESIDE), match.index);
    const after = plain.slice(end, end + BESIDE);
    if (JOINED_BEFORE.test(before) || JOINED_AFTER.test(after)) return [];
    const number = read(match[0], labelAt(before), home);
    return number ?? [];
  });
}

function read(written: string, label: ReturnType<typeof labelAt>, home: CountryCode | undefined): Found | [] {
  if (label === 'fax') return [];
  const text = written
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/^\((\+)/, '$1')
    .replace(/\(0\)/g, ' ')
    .trim();
  const grouped = /[\d)][ ./-]+[\d(]/.test(text);
  const world = /^\+/.test(text) || (/^00[1-9]/.test(text) && (grouped || label === 'phone'));
  const number = parsePhoneNumberFromString(
    text.replace(/^00(?=[1-9])/, '+'),
    world ? {} : { ...(home && { defaultCountry: home }) },
  );
  // Whole ranges are kept for films and examples, and not every new one is known: a word or a plus is enough.
  // Some countries have possible numbers that are longer than E.164 allows.
  if (!number?.isPossible() || number.number.length > E164) return [];
  if (!world && !(home && isWrittenAsPhone(text, number, label, grouped))) return [];
  const type = number.getType();
  const shared = label === 'shared' || type === 'TOLL_FREE' || type === 'PREMIUM_RATE' || type === 'SHARED_COST';
  return { number: number.number, personal: !shared };
}

function isWrittenAsPhone(text: string, number: PhoneNumber, label: ReturnType<typeof labelAt>, grouped: boolean) {
  if (label === 'other') return false;
  if ((label === 'phone' || label === 'shared') && text.startsWith('0')) return true;
  if (!number.isValid()) return false;
  if (label === 'phone' || label === 'shared') return true;
  if (AMERICAN.test(text)) return number.countryCallingCode === '1';
  return text.startsWith('0') && (grouped || number.getType() === 'MOBILE');
}

/** What stands in the mail's own words, and not in the history that a program put below or between. */
function ownLines(text: string): string[] {
  const lines = linesOf(text);
  const own: Line[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const found = announcementAt(lines, at);
    if (found) {
      if ((lines[nextWords(lines, found.end)]?.depth ?? 0) === 0) break;
      at = found.end - 1;
      continue;
    }
    const line = lines[at];
    if (line?.depth === 0) own.push(line);
  }
  return own.map(({ raw }) => raw);
}

/** Where the signature begins: at a closing, at `-- `, or at the sender's name on a line of its own. */
function signatureStart(lines: readonly string[], name = ''): number {
  const last = lines.findLastIndex(
    (line) =>
      isClosing(line) || /^--\s*$/.test(line) || (name.length > 3 && line.trim().toLowerCase() === name.toLowerCase()),
  );
  return last < 0 ? lines.length : last;
}

function blank(text: string): string {
  return '|'.repeat(text.length);
}
