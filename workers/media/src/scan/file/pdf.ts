import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CallbookError } from '@callbook/contracts';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/types/src/pdf.js';
import { MOST_PIXELS, type ScanDocument, WORKED_PIXELS } from './document.ts';
import { textOf } from './pdf-text.ts';

/** What forms and recognisers want; more is work for nothing. */
const DPI = 300;
/** Points are 1/72 inch. */
const POINTS = 72;
/** The last bytes of a file, in which its end must stand. */
const TAIL = 2048;

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const OPTIONS = {
  standardFontDataUrl: join(folder, 'standard_fonts/'),
  cMapUrl: join(folder, 'cmaps/'),
  wasmUrl: join(folder, 'wasm/'),
  iccUrl: join(folder, 'iccs/'),
  verbosity: VerbosityLevel.ERRORS,
  isEvalSupported: false,
  useSystemFonts: false,
  enableXfa: false,
  maxImageSize: MOST_PIXELS,
} as const;

/** pdf.js's own canvas, as far as it is used here: the types of the browser are not known in this house. */
type Canvas = {
  getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8ClampedArray } };
};
type CanvasFactory = {
  create(width: number, height: number): { canvas: Canvas };
  destroy(created: { canvas: Canvas }): void;
};

/** A PDF. Nothing in it is executed. */
export async function openPdf(path: string): Promise<ScanDocument> {
  const bytes = await readFile(path);
  const truncated = !bytes.subarray(-TAIL).includes('%%EOF');
  const load = (stopAtErrors: boolean) => getDocument({ ...OPTIONS, data: new Uint8Array(bytes), stopAtErrors });
  const task = load(false);
  const document = await task.promise.catch((error: Error) => refuse(error, truncated));
  return {
    mediaType: 'application/pdf',
    pages: document.numPages,
    truncated,
    async page(index) {
      const page = await document.getPage(index + 1).catch((error: Error) => refuse(error, truncated));
      try {
        const raster = await draw(document, page).catch((error: Error) => refuse(error, truncated));
        // pdf.js leaves out what it cannot draw. A page on which nothing is drawn is not blank for that.
        if (raster.data.every((shade) => shade > 250)) await assertDrawable(index);
        // Text that pdf.js cannot give is read from the picture, like that of a scan.
        const born = await textOf(page).catch(() => undefined);
        return { raster, ...(born && { words: born.words, text: born.text }) };
      } finally {
        page.cleanup();
      }
    },
    close: () => task.destroy(),
  };

  async function assertDrawable(index: number): Promise<void> {
    const strict = load(true);
    try {
      await (await (await strict.promise).getPage(index + 1)).getOperatorList();
    } catch (error) {
      refuse(error as Error, truncated);
    } finally {
      await strict.destroy();
    }
  }
}

async function draw(document: PDFDocumentProxy, page: PDFPageProxy) {
  const size = page.getViewport({ scale: 1 });
  const scale = Math.min(DPI / POINTS, Math.sqrt(WORKED_PIXELS / (size.width * size.height)));
  const viewport = page.getViewport({ scale });
  const width = Math.max(1, Math.round(viewport.width));
  const height = Math.max(1, Math.round(viewport.height));
  const factory = document.canvasFactory as CanvasFactory;
  const created = factory.create(width, height);
  try {
    await page.render({ canvas: created.canvas as never, viewport, background: 'white' }).promise;
    const { data } = created.canvas.getContext('2d').getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    for (let at = 0, from = 0; at < grey.length; at += 1, from += 4)
      grey[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
    return { width, height, data: grey };
  } finally {
    factory.destroy(created);
  }
}

function refuse(error: Error, truncated: boolean): never {
  if (error instanceof CallbookError) throw error;
  if (error.name === 'PasswordException')
    throw new CallbookError('scan-encrypted', 'The PDF is locked by a password.', { cause: error });
  if (/maximum allowed size|too large|too big/i.test(error.message))
    throw new CallbookError(
      'scan-too-large',
      `A picture in the PDF has more than ${MOST_PIXELS / 1e6} million pixels.`,
      { cause: error },
    );
  if (truncated) throw new CallbookError('scan-truncated', 'The PDF is cut off.', { cause: error });
  throw new CallbookError('scan-unreadable', 'The PDF is damaged.', { cause: error });
}
