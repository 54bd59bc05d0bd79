import { type FormCode, type Look, printForms, type Raster, templateOf } from '@callbook/forms';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { printed } from './blank.ts';
import { type Degrading, degraded } from './degrade.ts';
import { type Answers, fill, type Writing } from './fill.ts';
import type { Random } from './random.ts';

/** Dots an inch of the sheet before it is scanned. */
const PRINTED_DPI = 300;

/** A sheet that was printed, filled in and scanned or photographed, as a file. */
export async function scannedSheet(
  sheet: { readonly code: FormCode; readonly look: Look; readonly answers: Answers },
  writing: Writing,
  degrading: Degrading,
  random: Random,
): Promise<Buffer> {
  const [page] = await printed(await printForms([sheet.code], sheet.look, new Date(0)), PRINTED_DPI);
  if (!page) throw new RangeError('Nothing was printed.');
  fill(page, templateOf(sheet.code), sheet.answers, writing, random);
  return fileOf(degraded(greyOf(page), PRINTED_DPI, degrading, random), degrading.jpeg);
}

export function greyOf(page: Canvas): Raster {
  const { width, height } = page;
  const { data } = page.getContext('2d').getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 4)
    grey[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
  return { width, height, data: grey };
}

/** A JPEG of the given quality, or a PNG. */
export async function fileOf({ width, height, data }: Raster, jpeg?: number): Promise<Buffer> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let at = 0, to = 0; at < data.length; at += 1, to += 4) {
    const shade = data[at] ?? 255;
    image.data[to] = shade;
    image.data[to + 1] = shade;
    image.data[to + 2] = shade;
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return jpeg ? canvas.encode('jpeg', jpeg) : canvas.encode('png');
}
