import { type Contact, compareInk } from '@callbook/contracts';
import { type KnownSheet, sheetOf } from '@callbook/log';
import type { Known } from './memory.ts';
import type { Newcomer } from './newcomer.ts';
import type { Repeat } from './repeat.ts';

/** Earlier scans with the number of the sheet that a contact was read on: of that sheet, and of copies of it. */
export type Scans = { readonly same: readonly KnownSheet[]; readonly copies: readonly KnownSheet[] };

/**
 * A number is printed on one sheet. The same number with the same writing, or with some more of it, is that sheet again,
 * however it was scanned; with another writing somebody has copied a blank one, and these are two.
 */
export function scansLike(contact: Contact, known: Known): Scans {
  const mark = sheetOf(contact);
  const own = contact.revises?.key ?? contact.key;
  if (!mark) return { same: [], copies: [] };
  const others = known
    .sheets(mark.formNumber)
    .filter(({ key, page, row }) => key !== own && page === mark.page && row === mark.row);
  // Where no ink is known nothing can be compared, and a wrong join would show one person's words to another.
  const isSame = ({ ink }: KnownSheet) => mark.ink && ink && compareInk(ink, mark.ink) !== 'other';
  return { same: others.filter(isSame), copies: others.filter((one) => !isSame(one)) };
}

/** The same sheet of paper once more. */
export function scannedAgain({ contact }: Newcomer, known: Known): Repeat[] {
  return scansLike(contact, known).same.map((of) => ({ of, why: SAME }));
}

export const SAME = 'the same sheet of paper, scanned again';
export const COPIED = 'its sheet has the number of another one with other writing: somebody copied a blank sheet';

/** Whether something was written to a sheet since it was scanned before, so that a person has to look again. */
export function isAmended(contact: Contact, { ink }: KnownSheet): boolean {
  const mark = sheetOf(contact);
  return mark?.ink !== undefined && ink !== undefined && compareInk(ink, mark.ink) === 'more';
}
