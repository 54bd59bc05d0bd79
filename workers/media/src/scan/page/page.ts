import { formatFormNumber, isCallbookError, type PageReading, type ReadForm, type ReadWord } from '@callbook/contracts';
import {
  type FoundCode,
  type Raster,
  type Registration,
  register,
  type Template,
  templateOf,
  turned,
} from '@callbook/forms';
import type { LineEngine } from '../engine/engine.ts';
import type { Tesseract } from '../engine/tesseract.ts';
import type { FilePage } from '../file/document.ts';
import { isBlank } from './blank.ts';
import { findCodes, type SeenCode } from './codes.ts';
import { guessFields } from './guess.ts';
import type { Keeper } from './keep.ts';
import { readSheet } from './sheet.ts';
import { turnOf, upright } from './upright.ts';

export type PageDeps = {
  readonly recogniser: LineEngine;
  readonly tesseract: Tesseract;
  /** Asked besides; its word alone makes nothing sure. */
  readonly others: readonly LineEngine[];
  readonly keeper: Keeper;
};

type Read = Omit<PageReading, 'index' | 'width' | 'height' | 'picture'>;

/** Reads one page: one of our sheets, one of anybody else's, or nothing. */
export async function readPage(deps: PageDeps, index: number, file: FilePage): Promise<PageReading> {
  if (isBlank(file.raster)) {
    const { width, height } = file.raster;
    return { index, kind: 'blank', rotation: 0, width, height, ...emptyLists() };
  }
  const codes = await findCodes(file.raster);
  const [first] = codes;
  const [read, page] = first ? await readOurs(deps, file, first, codes) : await readForeign(deps, file);
  const { width, height } = page;
  return { index, ...read, width, height, picture: await deps.keeper.page(page) };
}

async function readOurs(
  deps: PageDeps,
  file: FilePage,
  { code, corners }: SeenCode,
  codes: readonly SeenCode[],
): Promise<[Read, Raster]> {
  const quarters = quartersOf(corners);
  const page = turned(file.raster, quarters);
  const rotation = rotationOf(quarters);
  const { kind, version, paper } = code;
  const by = [...new Set(codes.map(({ symbol }) => symbol))];
  const form: ReadForm = {
    formNumber: formatFormNumber(code.number),
    kind,
    version,
    page: code.page,
    paper,
    by,
    located: true,
  };
  const base = { kind: kind === 'separator' ? 'separator' : 'sheet', rotation } as const;
  try {
    const template = templateOf(code);
    const registration = locate(page, file.raster, template, codes, quarters);
    const engines = [deps.recogniser, deps.tesseract];
    const read = await readSheet(
      { engines, others: deps.others, keep: deps.keeper.field },
      page,
      template,
      registration,
    );
    return [{ ...base, form, ...read }, page];
  } catch (error) {
    if (!isCallbookError(error, 'form-unregistered') && !isCallbookError(error, 'form-template-unknown')) throw error;
    const text = await readText(deps, page);
    const fields = text.fields.map((field) => ({ ...field, doubts: [...field.doubts, 'unlocated' as const] }));
    const problem = { code: error.code, message: error.message };
    return [{ ...base, form: { ...form, located: false }, ...emptyLists(), ...text, fields, problem }, page];
  }
}

function locate(
  page: Raster,
  lying: Raster,
  template: Template,
  codes: readonly SeenCode[],
  quarters: number,
): Registration {
  const found = codes.map(({ symbol, corners }): FoundCode => {
    const [a, b, c, d] = corners;
    const turn = ({ x, y }: { x: number; y: number }) => turnedPoint(lying, quarters, x, y);
    return {
      printed: symbol === 'qr' ? template.qr : template.dataMatrix,
      corners: [turn(a), turn(b), turn(c), turn(d)],
    };
  });
  return register(page, template, found);
}

/** Where a point comes to lie when its page is turned clockwise. */
function turnedPoint({ width, height }: Raster, quarters: number, x: number, y: number): { x: number; y: number } {
  if (quarters === 1) return { x: height - y, y: x };
  if (quarters === 2) return { x: width - x, y: height - y };
  return quarters === 3 ? { x: y, y: width - x } : { x, y };
}

async function readForeign(deps: PageDeps, file: FilePage): Promise<[Read, Raster]> {
  const { raster, words, text } = file;
  if (words && text !== undefined) {
    const read = { text: { from: 'file' as const, text, confidence: 1, words: await deps.keeper.json(words) } };
    return [{ kind: 'foreign', rotation: 0, ...emptyLists(), fields: guessFields(text, words), ...read }, raster];
  }
  const turn = await turnOf(raster, deps.recogniser);
  const page = await upright(raster, turn);
  return [
    { kind: 'foreign', rotation: rotationOf(turn.quarters), ...emptyLists(), ...(await readText(deps, page)) },
    page,
  ];
}

/** The whole of a page that stands upright. */
async function readText({ tesseract, keeper }: PageDeps, page: Raster): Promise<Pick<PageReading, 'text' | 'fields'>> {
  const { text, words } = await tesseract.readPage(page);
  const confidence =
    words.length > 0 ? words.reduce((sum, one: ReadWord) => sum + one.confidence, 0) / words.length : 0;
  const read = {
    from: 'engine' as const,
    text,
    confidence: Math.round(confidence * 1000) / 1000,
    words: await keeper.json(words),
  };
  return { text: read, fields: guessFields(text, words) };
}

/** By how many right angles a page has to be turned clockwise, so that its code stands upright. */
function quartersOf([upperLeft, upperRight]: SeenCode['corners']): number {
  const angle = Math.atan2(upperRight.y - upperLeft.y, upperRight.x - upperLeft.x);
  return (4 - Math.round(angle / (Math.PI / 2))) % 4;
}

function rotationOf(quarters: number): PageReading['rotation'] {
  return ([0, 90, 180, 270] as const)[quarters % 4] ?? 0;
}

function emptyLists(): Pick<PageReading, 'fields' | 'groups' | 'rows'> {
  return { fields: [], groups: [], rows: [] };
}
