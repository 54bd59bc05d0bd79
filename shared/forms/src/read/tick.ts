import type { Box, Point } from '../sheet.ts';
import { type Raster, shadeAt } from './raster.ts';
import type { Registration } from './registration.ts';

export type TickVerdict = 'ticked' | 'empty' | 'unsure';

export type TickReading = {
  readonly verdict: TickVerdict;
  /** The share of the inside that is inked, 0 to 1. */
  readonly ink: number;
  /** How dark the inside is on the whole, 0 as the paper around and 1 as the printed border. */
  readonly darkness: number;
  /** Shades between the paper and the printed border. */
  readonly contrast: number;
};

/** Millimetres. */
const STEP = 0.1;
/** The inside of a box of 5 mm that is looked at: the border, and what bleeds from it, stays out of it. */
const INNER_MARGIN = 1;
/** The border may lie so far from where it is expected. */
const SLACK = 0.7;
/** Where the paper around a box is looked at: words begin 2 mm from it. */
const PAPER_FROM = 0.7;
const PAPER_TO = 1.3;

/** Half as dark as the printed border is ink. */
const INKED = 0.5;
/** Shares of the inside. Crosses of a pen have 10 % and more; dots, dust and slips lie between. */
const TICKED_FROM = 0.08;
const EMPTY_BELOW = 0.02;
/** A pencil may leave nothing that counts as ink and still darken the inside: a faint tick must not read as empty. */
const CLEAN_BELOW = 0.02;
/** Shades between paper and border. With fewer there is no box to be seen, and nothing can be said of what is in it. */
const LEAST_CONTRAST = 24;

/**
 * Reads one box to tick. Its ink is measured against the box's own border and the paper around it, so that neither a pale
 * copy nor a shadow changes what is read.
 */
export function readTick(raster: Raster, { toPixels }: Registration, box: Box): TickReading {
  const shade = (point: Point) => shadeAt(raster, toPixels(point));
  const surroundings = around(box, PAPER_FROM, PAPER_TO).map(shade);
  const border = borderOf(box, shade);
  // A mean, as the darkness inside is one: noise that is cut off at white darkens both alike. A stroke that runs over the
  // border is no paper.
  const between = (median(surroundings) + border) / 2;
  const paper = mean(surroundings.filter((one) => one > between));
  const contrast = paper - border;
  if (!(contrast >= LEAST_CONTRAST)) return { verdict: 'unsure', ink: 0, darkness: 0, contrast };
  const inside = within(box, INNER_MARGIN).map((point) => (paper - shade(point)) / contrast);
  const ink = inside.filter((dark) => dark > INKED).length / inside.length;
  const darkness = mean(inside);
  return { verdict: verdictOf(ink, darkness), ink, darkness, contrast };
}

function verdictOf(ink: number, darkness: number): TickVerdict {
  if (ink > TICKED_FROM) return 'ticked';
  return ink < EMPTY_BELOW && darkness < CLEAN_BELOW ? 'empty' : 'unsure';
}

/** The shade of the printed border: the darkest across it, the median along it. */
function borderOf({ x, y, width, height }: Box, shade: (point: Point) => number): number {
  const across = steps(-SLACK, SLACK);
  const darkest = (pointAt: (off: number) => Point) => Math.min(...across.map((off) => shade(pointAt(off))));
  const horizontal = steps(x + 1, x + width - 1).flatMap((along) => [
    darkest((off) => ({ x: along, y: y + off })),
    darkest((off) => ({ x: along, y: y + height + off })),
  ]);
  const vertical = steps(y + 1, y + height - 1).flatMap((along) => [
    darkest((off) => ({ x: x + off, y: along })),
    darkest((off) => ({ x: x + width + off, y: along })),
  ]);
  return median([...horizontal, ...vertical]);
}

/** Points of a box without its margin. */
function within({ x, y, width, height }: Box, margin: number): Point[] {
  return steps(y + margin, y + height - margin).flatMap((down) =>
    steps(x + margin, x + width - margin).map((right) => ({ x: right, y: down })),
  );
}

/** Points around a box, so far from it. */
function around(box: Box, from: number, to: number): Point[] {
  const { x, y, width, height } = box;
  return within(box, -to).filter(
    (point) => point.x < x - from || point.x > x + width + from || point.y < y - from || point.y > y + height + from,
  );
}

function steps(from: number, to: number): number[] {
  return Array.from({ length: Math.round((to - from) / STEP) }, (_, at) => from + (at + 0.5) * STEP);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 255;
}

/** A border that was printed is at least so dark, as a share of what the others on its sheet are. */
const PRINTED = 0.3;

/**
 * Whether a box was printed at all, by how dark borders on the whole sheet are: a desk with few departments leaves the
 * places of the others white.
 */
export function isPrinted({ contrast }: TickReading, all: readonly TickReading[]): boolean {
  const darkest = all.map((one) => one.contrast).sort((one, other) => other - one)[Math.floor(all.length / 8)] ?? 0;
  return !(darkest >= LEAST_CONTRAST) || contrast >= PRINTED * darkest;
}
