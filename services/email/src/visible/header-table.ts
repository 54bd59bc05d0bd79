import { kindsOf } from './kinds.ts';
import type { Kind } from './labels.ts';
import { type Line, lower } from './line.ts';

const LINES = 12;
const STAMP = /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.*\d{1,2}[:.]\d\d/;

/**
 * The header of Lotus Notes, whose labels have lines of their own: name and date, then `An`, whom, `Kopie`, whom,
 * `Thema`, which. `at` is the line of the first label, `start` is the name's.
 */
export function headerTableAt(lines: readonly Line[], at: number): { start: number; end: number } | undefined {
  if (!isLabel(lines[at], 'to')) return undefined;
  let stamp = at - 1;
  while (stamp > at - 5 && !STAMP.test(lines[stamp]?.words ?? '')) stamp -= 1;
  if (stamp <= at - 5 || stamp < 0) return undefined;
  for (let below = at + 1; below < at + LINES; below += 1) {
    if (!isLabel(lines[below], 'subject')) continue;
    const start = stamp > 0 && !lines[stamp - 1]?.blank ? stamp - 1 : stamp;
    let end = below + 1;
    while (lines[end]?.blank) end += 1;
    return { start, end: end + 1 };
  }
  return undefined;
}

function isLabel(line: Line | undefined, kind: Kind): boolean {
  return line?.depth === 0 && line.words.length < 20 && (kindsOf(lower(line.words))?.has(kind) ?? false);
}
