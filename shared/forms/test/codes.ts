import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { Raster } from '../src/index.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// Left to itself it fetches its program from the network.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** The QR codes and DataMatrices on a page. */
export async function readCodes({ width, height, data }: Raster): Promise<ReadResult[]> {
  const colours = new Uint32Array(data.length);
  for (let at = 0; at < data.length; at += 1) colours[at] = 0xff000000 + 0x010101 * data[at]!;
  const pixels = new Uint8ClampedArray(colours.buffer);
  return readBarcodes(
    { width, height, data: pixels, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0] & object,
    {
      formats: ['QRCode', 'DataMatrix'],
    },
  );
}
