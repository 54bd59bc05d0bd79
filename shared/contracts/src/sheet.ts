/** The kinds of sheet that we print: a call on a sheet of its own, a page of the log book, and what lies between batches. */
export const SHEET_KINDS = ['call', 'log-book', 'separator'] as const;
export type SheetKind = (typeof SHEET_KINDS)[number];

export const PAPERS = ['A4', 'Letter'] as const;
export type Paper = (typeof PAPERS)[number];

/** The languages that sheets are printed in. */
export const SHEET_LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type SheetLanguage = (typeof SHEET_LANGUAGES)[number];

/** As many departments as a sheet has boxes to tick for. */
export const MOST_DEPARTMENTS = 12;

/** What people write on sheets. */
export const SHEET_FIELDS = [
  'date',
  'time',
  'name',
  'phone',
  'phoneOrRoom',
  'room',
  'email',
  'employeeNumber',
  'reference',
  'matter',
  'note',
] as const;
export type SheetField = (typeof SHEET_FIELDS)[number];

/** What people tick on them. */
export const SHEET_GROUPS = ['department', 'urgency', 'bestTime', 'urgent'] as const;
export type SheetGroup = (typeof SHEET_GROUPS)[number];
