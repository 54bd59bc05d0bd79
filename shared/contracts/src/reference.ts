/**
 * What a requester quotes: `CB-` + running number + one check digit. The check digit is Damm's (H. M. Damm, 2004): it
 * finds every single wrong digit and every swap of neighbours, which are what people get wrong on the telephone.
 */
const PREFIX = 'CB-';

/** Damm's totally anti-symmetric quasigroup of order 10. */
const QUASIGROUP = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

function damm(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = QUASIGROUP[interim]?.[Number(digit)] ?? 0;
  return interim;
}

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
