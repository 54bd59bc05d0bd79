import {
  type FieldReading,
  type GroupReading,
  INK_CELL,
  type InkMap,
  isCallbookError,
  type PageReading,
  type ReadBox,
  type ReadPicture,
} from '@callbook/contracts';
import {
  accentsOf,
  type Box,
  choiceOf,
  cornersOf,
  cutOut,
  DENSITY,
  type Field,
  isPenned,
  isPrinted,
  type Line,
  linesOf,
  type Raster,
  type Registration,
  readTick,
  type Template,
  type TickBox,
  type TickReading,
  type Wavering,
  type Writing,
  waveringOf,
  writingIn,
} from '@callbook/forms';
import type { EngineText, LineEngine } from '../engine/engine.ts';
import { fits, tidied } from './format.ts';
import { judge, type LineReading } from './judge.ts';

export type SheetDeps = {
  /** Two, that have to agree; the recogniser of lines first. */
  readonly engines: readonly LineEngine[];
  /** Asked about what these are unsure of, for a better guess. */
  readonly others: readonly LineEngine[];
  /** Keeps what a part of the page shows. */
  readonly keep: (picture: Raster) => Promise<ReadPicture>;
};

/** Millimetres around a field that its picture shows. */
const AROUND = 1;

type Written = {
  readonly field: Field;
  readonly writing: Writing;
  readonly lines: readonly Line[];
  wavering: readonly Wavering[];
};

/** Reads a sheet of ours over which its template lies: fields, boxes to tick, and rows. */
export async function readSheet(
  deps: SheetDeps,
  page: Raster,
  template: Template,
  registration: Registration,
): Promise<Pick<PageReading, 'fields' | 'groups' | 'rows' | 'ink'>> {
  const boxOf = (box: Box) => boxOnPage(page, registration, box);
  const written = template.fields.map((field): Written => {
    const writing = writingIn(page, registration, field);
    const lines = linesOf(writing, field.cells ?? 0);
    return { field, writing, lines, wavering: lines.map(waveringOf) };
  });
  // Who writes one field by hand writes all of them so; a sheet has more letters to tell it by than a field.
  const penned = isPenned(written.flatMap(({ wavering }) => wavering));
  const fields: FieldReading[] = [];
  for (const one of written) fields.push(await readField(deps, page, registration, one, penned));
  const boxes = template.tickBoxes.map((tick) => ({ tick, reading: readTick(page, registration, tick.box) }));
  const all = boxes.map(({ reading }) => reading);
  const ticks = boxes.filter(({ reading }) => isPrinted(reading, all));
  const groups = groupsOf(ticks, boxOf);
  return { fields, groups, rows: rowsOf(fields, groups), ink: inkOf(template, written, ticks) };
}

async function readField(
  { engines, others, keep }: SheetDeps,
  page: Raster,
  registration: Registration,
  { field, writing, lines, wavering }: Written,
  penned: boolean,
): Promise<FieldReading> {
  const { name, row, box } = field;
  const base = { name, ...(row !== undefined && { row }), box: boxOnPage(page, registration, box) };
  if (writing.state === 'empty') return { ...base, state: 'empty', doubts: [], readings: [] };
  const { x, y, width, height } = box;
  const around = { x: x - AROUND, y: y - AROUND, width: width + 2 * AROUND, height: height + 2 * AROUND };
  const picture = await keep(cutOut(page, registration.toPixels, around, DENSITY));
  if (lines.length === 0) return { ...base, state: 'unread', doubts: ['failed'], picture, readings: [] };
  const images = lines.map(({ image }) => image);
  const texts: EngineText[][] = [];
  for (const engine of engines) texts.push(await engine.read(images));
  const read = lines.map(
    (line, at): LineReading => ({
      texts: texts.flatMap((ofEngine) => ofEngine[at] ?? []),
      accents: accentsOf(line),
      ...(line.cells && { cells: line.cells }),
    }),
  );
  const byHand = penned || (wavering.some(({ letters }) => letters > 0) && isPenned(wavering));
  const { texts: said, ...judgement } = judge(name, read, byHand);
  const readings = said.map(({ text, confidence }, at) => ({ engine: engines[at]?.name ?? '?', text, confidence }));
  if (judgement.state === 'sure') return { ...base, ...judgement, picture, readings };
  const more = await second(others, images);
  const better = more.map(({ text }) => tidied(text, name)).find((text) => fits(text, name));
  return { ...base, ...judgement, ...(better && { guess: better }), picture, readings: [...readings, ...more] };
}

/** What other engines make of it. One that fails has nothing to say, and the field has its doubts already. */
async function second(others: readonly LineEngine[], images: readonly Raster[]): Promise<FieldReading['readings']> {
  const readings: FieldReading['readings'] = [];
  for (const engine of others) {
    try {
      const texts = await engine.read(images);
      readings.push({ engine: engine.name, text: texts.map(({ text }) => text).join('\n') });
    } catch (error) {
      if (!isCallbookError(error, 'reading-failed')) throw error;
    }
  }
  return readings;
}

type Ticked = { readonly tick: TickBox; readonly reading: TickReading };

function groupsOf(ticks: readonly Ticked[], boxOf: (box: Box) => ReadBox): GroupReading[] {
  const groups = new Map<string, Ticked[]>();
  for (const one of ticks) {
    const name = `${one.tick.group} ${one.tick.row ?? ''}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].flatMap((boxes) => {
    const [first] = boxes;
    if (!first) return [];
    const { group, row } = first.tick;
    const { value, sure } = choiceOf(
      boxes.map(({ tick, reading }) => ({ value: tick.value, verdict: reading.verdict })),
    );
    const options = boxes.map(({ tick, reading: { verdict, ink } }) => ({
      ...{ value: tick.value, verdict, ink: Math.round(ink * 1000) / 1000, box: boxOf(tick.box) },
    }));
    const state = !sure ? 'unsure' : value === undefined ? 'empty' : 'sure';
    return [{ name: group, ...(row !== undefined && { row }), state, ...(state === 'sure' && { value }), options }];
  });
}

function rowsOf(fields: readonly FieldReading[], groups: readonly GroupReading[]): PageReading['rows'] {
  const numbers = new Set(fields.flatMap(({ row }) => row ?? []));
  return [...numbers].map((row) => ({
    row,
    written:
      fields.some((field) => field.row === row && field.state !== 'empty') ||
      groups.some((group) => group.row === row && group.state === 'sure'),
  }));
}

/** The cells of a sheet with ink that was not printed. */
function inkOf({ width, height }: Template, written: readonly Written[], ticks: readonly Ticked[]): InkMap {
  const columns = Math.ceil(width / INK_CELL);
  const rows = Math.ceil(height / INK_CELL);
  const bits = new Uint8Array(Math.ceil((columns * rows) / 8));
  const set = (x: number, y: number) => {
    const at = Math.floor(y / INK_CELL) * columns + Math.floor(x / INK_CELL);
    bits[at >> 3] = (bits[at >> 3] ?? 0) | (128 >> (at & 7));
  };
  for (const { writing } of written) {
    const { inside, box, strokes } = writing;
    for (const { x, y, width, height } of strokes)
      for (let down = y; down < y + height; down += 2)
        for (let right = x; right < x + width; right += 2)
          if ((inside.data[down * inside.width + right] ?? 255) < 128)
            set(box.x + right / DENSITY, box.y + down / DENSITY);
  }
  for (const { tick, reading } of ticks)
    if (reading.verdict === 'ticked') set(tick.box.x + tick.box.width / 2, tick.box.y + tick.box.height / 2);
  return { columns, rows, bits: Buffer.from(bits).toString('base64') };
}

/** Where a box of the sheet is in the page's picture. */
export function boxOnPage({ width, height }: Raster, { toPixels }: Registration, box: Box): ReadBox {
  const corners = cornersOf(box).map(toPixels);
  const share = (value: number, of: number) => Math.round(Math.min(1, Math.max(0, value / of)) * 1e5) / 1e5;
  const [left, right] = [Math.min(...corners.map(({ x }) => x)), Math.max(...corners.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...corners.map(({ y }) => y)), Math.max(...corners.map(({ y }) => y))];
  const [x, y] = [share(left, width), share(top, height)];
  return { x, y, width: share(right, width) - x, height: share(bottom, height) - y };
}
