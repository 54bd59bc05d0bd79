import type { Point } from '../sheet.ts';

/** Four points, one after another around what they enclose. */
export type Quad = readonly [Point, Point, Point, Point];

/** How one plane looks from elsewhere: a photograph of a sheet, or a scan that lies askew. */
export type Homography = (point: Point) => Point;

/** A place on a sheet, and the pixel that shows it. */
export type Pair = readonly [from: Point, to: Point];

/** Below it, relative to the largest number of its column, a pivot is 0: three of the points are on one line. */
const SINGULAR = 1e-9;

/**
 * The homography that takes the first of each pair to the second, as nearly as can be where there are more than four;
 * undefined where there is none.
 */
export function homographyOf(pairs: readonly Pair[]): Homography | undefined {
  if (pairs.length < 4) return undefined;
  // Around their middles and of like size, else the squares below lose too many digits.
  const [from, to] = [frameOf(pairs.map(([one]) => one)), frameOf(pairs.map(([, other]) => other))];
  const equations = pairs.flatMap(([one, other]) => {
    const { x, y } = into(from, one);
    const { x: u, y: v } = into(to, other);
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const h = solve(pairs.length === 4 ? equations : squares(equations));
  if (!h) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  return between(from, to, [a, b, c, d, e, f, g, i, 1]);
}

/**
 * The turn, growth and slant without perspective that takes the first of each pair nearest to the second: all that points
 * close to one another can tell. Growth may differ along and across, as it does on faxes.
 */
export function affineOf(pairs: readonly Pair[]): Homography | undefined {
  const from = frameOf(pairs.map(([one]) => one));
  const to = frameOf(pairs.map(([, other]) => other));
  const row = (coordinate: (point: Point) => number) =>
    solve(
      squares(
        pairs.map(([one, other]) => {
          const { x, y } = into(from, one);
          return [x, y, 1, coordinate(into(to, other))];
        }),
      ),
    );
  const right = row(({ x }) => x);
  const down = row(({ y }) => y);
  if (!right || !down) return undefined;
  const [[a = 0, b = 0, c = 0], [d = 0, e = 0, f = 0]] = [right, down];
  return between(from, to, [a, b, c, d, e, f, 0, 0, 1]);
}

type Nine = readonly [number, number, number, number, number, number, number, number, number];

/** A homography of framed points, as one of points: pages have millions of them. */
function between(from: Frame, to: Frame, [a, b, c, d, e, f, g, h, i]: Nine): Homography {
  const last = (x: number, y: number, one: number) =>
    [x / from.size, y / from.size, one - (x * from.x + y * from.y) / from.size] as const;
  const [gx, gy, g1] = last(g, h, i);
  const [ax, ay, a1] = last(a * to.size + to.x * g, b * to.size + to.x * h, c * to.size + to.x * i);
  const [dx, dy, d1] = last(d * to.size + to.y * g, e * to.size + to.y * h, f * to.size + to.y * i);
  return ({ x, y }) => {
    const depth = gx * x + gy * y + g1;
    return { x: (ax * x + ay * y + a1) / depth, y: (dx * x + dy * y + d1) / depth };
  };
}

/** The middle of points, and how far they lie from it. */
type Frame = { readonly x: number; readonly y: number; readonly size: number };

function frameOf(points: readonly Point[]): Frame {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  return { x, y, size: mean((point) => Math.hypot(point.x - x, point.y - y)) || 1 };
}

function into({ x, y, size }: Frame, point: Point): Point {
  return { x: (point.x - x) / size, y: (point.y - y) / size };
}

/** The normal equations: their solution has the least sum of squared errors. */
function squares(equations: readonly (readonly number[])[]): number[][] {
  const size = (equations[0]?.length ?? 1) - 1;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size + 1 }, (_, column) =>
      equations.reduce((sum, equation) => sum + (equation[row] ?? 0) * (equation[column] ?? 0), 0),
    ),
  );
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
