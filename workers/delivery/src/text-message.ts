import calculator from 'sms-segments-calculator';

/** The most that an acknowledgement may take: each segment is a message that is paid for. */
const MOST_SEGMENTS = 2;

/** How many messages a text is sent and paid for as: of 160 letters of GSM 03.38, or of 70 of any other. */
export function segmentsOf(text: string): number {
  return new calculator.SegmentedMessage(text).segmentsCount;
}

/**
 * A text with plain quotation marks, dashes and spaces in place of typographic ones, where that leaves letters of GSM 03.38
 * alone: one curly quotation mark would halve what fits into a segment.
 */
export function plainText(text: string): string {
  const plain = new calculator.SegmentedMessage(text.replace(/[\u202f\u00a0]/g, ' '), 'auto', true);
  return plain.encodingName === 'GSM-7' ? plain.graphemes.join('') : text;
}

/** The same without the accents that GSM 03.38 lacks: for dates, which nobody misreads without them. */
export function unaccented(text: string): string {
  const accented = new calculator.SegmentedMessage(text.normalize('NFC')).getNonGsmCharacters();
  return accented.reduce((rest, letter) => rest.replaceAll(letter, bare(letter)), text.normalize('NFC'));
}

function bare(letter: string): string {
  return letter.normalize('NFD').replace(/\p{M}/gu, '');
}

/** A part of a message. */
export type TextPart = {
  readonly text: string;
  /** `always`; `wanted`: where the whole still fits; `spare`: where it costs no segment more. */
  readonly when: 'always' | 'wanted' | 'spare';
  /** Said in its place where it does not fit. */
  readonly instead?: Omit<TextPart, 'instead'>;
};

/** What of these parts goes into one message, in their order. */
export function textMessage(parts: readonly TextPart[]): string {
  const said = parts.map(({ when, text }) => (when === 'always' ? text : undefined));
  const fits = (place: number, text: string, most: number) => segmentsOf(joined(said.with(place, text))) <= most;
  for (const when of ['wanted', 'spare'] as const)
    for (const [place, part] of parts.entries()) {
      if (part.when !== when) continue;
      const most = when === 'wanted' ? MOST_SEGMENTS : Math.min(segmentsOf(joined(said)), MOST_SEGMENTS);
      said[place] = [part, part.instead].find((one) => one && fits(place, one.text, most))?.text;
    }
  return joined(said);
}

function joined(said: readonly (string | undefined)[]): string {
  return plainText(said.filter((text) => text !== undefined).join(' '));
}
