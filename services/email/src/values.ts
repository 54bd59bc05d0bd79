import { cleanText } from '@callbook/contracts';

const WORD_LIMIT = 512;

/** One line of text, clipped; undefined when nothing is left of it. */
export function word(text: string | undefined, limit = WORD_LIMIT): string | undefined {
  const line = cleanText(text ?? '').replace(/[\p{Cc} ]+/gu, ' ');
  return clip(line.trim(), limit).trim() || undefined;
}

/** Text of at most so many characters. */
export function clip(text: string, limit: number): string {
  return text.length > limit ? text.slice(0, limit).toWellFormed() : text;
}

/** A date that RFC 3339 can write. */
export function valid(date: Date | undefined): Date | undefined {
  const time = date?.getTime() ?? Number.NaN;
  return time >= 0 && time < 253_402_300_800_000 ? date : undefined;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The parts that have a value: the contract knows "absent", not "undefined". */
export function defined<T extends object>(parts: T): Defined<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Defined<T>;
}
