import { type Line, latinDigits, lower } from './line.ts';
import { isArticle, opensAttribution, saysWrote, wordsOf, wroteThemselves } from './wrote.ts';

/** `On Tuesday, 3 March 2026 at 09:12, Ada <ada@x.org> wrote:` is folded over at most this many lines. */
const LINES = 4;
const LONGEST = 400;

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
    if (found === 'full') return nameAbove(lines, at, end) ?? withOpening(lines, at, end);
    if (found === 'weak') weak ??= at;
  }
  return weak === undefined ? undefined : (nameAbove(lines, weak, end) ?? weak);
}

/** `Ada <ada@x.org> escreveu (segunda,` / `12/03/2024 às 9:14):` — the second line would do, yet it is only an end. */
function nameAbove(lines: readonly Line[], start: number, end: number): number | undefined {
  const found = lines[start];
  if (!found || (ADDRESS.test(found.words) && opensAttribution(lower(found.words)))) return undefined;
  for (let at = start - 1; at >= 0 && at > end - LINES; at -= 1) {
    const line = lines[at];
    if (!line?.words || line.depth !== found.depth || endsSentence(line.words) || /[:：]$/.test(line.words)) break;
    if (CLOSED_ADDRESS.test(line.words)) return at;
  }
  return undefined;
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
  const self = wrote && wroteThemselves(text);
  if (address && date && (quoted || wrote)) return quoted || !self || time ? 'full' : undefined;
  if (address && date && time && /[>)\]] ?[:：]$/.test(text) && CLOSED_ADDRESS.test(text)) return 'full';
  if (wrote && date && (time || quoted) && !self) return 'full';
  if (quoted && date && time && wordsOf(text).length <= 12 && !self) return 'full';
  if (wrote && address && (quoted || !self)) return 'weak';
  // `On Monday Ada wrote:` with its quote below.
  if (quoted && wrote && !self && namesWriter(text)) return 'weak';
  return quoted && address && CLOSED_ADDRESS.test(text) ? 'weak' : undefined;
}

/** Yahoo's telephone program goes on in the same line: `On Thu, 12 Mar 2024 at 9:14, Ada<ada@x.org> wrote:   Hello`. */
export function attributesInLine(raw: string): boolean {
  const end = raw.slice(0, LONGEST).search(/[:：][\s\u00a0]{2}/);
  if (end < 20) return false;
  const words = raw.slice(0, end + 1).trim();
  return opensAttribution(words.toLowerCase()) && saysWrote(lower(words)) && strength(words, true, false) === 'full';
}

/** `Ada wrote:` or `Quoting Ada:`; `The customer said on the phone:` is a person's sentence. */
function namesWriter(text: string): boolean {
  const words = wordsOf(text);
  if (words.length > 12 || (words.length > 2 && isArticle(words[0] ?? ''))) return false;
  return saysWrote(words.slice(0, 2).join(' ')) || saysWrote(words.slice(-4).join(' '));
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
