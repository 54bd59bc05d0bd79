import { PAPERS, SHEET_KINDS, SHEET_LANGUAGES } from '@callbook/contracts';
import { z } from 'zod';
import { listOf } from '../query.ts';

/** The body of `POST /api/forms`. */
export const FormsBody = z.strictObject({
  kind: z.enum(SHEET_KINDS).default('call').describe('A call, a page of the log book, or what lies between batches.'),
  count: z.number().int().min(1).max(500).default(1).describe('So many sheets, each with a number of its own.'),
  language: z.enum(SHEET_LANGUAGES).optional().describe('Default: paper.language.'),
  paper: z.enum(PAPERS).optional().describe('Default: paper.paper.'),
});

/** The body of `POST /api/paper/tickets`. */
export const TicketBody = z.strictObject({
  tray: z.string().min(1).max(100).optional().describe('Default: the first one.'),
});

/** The filter of `GET /api/paper/scans`. */
export const ScanQuery = z.strictObject({
  key: listOf(z.string().min(1).max(100))
    .refine((keys) => keys.length <= 50, { message: 'up to 50' })
    .describe('The keys of their contacts, as POST /paper/scans answers with them; up to 50.'),
});
