import type { Line } from './lines.ts';

/** Where a line's upper quarter ends. */
const UPPER = 0.42;
/** A dot is lower than this share of the line. */
const SMALL = 0.38;

/**
 * Dots and strokes above letters of a line, each letter's counted once. Engines that know English alone read Ä as A, and
 * both of them: an accent that nobody accounts for is what tells.
 */
export function accentsOf({ strokes }: Pick<Line, 'strokes'>): number {
  const top = Math.min(...strokes.map(({ y }) => y));
  const tall = Math.max(...strokes.map(({ y, height }) => y + height)) - top;
  const bodies = strokes.filter(({ height }) => height >= SMALL * tall);
  const dots = strokes.filter(({ y, height }) => height < SMALL * tall && y + height < top + UPPER * tall);
  return bodies.filter((body) =>
    dots.some(
      ({ centre, y, height }) =>
        centre.x > body.x - 1 && centre.x < body.x + body.width + 1 && y + height <= body.y + 2,
    ),
  ).length;
}
