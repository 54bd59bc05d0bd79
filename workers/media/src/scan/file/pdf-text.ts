import type { ReadWord } from '@callbook/contracts';
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFPageProxy } from 'pdfjs-dist/types/src/pdf.js';

/** Fewer letters are a page number, or the mark of a program. */
const LETTERS = 12;

type Piece = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/**
 * The text of a page that was written by a program; undefined where it has none, or shows pictures: of a scan the text is
 * only what some machine took it for.
 */
export async function textOf(page: PDFPageProxy): Promise<{ words: ReadWord[]; text: string } | undefined> {
  if (await hasPictures(page)) return undefined;
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const pieces: Piece[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [x = 0, y = 0] = viewport.convertToViewportPoint(item.transform[4], item.transform[5]);
    const height = item.height || Math.hypot(item.transform[2], item.transform[3]);
    pieces.push({ text: item.str, x, y: y - height, width: item.width, height });
  }
  // What was typed into the fields of a form is no text of the page.
  for (const note of await page.getAnnotations()) {
    const value: unknown = note.fieldValue;
    if (typeof value !== 'string' || value.trim() === '' || !Array.isArray(note.rect)) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = viewport.convertToViewportRectangle(note.rect);
    const [x, y] = [Math.min(left, right), Math.min(bottom, top)];
    pieces.push({ text: value, x, y, width: Math.abs(right - left), height: Math.abs(top - bottom) });
  }
  if (pieces.reduce((sum, { text }) => sum + text.trim().length, 0) < LETTERS) return undefined;
  const text = linesOf(pieces);
  const share = (value: number) => Math.min(1, Math.max(0, value));
  const words = pieces.map(({ text, x, y, width, height }) => ({
    ...{ text, confidence: 1 },
    box: {
      ...{ x: share(x / viewport.width), y: share(y / viewport.height) },
      ...{ width: share(width / viewport.width), height: share(height / viewport.height) },
    },
  }));
  return { words, text };
}

/** Pieces at one height are a line, from left to right. */
function linesOf(pieces: readonly Piece[]): string {
  const lines: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => a.y + a.height - b.y - b.height)) {
    const [above] = lines.at(-1) ?? [];
    const beside =
      above && Math.abs(above.y + above.height - piece.y - piece.height) < 0.5 * Math.min(above.height, piece.height);
    if (beside) lines.at(-1)?.push(piece);
    else lines.push([piece]);
  }
  return lines
    .map((line) =>
      line
        .sort((a, b) => a.x - b.x)
        .reduce((text, piece, at) => {
          const before = line[at - 1];
          const apart = before && piece.x - before.x - before.width > 0.15 * piece.height;
          return `${text}${apart && !text.endsWith(' ') ? ' ' : ''}${piece.text}`;
        }, ''),
    )
    .join('\n');
}

/** Whether a page shows pictures: then it may be a scan, and its text what some machine read in it. */
async function hasPictures(page: PDFPageProxy): Promise<boolean> {
  const { fnArray } = await page.getOperatorList();
  return fnArray.some((operator) => PICTURES.has(operator));
}

const PICTURES = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectRepeat,
]);
