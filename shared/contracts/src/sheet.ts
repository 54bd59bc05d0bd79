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
