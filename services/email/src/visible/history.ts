import { attributesInLine, attributionAt } from './attribution.ts';
import { announcesMail, asksForReplyAbove, beginsForward } from './dividers.ts';
import { headerBlockEnd, isHeaderLine } from './header-block.ts';
import { headerTableAt } from './header-table.ts';
import { kindsOf } from './kinds.ts';
import { isArrowed, type Line, lower, unquoted } from './line.ts';
import { isRule, isTitledRule, titleOf } from './rule.ts';

/**
 * What announces another mail: the lines from `start` to before `end`. `whole`: with its headers, as a forward does; an
 * attribution names who wrote, no more.
 */
export type Announcement = { readonly start: number; readonly end: number; readonly whole: boolean };

const INTRODUCES = /[:：]$/;
/** How far above its sender the headers of a mail may begin. */
const WIRE_LINES = 30;
const WIRE =
  /^(received|return-path|delivered-to|mime-version|content-type|dkim-signature|arc-|x-|authentication-)\S*:/i;

const HEAD_LINES = 12;

/** The words of the picture that Notes puts beside an attribution of its own. */
const HIDDEN = /^(?:Inactive h|H)ide details for .{1,200}---.{1,80}---/;

/** What announces another mail and has line `at` as its first line; an attribution, as its last. */
export function announcementAt(lines: readonly Line[], at: number): Announcement | undefined {
  const line = lines[at];
  if (!line || line.depth > 0 || line.blank) return undefined;
  const divider = isDivider(line, lines[at - 1]) || HIDDEN.test(line.raw);
  const below = nextWords(lines, at + 1);
  if (divider) {
    const header = headerBlockEnd(lines, below) ?? attributedEnd(lines, below);
    return { start: withRules(lines, at), end: header ?? at + 1, whole: true };
  }
  if (isHeaderLine(line)) return { start: withRules(lines, at), end: at + 1, whole: true };
  if (isArrowed(line.raw)) return { start: at, end: at + 1, whole: false };
  const table = headerTableAt(lines, at);
  if (table) return { ...table, whole: true };
  const header = headerBlockEnd(lines, at);
  if (header && !isPasted(lines, at, header)) return { start: withRules(lines, at), end: header, whole: true };
  if (attributesInLine(line.raw)) return { start: at, end: at + 1, whole: false };
  const quoted = (lines[below]?.depth ?? 0) > 0 && below <= at + 3;
  const start = attributionAt(lines, at, quoted);
  if (start === undefined) return undefined;
  return { start: withRules(lines, withAddressees(lines, start)), end: at + 1, whole: false };
}

/**
 * The headers of a mail as they came over the wire, below a line that introduces them: somebody shows these, for no
 * program puts them above history. A bounce has them without that.
 */
function isPasted(lines: readonly Line[], start: number, end: number): boolean {
  let top = start;
  while (top > start - WIRE_LINES && lines[top - 1] && !lines[top - 1]?.blank) top -= 1;
  if (!lines.slice(top, end).some(({ words }) => WIRE.test(words))) return false;
  if (top === start - WIRE_LINES) return false;
  let above = top - 1;
  while (lines[above]?.blank) above -= 1;
  return [top, above].some(
    (at) => INTRODUCES.test(lines[at]?.words ?? '') && !announcesMail(lower(lines[at]?.words ?? '')),
  );
}

/**
 * A forward whose header block alone is marked as a quote, as Gmail's page has it: the line below the block that begins
 * at `at`. What follows is the forwarded mail, though nothing marks it.
 */
export function forwardedHeadEnd(lines: readonly Line[], at: number): number | undefined {
  if (lines[at - 1]?.depth || titleOf(lines[at]?.words ?? '') === undefined) return undefined;
  let end = at;
  while (end < at + HEAD_LINES && lines[end]?.depth) end += 1;
  const head = unquoted(lines.slice(at, end));
  const found = announcementAt(head, 0);
  return found?.whole && nextWords(head, found.end) === head.length ? end : undefined;
}

/** The next line that is not blank. */
export function nextWords(lines: readonly Line[], from: number): number {
  let at = from;
  while (lines[at]?.blank) at += 1;
  return at;
}

function isDivider({ words }: Line, above: Line | undefined): boolean {
  if (words.length > 200 || words.length < 4) return false;
  const text = lower(words);
  const inner = titleOf(text);
  if (inner !== undefined && (announcesMail(inner) || asksForReplyAbove(inner))) return true;
  // Asked for above with other signs, or with none but on a line of its own.
  const apart = /^[^\p{L}\p{N}]|[^\p{L}\p{N}.]$/u.test(text) || isRule(above?.words ?? '');
  if (text.length < 100 && asksForReplyAbove(text) && apart) return true;
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
    if (isRule(line.words)) return first;
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
    if (!isRule(line.words) && !isTitledRule(line.words) && !announcesMail(lower(line.words))) break;
    first = at;
  }
  return first;
}
