import { z } from 'zod';

/** Millimetres of a sheet on a side of one cell. Scans of one sheet lie about half of one beside each other. */
export const INK_CELL = 1;

/** Where on a sheet ink is that was not printed on it: a bit a cell, row by row, the first in the highest bit of a byte. */
export const InkMap = z.object({
  columns: z.number().int().positive().max(300),
  rows: z.number().int().positive().max(400),
  bits: z.base64().max(20_000),
});
export type InkMap = z.infer<typeof InkMap>;

/**
 * What two scans that bear the same form number are to each other. `same`: the same sheet; `more`: the second is the
 * first with something written to it; `less`: the other way round; `other`: the writing is another, so that somebody
 * copied a blank sheet.
 */
export type InkKinship = 'same' | 'more' | 'less' | 'other';

/** Of the ink of one scan so much lies on, or beside, ink of the other, where it is the same writing. */
const COVERED = 0.85;
/** So many cells are some letters: fewer are dust, and no writing to compare. */
const LETTERS = 12;

/** Compares the ink of two scans of sheets with the same layout. */
export function compareInk(first: InkMap, second: InkMap): InkKinship {
  const [one, other] = [cellsOf(first), cellsOf(second)];
  const again = covered(one, other, first.columns);
  const known = covered(other, one, second.columns);
  if (again && known) return 'same';
  if (again) return 'more';
  return known ? 'less' : 'other';
}

/** Whether the ink of the one lies on the other's, give or take a cell. */
function covered(one: ReadonlySet<number>, other: ReadonlySet<number>, columns: number): boolean {
  let missing = 0;
  for (const cell of one) if (!near(other, cell, columns)) missing += 1;
  return missing <= Math.max((1 - COVERED) * one.size, LETTERS / 4);
}

function near(cells: ReadonlySet<number>, cell: number, columns: number): boolean {
  for (const row of [-columns, 0, columns])
    for (const column of [-1, 0, 1]) if (cells.has(cell + row + column)) return true;
  return false;
}

function cellsOf({ bits, columns, rows }: InkMap): Set<number> {
  const bytes = Buffer.from(bits, 'base64');
  const cells = new Set<number>();
  for (let at = 0; at < columns * rows; at += 1) if (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) cells.add(at);
  return cells;
}
