import type { FormCode } from '../code.ts';
import { drawSheet, type Look } from './draw.ts';
import { createPen, loadFonts } from './pen.ts';
import { WORDS } from './words.ts';

/**
 * A PDF of the sheets, each on a page of its own, to be printed in its own size (100 %). Fonts are embedded as far as
 * they are used, and the codes are drawn as vectors.
 * @param printedAt stands in the PDF.
 * @throws CallbookError `form-template-unknown` for a version that is not known.
 */
export async function printForms(sheets: readonly FormCode[], look: Look, printedAt: Date): Promise<Uint8Array> {
  // Loaded where something is printed, and not by those who read what comes back.
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    autoFirstPage: false,
    lang: look.language,
    info: { Title: WORDS[look.language].form, Creator: 'Callbook', CreationDate: printedAt },
  });
  const parts: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Uint8Array) => parts.push(part));
    document.on('end', resolve);
    document.on('error', reject);
  });
  loadFonts(document);
  const pen = createPen(document);
  for (const sheet of sheets) drawSheet(pen, sheet, look);
  document.end();
  await ended;
  return Buffer.concat(parts);
}
