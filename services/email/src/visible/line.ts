import { saysWrote, wroteThemselves } from './wrote.ts';

/** A line of a mail, read once for all questions. */
export type Line = {
  readonly raw: string;
  /** How often it is quoted. */
  readonly depth: number;
  /** Its words without quote marks, odd spaces, and marks of direction; none where it is too long to mean anything. */
  readonly words: string;
  readonly blank: boolean;
};

const BLANK: Line = { raw: '', depth: 0, words: '', blank: true };
/** No divider, label or attribution is longer. */
const LONGEST = 400;
const ASCII = /^[ -~]*$/;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const DAY = /\d{1,4}[./-]\d{1,2}[./-]\d{2}/;
const ODD_MARK = /^ ?([|}]|\p{Lu}\p{L}{0,15}>)(?= |$)/u;
/** `Ada <ada@x` at the end of a line: what follows belongs to it, also `> wrote:`. */
const OPEN_ADDRESS = /<[^<>\s]{0,320}$/;

/**
 * In lower case for every look-up: the Turkish capital İ loses its dot, a letter with its mark is one, and Arabic is
 * without vowels.
 */
export function lower(text: string): string {
  const small = text.toLowerCase();
  if (ASCII.test(small)) return small;
  return small
    .replaceAll('i\u0307', 'i')
    .normalize('NFC')
    .replace(/[\u064b-\u0652]/g, '');
}

/** Digits as the Arabic, Persian and Devanagari scripts write them, as ours. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => String(digitOf(digit.charCodeAt(0))));
}

/** Arabic, Persian and Devanagari digits begin at a multiple of sixteen, or six above one. */
function digitOf(code: number): number {
  return code >= 0x966 && code <= 0x96f ? code - 0x966 : code & 0xf;
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let above: Line | undefined;
  let words: Line | undefined;
  let odd: string | undefined;
  for (const raw of text.split(/\r\n|[\n\r]/)) {
    // Some programs quote with a bar, with initials or with a name: that is one only below what announces a quote.
    const mark = ODD_MARK.exec(raw)?.[1];
    if (mark && mark !== odd && words && announcesQuote(words)) odd = mark;
    let line: Line;
    if (mark && mark === odd) line = lineOf(raw.replace(mark, '>'), 1, raw);
    else if ((above && continuesAddress(above, raw)) || isArrowed(raw)) line = lineOf(raw, 0);
    else line = lineOf(raw, Number.POSITIVE_INFINITY);
    lines.push(line);
    above = line;
    if (!line.blank) words = line;
  }
  return lines;
}

/** GroupWise's attribution looks like a quote: `>>> Ada <ada@x.org> 12.03.2024 09:14 >>>`. */
export function isArrowed(raw: string): boolean {
  if (!raw.startsWith('>>>') || raw[3] === '>' || raw.length > 300 || !DAY.test(raw)) return false;
  const end = raw.trimEnd();
  return end.endsWith('>>>') || (end.endsWith(':') && end.includes('@'));
}

function announcesQuote({ words, depth }: Line): boolean {
  return depth === 0 && /\d.*[:：]$/.test(words) && saysWrote(lower(words)) && !wroteThemselves(lower(words));
}

/** The lines of a quote as its author saw them. */
export function unquoted(lines: readonly Line[]): Line[] {
  return linesOf(lines.map(({ raw, depth }) => (depth > 0 ? withoutMark(raw) : raw)).join('\n'));
}

function lineOf(raw: string, marks: number, shown = raw): Line {
  if (raw === '') return BLANK;
  let at = 0;
  let depth = 0;
  for (; depth < marks; depth += 1) {
    const mark = markAt(raw, at);
    if (mark < 0) break;
    at = mark + 1;
  }
  const rest = raw.slice(at, at + LONGEST + 1);
  const words = rest
    .replace(INVISIBLE, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return { raw: shown, depth, words: rest.length > LONGEST ? '' : words, blank: words === '' };
}

/** Where the next quote mark stands, with at most three spaces before it; below zero where none does. */
function markAt(raw: string, from: number): number {
  for (let at = from; at < raw.length && at <= from + 3; at += 1) {
    const sign = raw.charAt(at);
    if (sign === '>' || sign === '＞') return at;
    if (!/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(sign)) return -1;
  }
  return -1;
}

function withoutMark(raw: string): string {
  const at = markAt(raw, 0);
  const rest = raw.slice(at + 1);
  return rest.startsWith(' ') ? rest.slice(1) : rest;
}

function continuesAddress(above: Line, raw: string): boolean {
  return above.depth === 0 && /^\s?>/.test(raw) && /[:：]\s*$/.test(raw.slice(-4)) && OPEN_ADDRESS.test(above.words);
}
