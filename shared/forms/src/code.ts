import {
  CallbookError,
  formatFormNumber,
  PAPERS,
  type Paper,
  parseFormNumber,
  SHEET_KINDS,
  type SheetKind,
} from '@callbook/contracts';
import type { Layout } from './sheet.ts';

/** What the two codes on a sheet say. */
export type FormCode = Layout & {
  /** The running number of the sheet, as it was handed out. */
  readonly number: number;
  /** From 1. */
  readonly page: number;
};

/** Of the text, not of a template. Digits and capitals only: QR has a dense way of writing these. */
const PREFIX = 'CBF1:';
const KIND_LETTERS: Record<SheetKind, string> = { call: 'C', 'log-book': 'L', separator: 'S' };
const PAPER_LETTERS: Record<Paper, string> = { A4: 'A', Letter: 'L' };

/** The text of both codes: `CBF1:C1A:F-10429:1` is page 1 of the call form F-10429, version 1, on A4. */
export function formatFormCode({ kind, version, paper, number, page }: FormCode): string {
  return `${PREFIX}${KIND_LETTERS[kind]}${version}${PAPER_LETTERS[paper]}:${formatFormNumber(number)}:${page}`;
}

/**
 * What a code on a sheet says; undefined for one that is not ours, such as the address on a letter-head.
 * @throws CallbookError `form-code-invalid` for a text that begins as ours do and is none.
 */
export function parseFormCode(text: string): FormCode | undefined {
  if (!text.startsWith('CBF')) return undefined;
  const [, kindLetter, version, paperLetter, formNumber = '', page] =
    /^CBF1:([A-Z])([1-9]\d?)([A-Z]):(F-\d+):([1-9]\d?)$/.exec(text) ?? [];
  const kind = SHEET_KINDS.find((one) => KIND_LETTERS[one] === kindLetter);
  const paper = PAPERS.find((one) => PAPER_LETTERS[one] === paperLetter);
  const number = parseFormNumber(formNumber);
  if (kind === undefined || paper === undefined || number === undefined)
    throw new CallbookError('form-code-invalid', `"${text.slice(0, 40)}" is no code of a form.`);
  return { kind, version: Number(version), paper, number, page: Number(page) };
}
