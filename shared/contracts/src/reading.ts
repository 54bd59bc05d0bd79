import { z } from 'zod';
import { type ErrorCode, errorCodes } from './errors.ts';
import { Sha256, Size, Text, Word } from './fields.ts';
import { InkMap } from './ink.ts';
import { PAPERS, SHEET_FIELDS, SHEET_GROUPS, SHEET_KINDS } from './sheet.ts';

/** What was read in a scan: pages as they lie in the file, and what of it is one contact each. */

/** Shares of the page's picture, which stands upright: 0, 0 is its upper left corner and 1, 1 its lower right. */
const Share = z.number().min(0).max(1);
export const ReadBox = z.object({ x: Share, y: Share, width: Share, height: Share });
export type ReadBox = z.infer<typeof ReadBox>;

/** A picture that was put into the archive: a page, or what is written in one field. */
const Picture = z.object({ sha256: Sha256, mediaType: Word, size: Size });
export type ReadPicture = z.infer<typeof Picture>;

const Problem = z.object({ code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]), message: Text });

/**
 * How far a field can be believed. `sure`: two engines agree, and it has the form that it should have. `unsure`: there is
 * a guess, and a person has to look. `unread`: something is written there, and nothing could be made of it. `empty`:
 * nothing is written there.
 */
export const ReadState = z.enum(['sure', 'unsure', 'unread', 'empty']);
export type ReadState = z.infer<typeof ReadState>;

/** Why a field is not sure. */
export const ReadDoubt = z.enum([
  'hand-written',
  'engines-differ',
  'one-engine',
  'format',
  'unlocated',
  'guessed',
  'failed',
]);
export type ReadDoubt = z.infer<typeof ReadDoubt>;

/** What one engine made of a field. */
const EngineReading = z.object({ engine: Word, text: Text, confidence: z.number().min(0).max(1).optional() });

export const FieldReading = z.object({
  name: z.enum(SHEET_FIELDS),
  /** Of a log-book sheet, from 1. */
  row: z.number().int().positive().optional(),
  state: ReadState,
  /** What it says; there if and only if it is sure. */
  value: Text.optional(),
  /** What it may say, for a person to look at beside its picture; never taken for what it says. */
  guess: Text.optional(),
  /** Of the value or the guess. */
  confidence: z.number().min(0).max(1).optional(),
  doubts: z.array(ReadDoubt),
  box: ReadBox,
  /** What the box shows, cut out; none of an empty one, and none of fields that were guessed in other people's sheets. */
  picture: Picture.optional(),
  /** What each engine read. */
  readings: z.array(EngineReading),
});
export type FieldReading = z.infer<typeof FieldReading>;

export const GroupReading = z.object({
  name: z.enum(SHEET_GROUPS),
  row: z.number().int().positive().optional(),
  /** `unsure`: nothing is clearly ticked, or more than one; `empty`: a box that may be left empty is. */
  state: z.enum(['sure', 'unsure', 'empty']),
  /**
   * The box that is ticked: there if and only if it is sure. Of departments the place in the list that was printed on
   * the sheet, from 1.
   */
  value: Word.optional(),
  /** In the order in which they are printed; `ink` is the share of the inside that is inked. */
  options: z.array(
    z.object({ value: Word, verdict: z.enum(['ticked', 'empty', 'unsure']), ink: z.number(), box: ReadBox }),
  ),
});
export type GroupReading = z.infer<typeof GroupReading>;

/** A row of a log-book sheet. Its fields and its box are in the page's lists, under the same number. */
const RowReading = z.object({ row: z.number().int().positive(), written: z.boolean() });

/** One word, as `PageText.words` keeps them in the archive. */
export const ReadWord = z.object({ text: z.string(), confidence: z.number().min(0).max(1), box: ReadBox });
export type ReadWord = z.infer<typeof ReadWord>;

const PageText = z.object({
  /** `file`: the text that a PDF itself holds, which nobody had to read. */
  from: z.enum(['file', 'engine']),
  text: Text,
  /** The mean over its words. */
  confidence: z.number().min(0).max(1),
  /** In the archive: a JSON list of `ReadWord`, each with its place and confidence. */
  words: Sha256.optional(),
});

/** What the code of a sheet of ours says, and how it was read. */
const ReadForm = z.object({
  /** `F-10429`; its check digit is right. */
  formNumber: Word,
  kind: z.enum(SHEET_KINDS),
  version: z.number().int().positive(),
  page: z.number().int().positive(),
  paper: z.enum(PAPERS),
  /** `text`: neither code could be read, and the number was, in print. */
  by: z.array(z.enum(['qr', 'data-matrix', 'text'])).min(1),
  /** Whether the template was laid over the page. Without it there are no fields, and the page is read as a whole. */
  located: z.boolean(),
});
export type ReadForm = z.infer<typeof ReadForm>;

export const PageReading = z.object({
  /** In the file, from 0. */
  index: z.number().int().nonnegative(),
  /** `sheet`: one of ours; `foreign`: any other; `blank`: nothing is on it; `failed`: see `problem`. */
  kind: z.enum(['sheet', 'separator', 'foreign', 'blank', 'failed']),
  /** Degrees clockwise by which the page of the file was turned, so that its picture stands upright. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** Pixels of the picture; 0 of a page that failed. */
  width: z.number().int().nonnegative(),
  height: z.number().int().nonnegative(),
  /** None of a blank page. */
  picture: Picture.optional(),
  form: ReadForm.optional(),
  /** Of a sheet of ours all its fields; of any other what looks like one, by its pattern, and is never sure. */
  fields: z.array(FieldReading),
  groups: z.array(GroupReading),
  rows: z.array(RowReading),
  /** The whole page: of sheets that are not ours, or over which no template could be laid. */
  text: PageText.optional(),
  /** What is inked where on a sheet of ours: tells a second scan of a sheet from a copy that somebody else filled in. */
  ink: InkMap.optional(),
  problem: Problem.optional(),
});
export type PageReading = z.infer<typeof PageReading>;

/** What of a scan is one contact: a sheet, a written row of the log book, or pages of somebody else's that lie together. */
const ReadEntry = z.object({
  /** Indexes of its pages. */
  pages: z.array(z.number().int().nonnegative()).min(1),
  /** Of a log-book sheet. */
  row: z.number().int().positive().optional(),
  /** The page of the separator that lies before it: what is ticked there holds for what follows. */
  separator: z.number().int().nonnegative().optional(),
});
export type ReadEntry = z.infer<typeof ReadEntry>;

/** What a contact tells of the scan that it is read in: its own pages and, of the log book, its own row of them. */
export const EntryReading = z.object({ pages: z.array(PageReading), entry: ReadEntry.optional() });
export type EntryReading = z.infer<typeof EntryReading>;
