import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Canvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const FONTS = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts/');

type CanvasFactory = { create(width: number, height: number): { canvas: Canvas } };

/** The pages of a PDF as they come out of a printer, on canvases of their own. */
export async function printed(pdf: Uint8Array, dpi: number): Promise<Canvas[]> {
  const task = getDocument({ data: new Uint8Array(pdf), standardFontDataUrl: FONTS, verbosity: 0 });
  const document = await task.promise;
  const pages: Canvas[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: dpi / 72 });
    const factory = document.canvasFactory as CanvasFactory;
    const { canvas } = factory.create(Math.round(viewport.width), Math.round(viewport.height));
    await page.render({ canvas: canvas as never, viewport, background: 'white' }).promise;
    pages.push(canvas);
  }
  await task.destroy();
  return pages;
}
