import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { Page } from './raster.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// Left to itself it fetches its program from the network.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** The QR codes and DataMatrices on a page. */
export async function readCodes({ width, height, data }: Page): Promise<ReadResult[]> {
  const pixels = new Uint8ClampedArray(4 * data.length);
  for (let at = 0; at < data.length; at += 1)
    pixels.fill(data[at]!, 4 * at, 4 * at + 3).fill(255, 4 * at + 3, 4 * at + 4);
  return readBarcodes(
    { width, height, data: pixels, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0] & object,
    {
      formats: ['QRCode', 'DataMatrix'],
    },
  );
}
