import { cleanText } from '@callbook/contracts';

const LIMIT = 512;

/** One line of text as the contract takes it; undefined when nothing is left of it. */
export function word(text: string | undefined): string | undefined {
  const line = cleanText(text ?? '').replace(/[\p{Cc} ]+/gu, ' ');
  return line.trim().slice(0, LIMIT).toWellFormed().trim() || undefined;
}
