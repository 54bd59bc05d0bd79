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
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** `Ada <ada@x` at the end of a line: what follows belongs to it, also `> wrote:`. */
const OPEN_ADDRESS = /<[^<>\s]{0,320}$/;

/** In lower case for every look-up: the Turkish capital İ loses its dot, and a letter with its mark is one. */
export function lower(text: string): string {
  return text.toLowerCase().replaceAll('i\u0307', 'i').normalize('NFC');
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const raw of text.split(/\r\n|[\n\r]/)) {
    const above = lines.at(-1);
    lines.push(above && continuesAddress(above, raw) ? lineOf(raw, 0) : lineOf(raw, Number.POSITIVE_INFINITY));
  }
  return lines;
}

/** The lines of a quote as its author saw them. */
export function unquoted(lines: readonly Line[]): Line[] {
  return linesOf(lines.map(({ raw, depth }) => (depth > 0 ? withoutMark(raw) : raw)).join('\n'));
}

function lineOf(raw: string, marks: number): Line {
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
  return { raw, depth, words: rest.length > LONGEST ? '' : words, blank: words === '' };
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
