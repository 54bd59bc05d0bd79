import type { Point } from '../sheet.ts';

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
