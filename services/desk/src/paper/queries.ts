import { PAPERS, SHEET_KINDS, SHEET_LANGUAGES } from '@callbook/contracts';
import { z } from 'zod';

/** The body of `POST /api/forms`. */
export const FormsBody = z.strictObject({
  kind: z.enum(SHEET_KINDS).default('call').describe('A call, a page of the log book, or what lies between batches.'),
  count: z.number().int().min(1).max(500).default(1).describe('So many sheets, each with a number of its own.'),
  language: z.enum(SHEET_LANGUAGES).optional().describe('Default: paper.language.'),
  paper: z.enum(PAPERS).optional().describe('Default: paper.paper.'),
});
