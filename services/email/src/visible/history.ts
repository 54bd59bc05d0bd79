import { attributionAt } from './attribution.ts';
import { announcesMail, asksForReplyAbove, beginsForward } from './dividers.ts';
import { headerBlockEnd } from './header-block.ts';
import { kindsOf } from './kinds.ts';
import { type Line, lower } from './line.ts';

/**
 * What announces another mail: the lines from `start` to before `end`. `whole`: with its headers, as a forward does; an
 * attribution names who wrote, no more.
 */
export type Announcement = { readonly start: number; readonly end: number; readonly whole: boolean };

const RULE = /^[-_=*~─—–]{3,}$/;
const WIRE =
  /^(received|return-path|delivered-to|mime-version|content-type|dkim-signature|arc-|x-|authentication-)\S*:/i;
const TITLED_RULE = /^[-_=*─]{4,}.{1,80}[-_=*─]{4,}$/;
const DASHED = /^[-_=*~#<>─—–|]{2,}\s*(.*?)\s*[-_=*~#<>─—–|:]*$/;

/** What announces another mail and has line `at` as its first line; an attribution, as its last. */
export function announcementAt(lines: readonly Line[], at: number): Announcement | undefined {
  const line = lines[at];
  if (!line || line.depth > 0 || line.blank) return undefined;
  const divider = dividerEnd(line);
  const below = nextWords(lines, at + 1);
  if (divider) {
    const header = headerBlockEnd(lines, below) ?? attributedEnd(lines, below);
    return { start: at, end: header ?? at + 1, whole: true };
  }
  const header = headerBlockEnd(lines, at);
  if (header && !isPasted(lines, at, header)) return { start: withRules(lines, at), end: header, whole: true };
  const quoted = (lines[below]?.depth ?? 0) > 0 && below <= at + 3;
  const start = attributionAt(lines, at, quoted);
  if (start === undefined) return undefined;
  return { start: withRules(lines, withAddressees(lines, start)), end: at + 1, whole: false };
}

/** The headers of a mail as they came over the wire: somebody shows them, for no program puts these above history. */
function isPasted(lines: readonly Line[], start: number, end: number): boolean {
  return lines.slice(Math.max(0, start - 1), end).some(({ words }) => WIRE.test(words));
}

/** The next line that is not blank. */
export function nextWords(lines: readonly Line[], from: number): number {
  let at = from;
  while (lines[at]?.blank) at += 1;
  return at;
}

function dividerEnd({ words }: Line): boolean {
  if (words.length > 200 || words.length < 4) return false;
  const text = lower(words);
  const inner = DASHED.exec(text)?.[1];
  if (inner !== undefined && (announcesMail(inner) || asksForReplyAbove(inner))) return true;
  // Asked for above with other signs, or with none but on a line of its own.
  if (text.length < 100 && asksForReplyAbove(text) && /^[^\p{L}\p{N}]|[^\p{L}\p{N}.]$/u.test(text)) return true;
  return text.endsWith(':') && beginsForward(text.replace(/\s*:$/, ''));
}

function attributedEnd(lines: readonly Line[], below: number): number | undefined {
  for (let at = below; at < below + 3; at += 1) {
    if (attributionAt(lines, at, false) === below) return at + 1;
  }
  return undefined;
}

/** Yandex has `To:` and `Subject:` between its rule and the attribution. */
function withAddressees(lines: readonly Line[], start: number): number {
  let first = start;
  for (let at = start - 1; at >= start - 4; at -= 1) {
    const line = lines[at];
    if (!line || line.depth > 0) return start;
    if (RULE.test(line.words)) return first;
    const kinds = kindsOf(lower(/^([^:：]{1,32})[:：] /.exec(line.words)?.[1] ?? ''));
    if (!kinds?.has('to') && !kinds?.has('cc') && !kinds?.has('subject')) return start;
    first = at;
  }
  return start;
}

/** A header block takes the rule above it along, also one with words in a language that we do not know. */
function withRules(lines: readonly Line[], start: number): number {
  let first = start;
  for (let at = start - 1; at >= 0 && at >= start - 3; at -= 1) {
    const line = lines[at];
    if (!line || line.depth > 0) break;
    if (line.blank) continue;
    if (!RULE.test(line.words) && !TITLED_RULE.test(line.words) && !announcesMail(lower(line.words))) break;
    first = at;
  }
  return first;
}
