import { CallbookError, type Paper, type SheetField, type SheetGroup, type SheetKind } from '@callbook/contracts';
import { callForm } from './call-form.ts';
import { logBook } from './log-book.ts';
import { separator } from './separator.ts';
import { type Box, CONTENT_WIDTH, type Layout } from './sheet.ts';

/** What people write on a sheet. */
export type FieldName = SheetField;

/** A place to write in. */
export type Field = {
  readonly name: FieldName;
  /** Of a log-book sheet, from 1. */
  readonly row?: number;
  readonly box: Box;
  /** The box is divided into so many places for a letter each. */
  readonly cells?: number;
  /** The box has room for so many lines. */
  readonly lines: number;
};

export type GroupName = SheetGroup;

/** A box to tick, one of a group. */
export type TickBox = {
  readonly group: GroupName;
  /**
   * What a tick says: of `department` the place in the list that was configured when the sheet was printed, from 1.
   * Which departments these were is remembered with the form number.
   */
  readonly value: string;
  readonly row?: number;
  /** The outer edge of its border. */
  readonly box: Box;
};

/** What stands where on a sheet. The language and the departments change the words on it, and not their places. */
export type Template = Layout & {
  readonly width: number;
  readonly height: number;
  /** The black squares: upper left, upper right, lower right, lower left. */
  readonly marks: readonly [Box, Box, Box, Box];
  /** The symbols without their quiet zones. */
  readonly qr: Box;
  readonly dataMatrix: Box;
  readonly fields: readonly Field[];
  readonly tickBoxes: readonly TickBox[];
};

/** Millimetres, ISO 216 and ANSI/ASME Y14.1. */
const SIZES: Record<Paper, { width: number; height: number }> = {
  A4: { width: 210, height: 297 },
  Letter: { width: 215.9, height: 279.4 },
};

/** Printers leave a margin of about 5 mm white. */
const MARK_MARGIN = 8;
const MARK = 6;
/** What is read on QR 22 mm and DataMatrix 16 mm at 150 dpi: 99.8 % of degraded pages, with 16 and 16 mm fewer. */
const QR = 22;
const DATA_MATRIX = 16;

/** The part of a sheet that is its own, and the room that it has. */
export type Content = Pick<Template, 'fields' | 'tickBoxes'>;
export type Room = { readonly left: number; readonly top: number; readonly bottom: number };

const CONTENTS: Record<SheetKind, Readonly<Record<number, (room: Room) => Content>>> = {
  call: { 1: callForm },
  'log-book': { 1: logBook },
  separator: { 1: separator },
};

/**
 * The template of a layout.
 * @throws CallbookError `form-template-unknown` for a version that is not known (yet).
 */
export function templateOf({ kind, version, paper }: Layout): Template {
  const content = CONTENTS[kind][version];
  if (!content)
    throw new CallbookError('form-template-unknown', `There is no version ${version} of the ${kind} sheet here.`);
  const { width, height } = SIZES[paper];
  const left = (width - CONTENT_WIDTH) / 2;
  const right = width - MARK_MARGIN - MARK;
  const bottom = height - MARK_MARGIN - MARK;
  const mark = (x: number, y: number): Box => ({ x, y, width: MARK, height: MARK });
  return {
    ...{ kind, version, paper, width, height },
    marks: [mark(MARK_MARGIN, MARK_MARGIN), mark(right, MARK_MARGIN), mark(right, bottom), mark(MARK_MARGIN, bottom)],
    qr: { x: left + CONTENT_WIDTH - QR - 2, y: 12, width: QR, height: QR },
    dataMatrix: { x: left + 2, y: height - 12 - DATA_MATRIX, width: DATA_MATRIX, height: DATA_MATRIX },
    // Above are the title and the QR code with its quiet zone, below the DataMatrix with its own.
    ...content({ left, top: 38, bottom: height - 12 - DATA_MATRIX - 3 }),
  };
}
