import {
  type Homography,
  homographyOf,
  type Point,
  type Quad,
  type Raster,
  shadeAt,
  type Template,
} from '../src/index.ts';
import { readCodes } from './codes.ts';

/** Draws with a pen of so many millimetres, from point to point on a page of a printed sheet; 0 is black. */
export function drawLine(
  page: Raster,
  template: Template,
  [from, to]: readonly [Point, Point],
  pen: number,
  shade = 0,
): void {
  const scale = page.width / template.width;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  for (let at = 0; at <= length; at += 0.05) {
    const x = (from.x + ((to.x - from.x) * at) / (length || 1)) * scale;
    const y = (from.y + ((to.y - from.y) * at) / (length || 1)) * scale;
    const reach = (pen / 2) * scale;
    for (let row = Math.floor(y - reach); row <= y + reach; row += 1)
      for (let column = Math.floor(x - reach); column <= x + reach; column += 1)
        if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= reach) {
          const index = row * page.width + column;
          page.data[index] = Math.min(page.data[index]!, shade);
        }
  }
}

export type Scanner = {
  /** Where the corners of the sheet come to lie, as shares of the page's size, clockwise from the upper left. */
  readonly corners: Quad;
  /** From black to white. */
  readonly shades?: readonly [black: number, white: number];
  /** Of one side of the page less light falls on the other. */
  readonly shadow?: number;
  /** Standard deviation, in shades. */
  readonly noise?: number;
};

/** A sheet that lies askew by so many degrees and fills so much of the page. */
export function askew(degrees: number, size = 0.9): Quad {
  const turn = (x: number, y: number): Point => {
    const angle = (degrees * Math.PI) / 180;
    return {
      x: 0.5 + size * (x * Math.cos(angle) - y * Math.sin(angle)),
      y: 0.5 + size * (x * Math.sin(angle) + y * Math.cos(angle)),
    };
  };
  return [turn(-0.5, -0.5), turn(0.5, -0.5), turn(0.5, 0.5), turn(-0.5, 0.5)];
}

/** A page as a scanner or a camera makes it of a printed one, and where the centres of its marks are in it. */
export function scan(page: Raster, template: Template, scanner: Scanner): { raster: Raster; marks: Quad } {
  const { corners, shades = [0, 255], shadow = 0, noise = 0 } = scanner;
  const side = Math.max(page.width, page.height);
  const sheet: Quad = [
    { x: 0, y: 0 },
    { x: page.width, y: 0 },
    { x: page.width, y: page.height },
    { x: 0, y: page.height },
  ];
  // Shares are of the sheet's own width and height, laid into the middle of a square, so that it may be turned.
  const placed = corners.map(({ x, y }) => ({
    x: side / 2 + (x - 0.5) * page.width,
    y: side / 2 + (y - 0.5) * page.height,
  })) as unknown as Quad;
  const toPage = homographyOf(sheet.map((corner, at) => [placed[at]!, corner] as const))!;
  const toScan = homographyOf(sheet.map((corner, at) => [corner, placed[at]!] as const))!;
  const data = new Uint8Array(side * side);
  const random = generator(4711);
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const from = toPage({ x: column + 0.5, y: row + 0.5 });
      const outside = from.x < 0 || from.y < 0 || from.x >= page.width || from.y >= page.height;
      const shade = shades[0] + ((outside ? 255 : shadeAt(page, from)) / 255) * (shades[1] - shades[0]);
      data[row * side + column] = Math.max(0, Math.min(255, shade * (1 - (shadow * column) / side) + noise * random()));
    }
  return { raster: { width: side, height: side, data }, marks: marksOf(template, page, toScan) };
}

function marksOf(template: Template, page: Raster, toScan: Homography): Quad {
  const scale = page.width / template.width;
  return template.marks.map(({ x, y, width, height }) =>
    toScan({ x: (x + width / 2) * scale, y: (y + height / 2) * scale }),
  ) as unknown as Quad;
}

/** The corners of the QR code on a page, and what it says. */
export async function findCode(raster: Raster): Promise<{ text: string; corners: Quad } | undefined> {
  const found = (await readCodes(raster)).find(({ format }) => format === 'QRCode');
  if (!found) return undefined;
  const { topLeft, topRight, bottomRight, bottomLeft } = found.position;
  return { text: found.text, corners: [topLeft, topRight, bottomRight, bottomLeft] };
}

/** About normally distributed, the same at every run. */
function generator(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}
