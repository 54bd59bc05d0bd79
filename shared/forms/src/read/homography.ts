import type { Point } from '../sheet.ts';

/** Four points, one after another around what they enclose. */
export type Quad = readonly [Point, Point, Point, Point];

/** How one plane looks from elsewhere: a photograph of a sheet, or a scan that lies askew. */
export type Homography = (point: Point) => Point;

/** Below it, relative to the largest number of its column, a pivot is 0: three of the points are on one line. */
const SINGULAR = 1e-9;

/** The homography that takes each of the points of `from` to its counterpart in `to`; undefined where there is none. */
export function homographyOf(from: Quad, to: Quad): Homography | undefined {
  const rows = from.flatMap(({ x, y }, at) => {
    const { x: u, y: v } = to[at] ?? { x: 0, y: 0 };
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const h = solve(rows);
  if (!h) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  return ({ x, y }) => {
    const depth = g * x + i * y + 1;
    return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
  };
}

/** Gaussian elimination with pivots, of linear equations with their right-hand side as the last column. */
function solve(equations: readonly (readonly number[])[]): number[] | undefined {
  const rows = equations.map((row) => [...row]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const entry = (row: number) => Math.abs(rows[row]?.[column] ?? 0);
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) if (entry(row) > entry(pivot)) pivot = row;
    const largest = Math.max(...equations.map((row) => Math.abs(row[column] ?? 0)));
    const top = rows[pivot];
    if (!top || !(entry(pivot) > SINGULAR * largest)) return undefined;
    [rows[pivot], rows[column]] = [rows[column] ?? [], top];
    for (const row of rows) {
      const factor = (row[column] ?? 0) / (top[column] ?? 1);
      if (row === top || factor === 0) continue;
      for (let at = column; at <= size; at += 1) row[at] = (row[at] ?? 0) - factor * (top[at] ?? 0);
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}
