import type { ReadWord } from '@callbook/contracts';
import type { Raster } from '@callbook/forms';
import type { ScanKind } from './kind.ts';

/** One page as it is looked at. */
export type FilePage = {
  readonly raster: Raster;
  /** The words that a PDF itself holds, where nobody has to read them from its picture. */
  readonly words?: readonly ReadWord[];
  /** The text of the page as its words stand in lines. */
  readonly text?: string;
};

/** A file with pages, opened. */
export type ScanDocument = {
  readonly mediaType: ScanKind;
  readonly pages: number;
  /** Whether its end is missing, and what is there can be read all the same. */
  readonly truncated: boolean;
  /**
   * @param index from 0.
   * @throws CallbookError `scan-unreadable`, `scan-truncated`, `scan-too-large`.
   */
  page(index: number): Promise<FilePage>;
  close(): Promise<void>;
};

/** Pixels of a page that are worked on: an A4 sheet at 300 dpi has 8.7 million. Larger pictures are made smaller. */
export const WORKED_PIXELS = 12_500_000;
/** Pixels of a picture that is decoded at all: A3 at 600 dpi has 70 million. */
export const MOST_PIXELS = 160_000_000;
