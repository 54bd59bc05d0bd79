import { attributionAt } from './attribution.ts';
import { announcesMail, asksForReplyAbove, beginsForward } from './dividers.ts';
import { headerBlockEnd } from './header-block.ts';
import { type Line, lower } from './line.ts';

/**
 * What announces another mail: the lines from `start` to before `end`. `whole`: with its headers, as a forward does; an
 * attribution names who wrote, no more.
 */
export type Announcement = { readonly start: number; readonly end: number; readonly whole: boolean };

const RULE = /^[-_=*~─—–]{3,}$/;
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
  if (header) return { start: withRules(lines, at), end: header, whole: true };
  const quoted = (lines[below]?.depth ?? 0) > 0 && below <= at + 3;
  const start = attributionAt(lines, at, quoted);
  return start === undefined ? undefined : { start: withRules(lines, start), end: at + 1, whole: false };
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

/** A header block takes the rule above it along, also one with words in a language that we do not know. */
function withRules(lines: readonly Line[], start: number): number {
  let first = start;
  for (let at = start - 1; at >= 0 && at >= start - 3; at -= 1) {
    const line = lines[at];
    if (!line || line.depth > 0) break;
    if (line.blank) continue;
    if (!RULE.test(line.words) && !/^[-_=*─]{4,}.{1,80}[-_=*─]{4,}$/.test(line.words)) break;
    first = at;
  }
  return first;
}
