import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isCallbookError } from '@callbook/contracts';
import { type FormCode, formatFormCode, type Point, parseFormCode, type Quad, type Raster } from '@callbook/forms';
import sharp from 'sharp';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { showsMarks } from './marks.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// Left to itself it fetches its program from the network.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** A code of ours on a page, and its corners in pixels, clockwise from its own upper left. */
export type SeenCode = { readonly symbol: 'qr' | 'data-matrix'; readonly code: FormCode; readonly corners: Quad };

/** How long the longer side is in which codes are looked for, and what is done to the picture: one try after another. */
type Try = { readonly side: number; readonly blur?: number; readonly options?: ReaderOptions };

/** Of every page, and of those that show our marks. */
const FIRST: readonly Try[] = [{ side: 2000 }, { side: 3500 }];
const FURTHER: readonly Try[] = [
  { side: 1300 },
  { side: 2500, blur: 1.2 },
  { side: 3500, options: { binarizer: 'GlobalHistogram' } },
  { side: 1800, blur: 1, options: { binarizer: 'GlobalHistogram' } },
  { side: 4600, blur: 1.8 },
];

/** The codes of ours on a page, as many as a sheet has. All say the same; those of another sheet than the first are left. */
export async function findCodes(page: Raster): Promise<SeenCode[]> {
  const sides = new Set<string>();
  const further = showsMarks(page) ? FURTHER : [];
  for (const { side, blur = 0, options } of [...FIRST, ...further]) {
    const scale = Math.min(side / Math.max(page.width, page.height), 2);
    const trial = `${scale} ${blur} ${options?.binarizer}`;
    if (sides.has(trial)) continue;
    sides.add(trial);
    const seen = await look(page, scale, blur, options);
    const [first] = seen;
    if (first) return seen.filter(({ code }) => formatFormCode(code) === formatFormCode(first.code));
  }
  return [];
}

async function look(page: Raster, scale: number, blur: number, options: ReaderOptions = {}): Promise<SeenCode[]> {
  const { width, height, data } = page;
  let picture = sharp(data, { raw: { width, height, channels: 1 } });
  if (scale !== 1)
    picture = picture.resize({ width: Math.round(width * scale), kernel: scale < 1 ? 'linear' : 'cubic' });
  if (blur > 0) picture = picture.blur(blur);
  const { data: pixels, info } = await picture
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const image = { width: info.width, height: info.height, data: new Uint8ClampedArray(pixels), colorSpace: 'srgb' };
  const results = await readBarcodes(image as Parameters<typeof readBarcodes>[0] & object, {
    ...{ formats: ['QRCode', 'DataMatrix'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 8 },
    ...options,
  });
  return results.flatMap(({ format, text, position }): SeenCode[] => {
    const code = ours(text);
    if (!code) return [];
    const { topLeft, topRight, bottomRight, bottomLeft } = position;
    const at = ({ x, y }: Point) => ({ x: x / scale, y: y / scale });
    const corners: Quad = [at(topLeft), at(topRight), at(bottomRight), at(bottomLeft)];
    return [{ symbol: format === 'QRCode' ? 'qr' : 'data-matrix', code, corners }];
  });
}

/** What a code says; undefined of one that is somebody else's, or none at all. */
function ours(text: string): FormCode | undefined {
  try {
    return parseFormCode(text);
  } catch (error) {
    if (isCallbookError(error, 'form-code-invalid')) return undefined;
    throw error;
  }
}
