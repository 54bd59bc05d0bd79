import { damm } from './damm.ts';

/** What tells one sheet of paper from another: `F-` + running number + one check digit, as a call's reference has it. */
const PREFIX = 'F-';

/** So many digits fit the codes on a sheet with the check digit among them. */
const LONGEST = 9;

/** The form number of a running number (1 … 99,999,999): 1042 → `F-10429`. */
export function formatFormNumber(number: number): string {
  const digits = String(number);
  if (!/^[1-9]\d*$/.test(digits) || digits.length >= LONGEST)
    throw new RangeError(`A form number needs a whole number from 1 to 99999999, not ${digits}`);
  return `${PREFIX}${digits}${damm(digits)}`;
}

/** The running number of a form number, or undefined when it is none: misspelt, or with a wrong check digit. */
export function parseFormNumber(text: string): number | undefined {
  const digits = /^F-([1-9]\d{1,8})$/i.exec(text.trim())?.[1];
  if (digits === undefined || damm(digits) !== 0) return undefined;
  return Number(digits.slice(0, -1));
}
