import { kindsOf } from './kinds.ts';
import type { Kind } from './labels.ts';
import { type Line, latinDigits, lower } from './line.ts';

/** A block with its folded lists of recipients is no longer than this. */
const LINES = 40;
const LABEL = /^[*_ ]{0,4}([^:：]{1,32}?)[*_ ]{0,4}[:：][*_ ]{0,4}(.*)$/;
/** Characters of a line in which a label ends. */
const LABEL_LENGTH = 35;
/** `主　题` is as wide as `发件人`. */
const SPACED = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;
/** The subject of an answer or a forward: a form has none of these. */
const ANSWERED =
  /^(re|aw|wg|antw|antwort|fw|fwd|sv|vs|vb|vl|rif|r|i|tr|rép|rv|res|enc|odp|pd|ynt|ilt|na|atb|ats|hth|απ|πρθ|rp|答复|回复|回覆|转发|轉寄|返信|회신|전달|תגובה|השב|رد)( ?\[\d+\])? ?[:：]/;
const BRACKETED = /[<[(](mailto:)?[^\s<>@[\]()]+@[^\s<>@[\]()]+[>\])]/;
const DAY = /(?<!\d)(19|20|25)\d\d(?!\d)|(?<!\d)\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}/;
const TIME = /(?<![\d.])\d{1,2}[:.h]\d\d(?![\d.])/;

/** The line after the header block (`From: … Sent: … To: … Subject: …`) that begins at `start`, if one does. */
export function headerBlockEnd(lines: readonly Line[], start: number): number | undefined {
  const first = labelled(lines[start]);
  if (!first || lines[start]?.depth !== 0) return undefined;
  const kinds = new Set<Kind>(first.kinds);
  const seen: Seen = { labels: 0, known: 0, address: false, sent: false, dated: false, answered: false };
  let end = start;
  let gap = false;
  let folded = '';
  for (let at = start; at < lines.length && at < start + LINES; at += 1) {
    const line = lines[at];
    if (line?.depth !== 0) break;
    if (line.blank) {
      if (gap) break;
      gap = true;
      continue;
    }
    const label = labelled(line);
    if (label && (!gap || (label.kinds && seen.known > 0))) {
      note(seen, kinds, label);
      if (seen.labels === 4 && first.kinds && !kinds.has('from')) return undefined;
      if (seen.labels === 6 && !kinds.has('subject') && !seen.sent && !seen.dated && first.kinds) return undefined;
      folded = label.value;
    } else if (!gap && !label && folded !== undefined && continues(line, folded)) {
      folded = line.words;
      seen.address ||= line.words.includes('@');
    } else break;
    gap = false;
    end = at + 1;
  }
  if (first.kinds ? isKnown(seen, kinds) : isStructured(lines, start, end, seen.labels)) return end;
  return undefined;
}

/** A header block whose line breaks a converter lost: `Von: Ada <ada@x.org> Gesendet: … An: … Betreff: …`. */
export function isHeaderLine(line: Line): boolean {
  const { words, depth } = line;
  if (depth > 0 || !BRACKETED.test(words) || !DAY.test(words)) return false;
  const kinds = new Set<Kind>();
  for (const [, label = ''] of words.matchAll(/(?<!\S)\*{0,2}(\p{L}{1,20}(?: \p{L}{1,8})?) ?[:：](?=[* ])/gu)) {
    // `Ada Gesendet:` is a name's end and a label.
    const found = kindsOf(lower(label)) ?? kindsOf(lower(label.replace(/^.* /, '')));
    for (const kind of found ?? []) kinds.add(kind);
  }
  const first = labelled(line)?.kinds;
  return Boolean(
    first?.has('from') && kinds.has('subject') && kinds.has('to') && (kinds.has('sent') || kinds.has('date')),
  );
}

type Label = { readonly kinds: ReadonlySet<Kind> | undefined; readonly value: string };
type Seen = { labels: number; known: number; address: boolean; sent: boolean; dated: boolean; answered: boolean };

/**
 * Every line may be the first of a block, and is looked at for all that might begin above it. Only the last lines are
 * remembered: a table of every line that was ever read slows down until the collector comes, by a hundred times.
 */
const REMEMBERED = 1_000;
const known = new Map<string, Label | 'none'>();

function labelled(line: Line | undefined): Label | undefined {
  if (!line) return undefined;
  const { words } = line;
  const colon = words.slice(0, LABEL_LENGTH).search(/[:：]/);
  if (colon < 1) return undefined;
  const found = known.get(words) ?? labelOf(words) ?? 'none';
  if (known.size >= REMEMBERED) known.clear();
  known.set(words, found);
  return found === 'none' ? undefined : found;
}

function labelOf(words: string): Label | undefined {
  const [, label = '', value = ''] = LABEL.exec(words) ?? [];
  return label ? { kinds: kindsOf(lower(label).replace(SPACED, '').trim()), value } : undefined;
}

function note(seen: Seen, kinds: Set<Kind>, { kinds: found, value }: Label): void {
  seen.labels += 1;
  if (/[^\s@]@[^\s@]/.test(value)) seen.address = true;
  if (!found) return;
  seen.known += 1;
  for (const kind of found) kinds.add(kind);
  if (found.has('subject') && ANSWERED.test(lower(value))) seen.answered = true;
  const when = latinDigits(value);
  if (found.has('sent') && (DAY.test(when) || TIME.test(when))) seen.sent = true;
  if ((found.has('date') || found.has('sent')) && DAY.test(when) && TIME.test(when)) seen.dated = true;
}

/** A sender and more that only mail has: `Von`, `An` and `Datum` alone are what a form for a move has too. */
function isKnown(seen: Seen, kinds: ReadonlySet<Kind>): boolean {
  if (!kinds.has('from') || seen.known < 3) return false;
  if (seen.answered) return true;
  const when = seen.sent || seen.dated;
  if (seen.address) return kinds.has('subject') || when;
  return when && (kinds.has('subject') || (seen.sent && kinds.has('to')));
}

/** In a language that nobody told us: labels with an address in brackets and an instant. */
function isStructured(lines: readonly Line[], start: number, end: number, labels: number): boolean {
  if (labels < 4) return false;
  const block = lines.slice(start, end).map(({ words }) => words);
  return (
    block.some((words) => BRACKETED.test(words)) &&
    block.some((words) => DAY.test(words) && TIME.test(words)) &&
    [block[0], block[1]].some((words) => words !== undefined && (BRACKETED.test(words) || TIME.test(words)))
  );
}

/** A list of recipients or a subject that is folded. */
function continues(line: Line, above: string): boolean {
  return (
    /^[ \t]/.test(line.raw) || /[,;]$/.test(above) || above === '' || /^<?[^\s@<>]+@[^\s@<>]+>?[,;]?$/.test(line.words)
  );
}
