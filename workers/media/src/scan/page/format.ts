import { isMailAddress, isReference, type SheetField } from '@callbook/contracts';

/** Fields in which a letter that looks like a digit is one. */
const DIGITS = new Set<SheetField>(['phone', 'date', 'time', 'reference']);
const LIKE_DIGITS: Readonly<Record<string, string>> = { O: '0', o: '0', D: '0', I: '1', l: '1', '|': '1' };

/** A reading as it is compared and kept: one kind of dash and of quotes, and digits where only digits can be. */
export function tidied(text: string, field: SheetField): string {
  const plain = text
    .replace(/[\u2018\u2019\u201b`\u00b4]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return DIGITS.has(field) ? plain.replace(/[OoDIl|]/g, (letter) => LIKE_DIGITS[letter] ?? letter) : plain;
}

const FORMATS: Readonly<Record<SheetField, (text: string) => boolean>> = {
  date: (text) => /^\d{1,4}[-./ ]{0,2}\d{1,2}[-./ ]{0,2}\d{1,4}\.?$/.test(text) && countOf(text, /\d/g) >= 3,
  time: (text) => /^([01]?\d|2[0-3])[.:h ]{0,2}[0-5]\d(\s*([ap]\.?m\.?|uhr|h))?$/i.test(text),
  phone: isPhone,
  email: (text) => isMailAddress(text.replaceAll(' ', '')),
  reference: (text) => isReference(`CB-${text.replace(/^CB-?/i, '').replaceAll(' ', '')}`),
  employeeNumber: (text) => /^[\dA-Za-z][\dA-Za-z -]{1,11}$/.test(text) && /\d/.test(text),
  room: (text) => /^[\p{L}\d][\p{L}\d .,/()-]{0,24}$/u.test(text) && /\d/.test(text),
  phoneOrRoom: (text) => isPhone(text) || /^[\p{L}\d][\p{L}\d .,/()-]{0,24}$/u.test(text),
  name: (text) => /^\p{L}[\p{L} .,'-]{1,60}$/u.test(text),
  matter: wordy,
  note: wordy,
};

/** Whether a field says what such a field can say. */
export function fits(text: string, field: SheetField): boolean {
  return FORMATS[field](text);
}

function isPhone(text: string): boolean {
  return (
    /^\+?[\d ()/.-]+(\s?(x|ext\.?)\s?\d{1,6})?$/.test(text) && countOf(text, /\d/g) >= 3 && countOf(text, /\d/g) <= 17
  );
}

/** Words, and not what engines make of dirt. */
function wordy(text: string): boolean {
  return countOf(text, /[\p{L}\d]/gu) >= 0.7 * text.replaceAll(' ', '').length;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
