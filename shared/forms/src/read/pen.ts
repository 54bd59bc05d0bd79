import type { Line } from './lines.ts';

/** How unevenly letters stand on their line, in shares of their height: print does not waver, and a hand does. */
export type Wavering = { readonly letters: number; readonly foot: number };

/** What a hand wavers by at the least, over a whole sheet, beyond what a scan makes of print: a steady one by 0.05. */
const HAND = 0.025;
/** Pixels by which print wavers when it is scanned: letters of a small type are few pixels high. */
const SCAN = 1;
/** Of the letters of a line so many lie nearer to it than what is measured: those that reach below it lie further off. */
const MOST = 0.7;
/** Fewer letters than this tell nothing about who wrote them. */
const LETTERS = 3;

/** Measures the letters of one line. */
export function waveringOf({ strokes }: Pick<Line, 'strokes'>): Wavering {
  const heights = strokes.map(({ height }) => height).sort((a, b) => a - b);
  const tall = heights[Math.floor(heights.length * 0.75)] ?? 0;
  const letters = strokes.filter(({ height }) => height >= 0.55 * tall && height <= 1.6 * tall);
  if (letters.length < LETTERS) return { letters: 0, foot: 0 };
  const feet = letters.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height }));
  // A line that runs up or down is a sheet that was laid askew into a printer: its slope is no wavering.
  const slope = medianOf(
    feet.flatMap((one, at) => feet.slice(at + 1).map((other) => (other.y - one.y) / (other.x - one.x || 1))),
  );
  const offs = feet.map(({ x, y }) => y - slope * x);
  const base = medianOf(offs);
  const away = offs.map((off) => Math.abs(off - base)).sort((one, other) => one - other);
  return { letters: letters.length, foot: Math.max(0, (away[Math.floor(MOST * away.length)] ?? 0) - SCAN) / tall };
}

/** Whether lines were written by hand; when it cannot be told, they were. */
export function isPenned(lines: readonly Wavering[]): boolean {
  const letters = lines.reduce((sum, one) => sum + one.letters, 0);
  if (letters < LETTERS) return true;
  return lines.reduce((sum, one) => sum + one.foot * one.letters, 0) / letters > HAND;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [one = 0, other = 0] = [sorted[middle], sorted[sorted.length - 1 - middle]];
  return (one + other) / 2;
}
