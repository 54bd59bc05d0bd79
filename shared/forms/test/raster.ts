import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Raster } from '../src/index.ts';

/** What pdf.js's own canvas has that is used here: the types of the browser are not known in this house. */
type CanvasFactory = {
  create(
    width: number,
    height: number,
  ): {
    canvas: { getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8ClampedArray } } };
  };
};

const FONTS = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts/');

/** What pdf.js and its own canvas draw of the pages of a PDF, in shades of grey. */
export async function rasterise(pdf: Uint8Array, dpi: number): Promise<Raster[]> {
  const task = getDocument({ data: new Uint8Array(pdf), standardFontDataUrl: FONTS, verbosity: 0 });
  const document = await task.promise;
  const pages: Raster[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: dpi / 72 });
    const width = Math.round(viewport.width);
    const height = Math.round(viewport.height);
    const factory = document.canvasFactory as CanvasFactory;
    const { canvas } = factory.create(width, height);
    await page.render({ canvas: canvas as never, viewport }).promise;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    for (let at = 0; at < grey.length; at += 1)
      grey[at] = Math.round(0.299 * data[4 * at]! + 0.587 * data[4 * at + 1]! + 0.114 * data[4 * at + 2]!);
    pages.push({ width, height, data: grey });
  }
  await task.destroy();
  return pages;
}

/** The text of each page. */
export async function textsOf(pdf: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await task.destroy();
  return texts;
}
