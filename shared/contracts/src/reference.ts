import { damm } from './damm.ts';

/** What a requester quotes: `CB-` + running number + one check digit. */
const PREFIX = 'CB-';

/** The reference of a running number (a positive integer): 1042 → `CB-10429`. */
export function formatReference(number: number | bigint): string {
  const digits = String(number);
  if (!/^[1-9]\d*$/.test(digits)) throw new RangeError(`A reference needs a positive whole number, not ${digits}`);
  return `${PREFIX}${digits}${damm(digits)}`;
}

/** The running number of a reference, or undefined when it is not one: misspelt, or with a wrong check digit. */
export function parseReference(reference: string): number | undefined {
  const digits = /^CB-([1-9]\d{1,15})$/i.exec(reference.trim())?.[1];
  if (digits === undefined || damm(digits) !== 0) return undefined;
  return Number(digits.slice(0, -1));
}

/** True when the text is one whole reference with the right check digit. */
export function isReference(text: string): boolean {
  return parseReference(text) !== undefined;
}
