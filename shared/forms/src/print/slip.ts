import type { SheetLanguage } from '@callbook/contracts';
import { createPen, loadFonts } from './pen.ts';

/** What somebody without an address is given, so that they can ask for their call. */
export type Slip = {
  readonly reference: string;
  readonly title: string;
  readonly receivedAt: Date;
  readonly respondBy?: Date | undefined;
  readonly organisation?: string | undefined;
  readonly language: SheetLanguage;
  /** IANA, in which times are told. */
  readonly timeZone: string;
};

/** Millimetres: ISO 216 A6, lying. */
const [WIDTH, HEIGHT, LEFT] = [148, 105, 12];

const WORDS: Readonly<Record<SheetLanguage, Readonly<Record<'head' | 'received' | 'answer' | 'quote', string>>>> = {
  en: {
    ...{ head: 'Your call', received: 'Received', answer: 'Answer by' },
    quote: 'Please quote this number when you ask about it.',
  },
  de: {
    ...{ head: 'Ihre Meldung', received: 'Eingegangen', answer: 'Antwort bis' },
    quote: 'Bitte nennen Sie diese Nummer bei Rückfragen.',
  },
  fr: {
    ...{ head: 'Votre demande', received: 'Reçue le', answer: 'Réponse avant le' },
    quote: 'Veuillez rappeler ce numéro pour toute question.',
  },
  es: {
    ...{ head: 'Su solicitud', received: 'Recibida', answer: 'Respuesta antes de' },
    quote: 'Indique este número en sus consultas.',
  },
};

/** A slip of paper with the reference of a call, as a PDF. */
export async function printSlip(slip: Slip, printedAt: Date): Promise<Uint8Array> {
  const { default: PDFDocument } = await import('pdfkit');
  const { language, reference, title, organisation, receivedAt, respondBy, timeZone } = slip;
  const words = WORDS[language];
  const document = new PDFDocument({
    autoFirstPage: false,
    lang: language,
    info: { Title: `${words.head} ${reference}`, Creator: 'Callbook', CreationDate: printedAt },
  });
  const parts: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Uint8Array) => parts.push(part));
    document.on('end', resolve);
    document.on('error', reject);
  });
  loadFonts(document);
  const pen = createPen(document);
  const line = (text: string, y: number, size: number, bold = false) =>
    pen.textLine(text, { x: LEFT, y, width: WIDTH - 2 * LEFT, height: size * 1.4 }, { size, bold });
  const time = (at: Date) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
  pen.page(WIDTH, HEIGHT);
  line([organisation, words.head].filter(Boolean).join(' · '), 12, 5);
  line(reference, 24, 16, true);
  line(title, 48, 5);
  line(`${words.received}: ${time(receivedAt)}`, 60, 5);
  if (respondBy) line(`${words.answer}: ${time(respondBy)}`, 69, 5);
  line(words.quote, 86, 4.5);
  document.end();
  await ended;
  return Buffer.concat(parts);
}
