import { type Component, componentsOf, linesOf, type Raster, turned } from '@callbook/forms';
import sharp from 'sharp';
import type { LineEngine } from '../engine/engine.ts';

/** The longer side of the small picture in which the lines of a page are looked for. */
const SMALL = 1400;
/** Degrees: pages lie askew by so much at the most, and are turned back this exactly. */
const ASKEW = 12;
const EXACT = 0.25;
/** Lines that are read both ways to tell which is up. */
const SAMPLES = 4;
/** As many times as they are high they are long: a few words tell. */
const WORDS = 14;

/** How a page has to be turned so that its text stands upright: right angles clockwise, and degrees besides. */
export type Turn = { readonly quarters: 0 | 1 | 2 | 3; readonly degrees: number };

/** Small letters of a page, as the middles of their feet: what lines are made of. */
export async function turnOf(page: Raster, recogniser: LineEngine): Promise<Turn> {
  const small = await smaller(page);
  const letters = lettersOf(small);
  if (letters.length < 10) return { quarters: 0, degrees: 0 };
  const level = skewOf(letters.map(({ centre }) => centre));
  const upended = skewOf(letters.map(({ centre: { x, y } }) => ({ x: y, y: -x })));
  const lying = upended.score > level.score;
  const degrees = lying ? upended.degrees : level.degrees;
  // Lying text is turned by a quarter one way, and what is then upside down by two more.
  const first = lying ? 1 : 0;
  const straight = await straightened(turned(page, first), degrees);
  return {
    quarters: ((first + ((await isUpsideDown(straight, recogniser)) ? 2 : 0)) % 4) as Turn['quarters'],
    degrees,
  };
}

/** The page, turned. */
export async function upright(page: Raster, { quarters, degrees }: Turn): Promise<Raster> {
  return straightened(turned(page, quarters), degrees);
}

async function smaller(page: Raster): Promise<Raster> {
  const { width, height, data } = page;
  const scale = Math.min(1, SMALL / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const picture = sharp(data, { raw: { width, height, channels: 1 } }).resize({ ...size, fit: 'fill' });
  return { ...size, data: new Uint8Array(await picture.toColourspace('b-w').raw().toBuffer()) };
}

/** What may be letters: of a size that many share. */
function lettersOf({ width, height, data }: Raster): Component[] {
  const mean = data.reduce((sum, shade) => sum + shade, 0) / data.length;
  const mask = { width, height, data: data.map((shade) => Number(shade < mean * 0.7)) };
  return componentsOf(mask).filter(
    (one) => one.area >= 6 && Math.max(one.width, one.height) <= 60 && Math.max(one.width, one.height) >= 4,
  );
}

/** The angle at which points fall into rows, by how uneven the rows then are. */
function skewOf(points: readonly { readonly x: number; readonly y: number }[]): { degrees: number; score: number } {
  let best = { degrees: 0, score: -1 };
  const score = (degrees: number) => {
    const slope = Math.tan((degrees * Math.PI) / 180);
    const rows = new Map<number, number>();
    for (const { x, y } of points) {
      const row = Math.round((y - slope * x) / 3);
      rows.set(row, (rows.get(row) ?? 0) + 1);
    }
    let sum = 0;
    for (const count of rows.values()) sum += count * count;
    return sum;
  };
  for (let degrees = -ASKEW; degrees <= ASKEW; degrees += EXACT) {
    const one = score(degrees) * (1 - Math.abs(degrees) * 1e-4);
    if (one > best.score) best = { degrees, score: one };
  }
  return best;
}

async function straightened(page: Raster, degrees: number): Promise<Raster> {
  if (Math.abs(degrees) < EXACT) return page;
  const { width, height, data } = page;
  const { data: grey, info } = await sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(-degrees, { background: 'white' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(grey) };
}

/** Reads some lines both ways: the right one reads like text. */
async function isUpsideDown(page: Raster, recogniser: LineEngine): Promise<boolean> {
  const lines = textLines(page);
  if (lines.length === 0) return false;
  const sure = async (images: readonly Raster[]) =>
    (await recogniser.read(images)).reduce(
      (sum, { text, confidence }) => sum + confidence * Math.min(text.length, 30),
      0,
    );
  return (await sure(lines.map((line) => turned(line, 2)))) > (await sure(lines));
}

/** Some rows of letters of a page, the longest. */
function textLines(page: Raster): Raster[] {
  const { width, height, data } = page;
  const mean = data.reduce((sum, shade) => sum + shade, 0) / data.length;
  const mask = { width, height, data: data.map((shade) => Number(shade < mean * 0.7)) };
  const tallest = height / 25;
  const least = height / 350;
  const letters = componentsOf(mask).filter(
    (one) => one.height <= tallest && one.width <= 4 * tallest && one.height >= least / 3 && one.area >= 6,
  );
  return linesOf({ inside: page, box: { x: 0, y: 0, width, height }, strokes: letters, state: 'written' }, 0)
    .filter(({ image, strokes }) => strokes.length >= 6 && image.width < 60 * image.height)
    .sort((one, other) => other.strokes.length - one.strokes.length)
    .slice(0, SAMPLES)
    .map(({ image }) => beginningOf(image));
}

function beginningOf(line: Raster): Raster {
  const width = Math.min(line.width, WORDS * line.height);
  const data = new Uint8Array(width * line.height);
  for (let row = 0; row < line.height; row += 1)
    data.set(line.data.subarray(row * line.width, row * line.width + width), row * width);
  return { width, height: line.height, data };
}
