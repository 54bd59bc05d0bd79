import { createRequire } from 'node:module';
import type { Box } from '../sheet.ts';
import type { Modules } from './symbol.ts';

type Document = PDFKit.PDFDocument;

const FAMILY = '@expo-google-fonts/noto-sans';
const MILLIMETRE = 72 / 25.4;
/** Neighbouring modules overlap by so much, else a thin white line may show between them. */
const OVERLAP = 0.02;

export type TextStyle = {
  /** Millimetres from one line to the next, about. */
  readonly size: number;
  readonly bold?: boolean;
  readonly align?: 'left' | 'center';
};

/** Draws in millimetres from the upper left corner of a page, and in black alone. */
export type Pen = ReturnType<typeof createPen>;

/** Fonts of the document: Noto Sans has the letters of every language written in Latin, Greek or Cyrillic script. */
export function loadFonts(document: Document): void {
  const { resolve } = createRequire(import.meta.url);
  document.registerFont('regular', resolve(`${FAMILY}/400Regular/NotoSans_400Regular.ttf`));
  document.registerFont('bold', resolve(`${FAMILY}/700Bold/NotoSans_700Bold.ttf`));
}

export function createPen(document: Document) {
  const style = ({ size, bold }: TextStyle) => document.font(bold ? 'bold' : 'regular').fontSize(size);

  return {
    /** A new page, of millimetres. */
    page(width: number, height: number): void {
      document.addPage({ size: [width * MILLIMETRE, height * MILLIMETRE], margin: 0 });
      document.scale(MILLIMETRE).fillColor('black').strokeColor('black').lineJoin('miter');
    },

    fill({ x, y, width, height }: Box): void {
      document.rect(x, y, width, height).fill();
    },

    /** Its border lies inside of the box. */
    frame({ x, y, width, height }: Box, line: number): void {
      document
        .lineWidth(line)
        .rect(x + line / 2, y + line / 2, width - line, height - line)
        .stroke();
    },

    line(fromX: number, fromY: number, toX: number, toY: number, width: number): void {
      document.lineWidth(width).moveTo(fromX, fromY).lineTo(toX, toY).stroke();
    },

    /** One line of text, smaller where it would be longer than the box is wide, and cut where half the size is not enough. */
    textLine(text: string, { x, y, width, height }: Box, wanted: TextStyle): void {
      const { size, align = 'left' } = wanted;
      style(wanted);
      const fitting = Math.max(size / 2, Math.min(size, (size * width) / document.widthOfString(text)));
      style({ ...wanted, size: fitting });
      document.text(cut(text, width), x, y + (height - fitting * 1.36) / 2, {
        width: width + 1e-6,
        align,
        lineBreak: false,
      });
    },

    /** Text in as many lines as it needs. */
    paragraph(text: string, { x, y, width }: Omit<Box, 'height'>, wanted: TextStyle): void {
      style(wanted).text(text, x, y, { width, align: wanted.align ?? 'left' });
    },

    /** A code of dark and light modules. */
    symbol({ size, dark }: Modules, { x, y, width }: Box): void {
      const module = width / size;
      for (const { column, row, length } of dark)
        document.rect(x + column * module, y + row * module, length * module, module + OVERLAP);
      document.fill();
    },
  };

  function cut(text: string, width: number): string {
    if (document.widthOfString(text) <= width + 1e-6) return text;
    const letters = [...text];
    while (letters.length > 0 && document.widthOfString(`${letters.join('')}…`) > width) letters.pop();
    return `${letters.join('').trimEnd()}…`;
  }
}
