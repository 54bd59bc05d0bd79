import type { Raster } from '@callbook/forms';

/** What an engine made of a line of writing. */
export type EngineText = {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
};

/** Something that turns pictures of single lines into text. */
export type LineEngine = {
  /** What a reading says of its origin. */
  readonly name: string;
  /** One answer for each line. @throws CallbookError `reading-failed`. */
  read(lines: readonly Raster[]): Promise<EngineText[]>;
};
