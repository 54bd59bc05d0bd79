import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ReadWord } from '@callbook/contracts';
import type { Raster } from '@callbook/forms';
import sharp from 'sharp';
import { createWorker, OEM, PSM } from 'tesseract.js';
import type { LineEngine } from './engine.ts';

const DATA = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
/** What Tesseract was trained on is about so high, in pixels, with a white margin around. */
const LINE = 44;
const MARGIN = 12;
/** A page is told to be of so many dots an inch, for it has to be something. */
const DPI = '300';

export type PageWords = { readonly text: string; readonly words: readonly ReadWord[] };

export type Tesseract = LineEngine & {
  /** A whole page that stands upright. */
  readPage(page: Raster): Promise<PageWords>;
};

/** Tesseract as a WebAssembly, with its English model from disk: left to itself it asks the network for it. */
export async function tesseract(): Promise<Tesseract> {
  const worker = await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: join(DATA, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    // Without one, an error of its thread ends this process.
    errorHandler: () => undefined,
  });
  let mode: PSM | undefined;
  const set = async (next: PSM) => {
    if (mode !== next) await worker.setParameters({ tessedit_pageseg_mode: next, user_defined_dpi: DPI });
    mode = next;
  };
  return {
    name: 'tesseract-js',
    async read(lines) {
      await set(PSM.SINGLE_LINE);
      const texts = [];
      for (const line of lines) {
        const { data } = await worker.recognize(await lineOf(line));
        texts.push({ text: data.text.trim(), confidence: Math.min(1, Math.max(0, data.confidence / 100)) });
      }
      return texts;
    },
    async readPage(page) {
      await set(PSM.AUTO);
      const { data } = await worker.recognize(await pngOf(page), {}, { text: true, blocks: true });
      const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines));
      const words = lines.flatMap(({ words }) =>
        words.map(({ text, confidence, bbox }) => ({
          ...{ text, confidence: Math.min(1, Math.max(0, confidence / 100)) },
          box: {
            ...{ x: share(bbox.x0 / page.width), y: share(bbox.y0 / page.height) },
            ...{ width: share((bbox.x1 - bbox.x0) / page.width), height: share((bbox.y1 - bbox.y0) / page.height) },
          },
        })),
      );
      return { text: data.text.trim(), words };
    },
  };
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function pngOf({ width, height, data }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

function lineOf({ width, height, data }: Raster): Promise<Buffer> {
  const margin = { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN };
  return sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ height: LINE, kernel: 'cubic' })
    .extend({ ...margin, background: 'white' })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
