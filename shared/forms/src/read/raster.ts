import type { Box, Point } from '../sheet.ts';
import type { Homography } from './homography.ts';

/** A page in shades of grey, row by row: 0 is black, 255 white. */
export type Raster = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** The shade at a place between pixels (the centre of the first is at 0.5, 0.5); beyond the edge that of the edge. */
export function shadeAt({ width, height, data }: Raster, { x, y }: Point): number {
  const left = Math.min(Math.max(x - 0.5, 0), width - 1);
  const top = Math.min(Math.max(y - 0.5, 0), height - 1);
  const column = Math.min(Math.floor(left), Math.max(width - 2, 0));
  const row = Math.min(Math.floor(top), Math.max(height - 2, 0));
  const [right, down] = [left - column, top - row];
  const shade = (dx: number, dy: number) => data[(row + dy) * width + column + dx] ?? 255;
  const upper = shade(0, 0) * (1 - right) + shade(1, 0) * right;
  const lower = shade(0, 1) * (1 - right) + shade(1, 1) * right;
  return upper * (1 - down) + lower * down;
}

/** A part of a sheet as if it lay straight and square, with so many pixels a millimetre. */
export function cutOut(page: Raster, toPixels: Homography, box: Box, density: number): Raster {
  const width = Math.max(1, Math.round(box.width * density));
  const height = Math.max(1, Math.round(box.height * density));
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const place = { x: box.x + (column + 0.5) / density, y: box.y + (row + 0.5) / density };
      data[row * width + column] = shadeAt(page, toPixels(place)) + 0.5;
    }
  return { width, height, data };
}

/** A page that was turned clockwise by so many right angles. */
export function turned(page: Raster, quarters: number): Raster {
  const { width, height, data } = page;
  if (quarters % 4 === 0) return page;
  const lying = quarters % 2 === 1;
  const [wide, high] = lying ? [height, width] : [width, height];
  const out = new Uint8Array(data.length);
  // Where its first pixel comes from, and how far it is from there to the next one in a row, and in a column.
  const [start, right, down] =
    quarters % 4 === 1
      ? [(height - 1) * width, -width, 1]
      : quarters % 4 === 2
        ? [data.length - 1, -1, -width]
        : [width - 1, width, -1];
  for (let row = 0, to = 0; row < high; row += 1)
    for (let column = 0, from = start + row * down; column < wide; column += 1, from += right, to += 1)
      out[to] = data[from] ?? 255;
  return { width: wide, height: high, data: out };
}
