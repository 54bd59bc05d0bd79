import { spokenNumbers } from './numbers.ts';

/**
 * Something that names one thing and not a kind of thing: an asset tag, a room, an error code, a host, an order. `core` is
 * its digits, which is what survives a telephone or a scan; `kind` is what stands before them, by which two marks of one
 * kind are told apart.
 */
export type Mark = {
  readonly text: string;
  readonly core: string | undefined;
  readonly kind: string;
  readonly weight: number;
};

const TOKEN = /[\p{L}\p{N}]+(?:[-_.:,/\\][\p{L}\p{N}]+)*/gu;
const QUANTITY = /^\d{1,4}(?:[.,]\d+)?(?:st|nd|rd|th|h|am|pm|min|mins|km|kg|gb|mb|tb|g|m|cm|mm|x|k|v|w|uhr|er|e|c|f)$/;
const TIME = /^\d{1,2}[:h]\d{2}$|^\d{1,2}[.:]\d{2}(?:am|pm)$/;
/** Of money, mostly: 612.40 is no day of a month. */
const AMOUNT = /^\d{1,6}[.,]\d{2}$/;
const DATE = /^\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?$/;
const ROOM = /^[a-z]{0,3}[-.]?\d{1,2}[.-]\d{2,3}$/;
const YEAR = /^(?:19|20)\d{2}$/;
/** What stands before the number of a place; folded. */
const PLACES = new Set(
  `room rm flat apartment unit bay ward bed office desk number no nr house block level floor gate dock line station zimmer raum wohnung haus
  halle station platz bett chambre salle bureau appartement habitacion sala aula piso cama pokoj pokoju sala mieszkanie camera stanza kamer
  lokaal appartamento oda daire school bus vehicle van truck till lane kasse caisse caja kassa`.split(/\s+/),
);
const MOST = 24;

/** The marks in a text, each once, in the order in which they stand there. `words` are its folded words. */
export function marksOf(text: string, words: readonly string[]): Mark[] {
  const marks = new Map<string, Mark>();
  const add = (mark: Mark) => {
    if (marks.size < MOST && !marks.has(mark.text)) marks.set(mark.text, mark);
  };
  let before = '';
  for (const [raw] of /\d/.test(text) ? text.slice(0, 4_000).matchAll(TOKEN) : []) {
    const token = raw.toLowerCase();
    const mark = /\d/.test(token) ? markOf(token, before) : undefined;
    if (mark) add(mark);
    before = token;
  }
  for (const digits of spokenNumbers(words)) add({ text: `#${digits}`, core: coreOf(digits), kind: '', weight: 0.5 });
  return [...marks.values()];
}

function markOf(token: string, before: string): Mark | undefined {
  const digits = token.replace(/\D/g, '');
  const plain = token.replace(/[^\p{L}\p{N}]/gu, '');
  const kind = kindOf(token);
  if (TIME.test(token) || QUANTITY.test(token) || YEAR.test(token)) return undefined;
  if (ROOM.test(token)) return { text: plain, core: coreOf(digits), kind: 'place', weight: 0.6 };
  if (AMOUNT.test(token) && !isDay(token)) return { text: plain, core: coreOf(digits), kind: 'amount', weight: 0.8 };
  if (DATE.test(token)) return undefined;
  const letters = plain.length - digits.length;
  if (letters === 0) {
    if (digits.length >= 3)
      return { text: plain, core: coreOf(digits), kind: before, weight: digits.length >= 5 ? 1 : 0.6 };
    return PLACES.has(before)
      ? { text: `place${Number(digits)}`, core: undefined, kind: 'place', weight: 0.4 }
      : undefined;
  }
  // B12, D21-2: mostly a room; FC-12: a thing.
  if (plain.length <= 4) return { text: plain, core: coreOf(digits), kind, weight: 0.6 };
  return {
    text: plain.replace(/(?<=\p{L})0+(?=\d)/gu, ''),
    core: coreOf(digits),
    kind,
    weight: digits.length >= 2 ? 1 : 0.7,
  };
}

function isDay(token: string): boolean {
  const [day = 0, month = 0] = token.split(/[.,]/).map(Number);
  return day <= 31 && month <= 12;
}

function kindOf(token: string): string {
  return token.replace(/\d+\D*$/, '').replace(/[^\p{L}\p{N}]/gu, '') || 'number';
}

/** Its digits, without the zeros before them where enough is left to know it by. */
function coreOf(digits: string): string | undefined {
  const bare = digits.replace(/^0+/, '');
  if (bare.length >= 3) return bare;
  return digits.length >= 3 ? digits : undefined;
}

/** How sure it is that two marks name one thing, from 0 to 1. */
export function sameMark(one: Mark, other: Mark): number {
  if (one.text === other.text) return Math.min(one.weight, other.weight);
  const [a, b] = [one.core, other.core];
  if (a === undefined || b === undefined) return 0;
  if (a === b) return a.length >= 4 ? 0.8 : 0.5;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && (long.startsWith(short) || long.endsWith(short)) ? 0.5 : 0;
}
