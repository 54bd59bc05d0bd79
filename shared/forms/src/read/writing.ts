import type { Box } from '../sheet.ts';
import type { Field } from '../template.ts';
import { type Component, componentsOf } from './components.ts';
import { cutOut, type Raster } from './raster.ts';
import type { Registration } from './registration.ts';

/** Pixels a millimetre in which fields are cut out: what 250 dpi are. */
export const DENSITY = 10;

/** What is written in one field. */
export type Writing = {
  /** What the inside of the box shows, white where paper is, without what was printed. */
  readonly inside: Raster;
  /** Where that is on the sheet. */
  readonly box: Box;
  /** Letters, parts of letters, and other marks of a pen. */
  readonly strokes: readonly Component[];
  /** `faint`: something may be written, too pale to be read. */
  readonly state: 'written' | 'empty' | 'faint';
};

/** Millimetres around a box that are looked at, so that its border is found where it lies. */
const MARGIN = 1.5;
/** The border lies so far at the most from where it is expected. */
const SLACK = 0.9;
/** From the middle of the border to where writing may begin. */
const BORDER = 0.4;
/** Ink is this far from paper to the darkest there is; what is faint, this far. */
const INKED = 0.45;
const FAINT = 0.22;
/** Square millimetres. Less is dust, or the noise of a scanner. */
const DUST = 0.08;
/** So much of strokes is something that somebody wrote: a one of 3 mm has more. */
const WRITTEN = 0.5;
/** Millimetres on a side of the blocks by which the shade of the paper is followed through shadows and stains. */
const BLOCK = 3;
/** Of the marks between letters: how high they stand inside of the border, half their width with what bleeds from it. */
const CELL_MARK = 2.2;
const CELL_REACH = 0.45;
/** What is left of a printed line is as thin as this: of a mark between letters, and of a border along its edge. */
const THIN = 0.55;
const EDGE_LINE = 0.8;

/** Cuts out what is written in a field, whatever the light was, and takes away what was printed there. */
export function writingIn(page: Raster, { toPixels }: Registration, field: Field): Writing {
  const { box } = field;
  const around = grown(box, MARGIN);
  const whole = flattened(cutOut(page, toPixels, around, DENSITY));
  const dark = darkest(whole);
  const edges = edgesOf(whole, box);
  const box2 = {
    x: around.x + edges.left / DENSITY,
    y: around.y + edges.top / DENSITY,
    width: (edges.right - edges.left) / DENSITY,
    height: (edges.bottom - edges.top) / DENSITY,
  };
  const inside = part(whole, edges);
  clean(inside, field, dark);
  const strokes = strokesOf(inside, 255 - INKED * (255 - dark)).filter((stroke) => !isRemnant(stroke, inside, field));
  const area = areaOf(strokes);
  const faint = areaOf(strokesOf(inside, 255 - FAINT * (255 - dark)));
  const state = area >= WRITTEN ? 'written' : faint >= 2 * WRITTEN ? 'faint' : 'empty';
  return { inside, box: box2, strokes: state === 'written' ? strokes : [], state };
}

/** What is left of a border that is not quite straight, and of a mark between letters that something touches. */
function isRemnant({ x, y, width, height }: Component, inside: Raster, { cells = 0 }: Field): boolean {
  const thin = THIN * DENSITY;
  const [right, bottom] = [x + width, y + height];
  const line = EDGE_LINE * DENSITY;
  if (width <= line && height > 2 * width && (x <= 1 || right >= inside.width - 1)) return true;
  if (height <= line && width > 2 * height && (y <= 1 || bottom >= inside.height - 1)) return true;
  if (cells === 0 || width > thin || bottom < inside.height - 0.5 * DENSITY || height > CELL_MARK * DENSITY + 2)
    return false;
  const cell = (inside.width + 2 * BORDER * DENSITY) / cells;
  const place = (x + width / 2 + BORDER * DENSITY) / cell;
  return Math.abs(place - Math.round(place)) * cell <= CELL_REACH * DENSITY + 1;
}

function areaOf(strokes: readonly Component[]): number {
  return strokes.reduce((sum, { area }) => sum + area, 0) / DENSITY ** 2;
}

function strokesOf({ width, height, data }: Raster, threshold: number): Component[] {
  const mask = { width, height, data: data.map((shade) => Number(shade < threshold)) };
  return componentsOf(mask).filter(({ area }) => area >= DUST * DENSITY ** 2);
}

/** The shade of ink: what the darkest fiftieth has, which the border alone makes up, and never so pale that paper is ink. */
function darkest({ data }: Raster): number {
  const sorted = data.toSorted();
  return Math.min(sorted[Math.floor(sorted.length * 0.02)] ?? 0, 190);
}

/** Paper as white as can be: each place is measured against the paper around it. */
function flattened(raster: Raster): Raster {
  const { width, height, data } = raster;
  const block = BLOCK * DENSITY;
  const columns = Math.max(1, Math.round(width / block));
  const rows = Math.max(1, Math.round(height / block));
  const papers = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const shades: number[] = [];
      // Neighbours overlap, so that a letter that fills a block is not taken for paper.
      const [left, right] = [((column - 0.5) * width) / columns, ((column + 1.5) * width) / columns];
      const [top, bottom] = [((row - 0.5) * height) / rows, ((row + 1.5) * height) / rows];
      for (let y = Math.max(0, Math.round(top)); y < Math.min(height, bottom); y += 2)
        for (let x = Math.max(0, Math.round(left)); x < Math.min(width, right); x += 2)
          shades.push(data[y * width + x] ?? 255);
      return shades.sort((a, b) => a - b)[Math.floor(shades.length * 0.8)] ?? 255;
    }),
  );
  const paper = (row: number, column: number) =>
    papers[Math.min(Math.max(row, 0), rows - 1)]?.[Math.min(Math.max(column, 0), columns - 1)] ?? 255;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const v = ((y + 0.5) * rows) / height - 0.5;
    const row = Math.floor(v);
    for (let x = 0; x < width; x += 1) {
      const u = ((x + 0.5) * columns) / width - 0.5;
      const column = Math.floor(u);
      const upper = paper(row, column) * (1 - u + column) + paper(row, column + 1) * (u - column);
      const lower = paper(row + 1, column) * (1 - u + column) + paper(row + 1, column + 1) * (u - column);
      const local = upper * (1 - v + row) + lower * (v - row);
      out[y * width + x] = Math.min(255, (255 * (data[y * width + x] ?? 255)) / Math.max(local, 1));
    }
  }
  return { width, height, data: out };
}

type Edges = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** Where the inside of the printed box is, in pixels: its border is the darkest line near where it should be. */
function edgesOf({ width, height, data }: Raster, box: Box): Edges {
  const line = (expected: number, length: number, shade: (at: number, along: number) => number, edge: number) => {
    let [best, darkness] = [expected, -1];
    for (let at = Math.round(expected - SLACK * DENSITY); at <= expected + SLACK * DENSITY; at += 1) {
      let sum = 0;
      for (let along = edge; along < length - edge; along += 2) sum += 255 - shade(at, along);
      // Of equal ones the nearest to where it is expected.
      const score = sum * (1 - Math.abs(at - expected) / (10 * SLACK * DENSITY));
      if (score > darkness) [best, darkness] = [at, score];
    }
    return best;
  };
  const across = (x: number, y: number) => data[y * width + x] ?? 255;
  const edge = Math.round((MARGIN + 0.5) * DENSITY);
  const near = MARGIN * DENSITY;
  const inset = BORDER * DENSITY;
  const left = line(near, height, across, edge) + inset;
  const right = line(near + box.width * DENSITY, height, across, edge) - inset;
  const top = line(near, width, (y, x) => across(x, y), edge) + inset;
  const bottom = line(near + box.height * DENSITY, width, (y, x) => across(x, y), edge) - inset;
  return { left: Math.ceil(left), right: Math.floor(right), top: Math.ceil(top), bottom: Math.floor(bottom) };
}

function part({ width, data }: Raster, { left, right, top, bottom }: Edges): Raster {
  const out = new Uint8Array(Math.max(0, right - left) * Math.max(0, bottom - top));
  for (let y = top, to = 0; y < bottom; y += 1)
    for (let x = left; x < right; x += 1, to += 1) out[to] = data[y * width + x] ?? 255;
  return { width: Math.max(0, right - left), height: Math.max(0, bottom - top), data: out };
}

/** Takes away the marks between letters, and those of lines, where nothing is written over them. */
function clean(inside: Raster, { box, cells = 0, lines }: Field, dark: number): void {
  const { width, height, data } = inside;
  const threshold = 255 - INKED * (255 - dark);
  const inked = (x: number, y: number) => (data[y * width + x] ?? 255) < threshold;
  const reach = Math.round(CELL_REACH * DENSITY);
  const high = Math.round(CELL_MARK * DENSITY);
  for (let cell = 1; cell < cells; cell += 1) {
    const middle = Math.round((cell * (width + 2 * BORDER * DENSITY)) / cells - BORDER * DENSITY);
    const columns = Array.from({ length: 2 * reach + 1 }, (_, at) => middle - reach + at);
    // A stroke that goes on above is of a letter, and stays.
    const above = height - high - 2;
    if (columns.some((x) => inked(x, above) && inked(x, above - 1))) continue;
    for (let y = height - high; y < height; y += 1) {
      if (y < 0 || inked(middle - reach - 1, y) || inked(middle + reach + 1, y)) continue;
      for (const x of columns) if (x >= 0 && x < width) data[y * width + x] = 255;
    }
  }
  for (let line = 1; line < lines; line += 1) {
    const middle = Math.round((line * box.height * DENSITY) / lines - BORDER * DENSITY);
    for (const [from, to] of [
      [0, 3.2 * DENSITY],
      [width - 3.2 * DENSITY, width],
    ] as const)
      for (let x = Math.max(0, Math.round(from)); x < Math.min(width, to); x += 1) {
        if (inked(x, middle - reach - 1) || inked(x, middle + reach + 1)) continue;
        for (let y = middle - reach; y <= middle + reach; y += 1) if (y >= 0 && y < height) data[y * width + x] = 255;
      }
  }
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
