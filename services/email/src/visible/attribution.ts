import { type Line, lower } from './line.ts';
import { opensAttribution, saysWrote, speaksOfSelf, wordsOf } from './wrote.ts';

/** `On Tuesday, 3 March 2026 at 09:12, Ada <ada@x.org> wrote:` is folded over at most this many lines. */
const LINES = 4;
const LONGEST = 400;
/** Mail programs fold at 72 to 80 characters; a long word is carried over whole. */
const FOLDED_AT = 68;

const ADDRESS = /[^\s<>@]@[^\s<>@]/;
const CLOSED_ADDRESS = /[<([][^<>()[\]\s]*@[^<>()[\]\s]*\s?[>)\]]/;
const DATE = /(?<!\d)(1[34]|19|20|25)\d\d(?!\d)|(?<!\d)\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}|\d月|\d월/;
const TIME = /(?<![\d.])\d{1,2}[:.h时時시] ?\d{2}(?![\d.])|\d\d?[時时点點시]/;
const DASHED = /^[-_=*~]{2,}|[-_=*~]{2,}$/g;

/**
 * Where the attribution begins that ends in line `end`, if one does. `quoted`: a quote follows, so that less will do.
 * Without a quote only what no person writes by hand counts: everything below it is taken for history.
 */
export function attributionAt(lines: readonly Line[], end: number, quoted: boolean): number | undefined {
  const last = lines[end];
  if (!last?.words) return undefined;
  const colon = /[:：]$/.test(last.words) || /^-{2,}.*-{2,}$/.test(last.words);
  if (!colon && !quoted) return undefined;
  let joined = '';
  let weak: number | undefined;
  for (let at = end; at >= 0 && at > end - LINES; at -= 1) {
    const line = lines[at];
    if (!line?.words || line.depth !== last.depth) break;
    if (at < end && endsSentence(line.words)) break;
    joined = joined ? `${line.words} ${joined}` : line.words;
    if (joined.length > LONGEST) break;
    const found = strength(joined, colon, quoted);
    if (found === 'full') return foldedStart(lines, at, end, joined) ?? withOpening(lines, at, end);
    if (found === 'weak') weak ??= at;
  }
  return weak;
}

/** `Ada <ada@x.org> del dia dt., 12 de març` / `2024 a les 9:14:` — the second line would do, yet it is only an end. */
function foldedStart(lines: readonly Line[], start: number, end: number, found: string): number | undefined {
  if (ADDRESS.test(found)) return undefined;
  for (let at = start - 1; at >= 0 && at > end - LINES; at -= 1) {
    const line = lines[at];
    if (!line?.words || line.depth !== lines[end]?.depth || !isFolded(line, lines[at + 1]) || endsSentence(line.words))
      break;
    if (CLOSED_ADDRESS.test(line.words)) return at;
  }
  return undefined;
}

/** Whether `line` is so long that the first word of the one below did not fit. */
function isFolded(line: Line, below: Line | undefined): boolean {
  return line.words.length + (below?.words.search(/\s|$/) ?? 0) >= FOLDED_AT;
}

function strength(joined: string, colon: boolean, quoted: boolean): 'full' | 'weak' | undefined {
  const text = latinDigits(lower(joined.replace(DASHED, '').trim()));
  const address = ADDRESS.test(text);
  const digits = /\d/.test(text);
  const date = digits && DATE.test(text);
  const time = digits && TIME.test(text);
  if (!colon) return address && date && (time || saysWrote(text)) ? 'full' : undefined;
  if (!address && !date && !time && !quoted) return undefined;
  const wrote = saysWrote(text);
  if (address && date && (quoted || wrote)) return !wrote || quoted || !speaksOfSelf(text) || time ? 'full' : undefined;
  if (address && date && time && /[>)\]] ?[:：]$/.test(text) && CLOSED_ADDRESS.test(text)) return 'full';
  if (wrote && date && (time || quoted) && !speaksOfSelf(text)) return 'full';
  if (quoted && date && time && wordsOf(text).length <= 12) return 'full';
  if (wrote && address && (quoted || !speaksOfSelf(text))) return 'weak';
  // `On Monday Ada wrote:` with its quote below.
  if (quoted && wrote && !speaksOfSelf(text) && wordsOf(text).length <= 12) return 'weak';
  return quoted && address && CLOSED_ADDRESS.test(text) ? 'weak' : undefined;
}

/** A date may be broken before its year: `Em ter., 3 de mar. de` stands above then. */
function withOpening(lines: readonly Line[], start: number, end: number): number {
  const above = lines[start - 1];
  const opens =
    above?.words !== undefined &&
    end - start < LINES - 1 &&
    above.depth === lines[start]?.depth &&
    /\d/.test(above.words) &&
    above.words.length <= 90 &&
    !opensAttribution(lines[start]?.words.toLowerCase() ?? '') &&
    opensAttribution(above.words.toLowerCase()) &&
    !endsSentence(above.words);
  return opens ? start - 1 : start;
}

function endsSentence(words: string): boolean {
  return /[!?。！？]$|\p{L}{4}\.$/u.test(words);
}

function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => String(digitOf(digit.charCodeAt(0))));
}

/** Arabic, Persian and Devanagari digits begin at a multiple of sixteen, or six above one. */
function digitOf(code: number): number {
  return code >= 0x966 && code <= 0x96f ? code - 0x966 : code & 0xf;
}
