import type { Component } from './components.ts';
import type { Raster } from './raster.ts';
import { DENSITY, type Writing } from './writing.ts';

/** One line of writing, cut out as tightly as recognisers want it: with a white margin they read far worse. */
export type Line = {
  readonly image: Raster;
  readonly strokes: readonly Component[];
  /** Of letters that stand in places of their own: which of the places are written in. */
  readonly cells?: readonly number[];
};

/** Millimetres. Lower strokes are dots, commas and accents, which make no line by themselves. */
const LETTER = 1.1;
/** Pixels of white around what is cut out. */
const EDGE = 2;
/** Between letters that stood in places of their own, and between words of them, in shares of their height. */
const LETTER_GAP = 0.16;
const WORD_GAP = 0.55;
/** A letter reaches so far into the next place, in shares of its width, where it is written into places. */
const OVERLAP = 0.22;
/** Of places with more than a letter: letters that came apart in a scan are no more. */
const CROWDED = 0.2;

/**
 * The lines of writing in a field, from top to bottom.
 * @param places into which the box is divided, a letter each; 0 where it is not.
 */
export function linesOf(writing: Writing, places: number): Line[] {
  const groups = rowsOf(writing.strokes);
  if (places > 0 && groups.length <= 1) {
    const packed = packedLine(writing, places);
    if (packed) return [packed];
  }
  return groups.map((strokes) => ({ image: cut(writing.inside, strokes), strokes }));
}

/** Strokes that stand beside one another. */
function rowsOf(strokes: readonly Component[]): Component[][] {
  const letters = strokes.filter(({ height }) => height >= LETTER * DENSITY);
  const rows: { top: number; bottom: number; strokes: Component[] }[] = [];
  // The tallest first: small letters fall into the lines that capitals span.
  for (const stroke of letters.toSorted((a, b) => b.height - a.height)) {
    const [top, bottom] = [stroke.y, stroke.y + stroke.height];
    const shared = (row: { top: number; bottom: number }) => Math.min(bottom, row.bottom) - Math.max(top, row.top);
    const row = rows.filter((one) => shared(one) >= 0.4 * stroke.height).sort((a, b) => shared(b) - shared(a))[0];
    if (!row) rows.push({ top, bottom, strokes: [stroke] });
    else row.strokes.push(stroke);
  }
  for (const stroke of strokes) {
    if (stroke.height >= LETTER * DENSITY) continue;
    const away = ({ top, bottom }: { top: number; bottom: number }) =>
      Math.max(top - stroke.centre.y, stroke.centre.y - bottom, 0);
    const row = rows.toSorted((a, b) => away(a) - away(b))[0];
    if (row && away(row) < 0.5 * (row.bottom - row.top)) row.strokes.push(stroke);
  }
  return rows.sort((a, b) => a.top - b.top).map((row) => row.strokes.sort((a, b) => a.x - b.x));
}

/** Letters in places of their own, moved together: recognisers know words, and no letters far apart. */
function packedLine({ inside, strokes }: Writing, places: number): Line | undefined {
  const width = inside.width / places;
  const letters = strokes.filter(({ height }) => height >= LETTER * DENSITY);
  const crossing = letters.filter((stroke) => {
    const cell = Math.floor(stroke.centre.x / width);
    return stroke.x < (cell - OVERLAP) * width || stroke.x + stroke.width > (cell + 1 + OVERLAP) * width;
  });
  if (letters.length === 0 || crossing.length > 0.1 * letters.length) return undefined;
  const cells = new Map<number, Component[]>();
  for (const stroke of strokes) {
    const cell = Math.min(Math.max(Math.floor(stroke.centre.x / width), 0), places - 1);
    cells.set(cell, [...(cells.get(cell) ?? []), stroke]);
  }
  const written = [...cells.keys()].sort((a, b) => a - b);
  // Running print that ignores the places has more than a letter in many of them.
  const crowded = [...cells.values()].filter((own) => countOf(own) > 1);
  if (crowded.length > CROWDED * cells.size) return undefined;
  const height = Math.max(...letters.map((stroke) => stroke.height));
  const pieces = written.map((cell, at) => {
    const image = cutColumns(inside, cells.get(cell) ?? [], strokes);
    const gap = at === 0 ? 0 : cell - (written[at - 1] ?? cell) > 1 ? WORD_GAP : LETTER_GAP;
    return { image, gap: Math.round(gap * height) };
  });
  return { image: joined(pieces), strokes, cells: written };
}

/** Letters beside one another: strokes that lie over each other are of one. */
function countOf(strokes: readonly Component[]): number {
  let [count, end] = [0, -1];
  for (const { x, width, height } of strokes.toSorted((a, b) => a.x - b.x)) {
    if (height < LETTER * DENSITY) continue;
    if (x > end) count += 1;
    end = Math.max(end, x + width);
  }
  return count;
}

/** The bounding box of strokes, and a little more. */
function cut(inside: Raster, strokes: readonly Component[]): Raster {
  const left = Math.min(...strokes.map(({ x }) => x)) - EDGE;
  const right = Math.max(...strokes.map(({ x, width }) => x + width)) + EDGE;
  const top = Math.min(...strokes.map(({ y }) => y)) - EDGE;
  const bottom = Math.max(...strokes.map(({ y, height }) => y + height)) + EDGE;
  return window(inside, left, right, top, bottom);
}

/** The columns of some strokes, as high as all of them together. */
function cutColumns(inside: Raster, own: readonly Component[], all: readonly Component[]): Raster {
  const left = Math.min(...own.map(({ x }) => x));
  const right = Math.max(...own.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y)) - EDGE;
  const bottom = Math.max(...all.map(({ y, height }) => y + height)) + EDGE;
  return window(inside, left - 1, right + 1, top, bottom);
}

function window({ width, height, data }: Raster, left: number, right: number, top: number, bottom: number): Raster {
  const [wide, high] = [right - left, bottom - top];
  const out = new Uint8Array(wide * high).fill(255);
  for (let y = Math.max(top, 0); y < Math.min(bottom, height); y += 1)
    for (let x = Math.max(left, 0); x < Math.min(right, width); x += 1)
      out[(y - top) * wide + x - left] = data[y * width + x] ?? 255;
  return { width: wide, height: high, data: out };
}

function joined(pieces: readonly { readonly image: Raster; readonly gap: number }[]): Raster {
  const width = pieces.reduce((sum, { image, gap }) => sum + gap + image.width, 2 * EDGE);
  const height = pieces[0]?.image.height ?? 1;
  const data = new Uint8Array(width * height).fill(255);
  let at = EDGE;
  for (const { image, gap } of pieces) {
    at += gap;
    for (let y = 0; y < height; y += 1)
      data.set(image.data.subarray(y * image.width, (y + 1) * image.width), y * width + at);
    at += image.width;
  }
  return { width, height, data };
}
