import { Contact, FieldReading, PAPERS, SHEET_LANGUAGES } from '@callbook/contracts';
import { z } from 'zod';

const Instant = z.iso.datetime();
const Count = z.number().int();

/** What can be printed and handed in here. */
export const PaperSchema = z
  .strictObject({
    trays: z
      .array(z.strictObject({ name: z.string(), department: z.string().optional() }))
      .describe('Where scans are handed in. Those of private departments that are not one’s own are left out.'),
    language: z.enum(SHEET_LANGUAGES).describe('What sheets are printed in, unless another one is asked for.'),
    paper: z.enum(PAPERS).describe('What they are printed on, unless another one is asked for.'),
    maxSize: Count.describe('Bytes of a scan that is read. What is larger is kept, and logged for a person.'),
  })
  .describe('Paper, as it is configured.');

export const ScanTicketSchema = z
  .strictObject({
    ticket: z.string().describe('Authorization: Bearer TICKET, at POST /paper/scans.'),
    tray: z.string(),
    expiresAt: Instant,
  })
  .describe('By what the desk vouches for whoever hands in scans.');

const Entry = z.strictObject({
  contact: z.uuid(),
  reference: z.string().optional().describe('Of its call.'),
  state: z.enum(['pending', 'done', 'failed', 'needs-person']).describe('Whether a person has to read it.'),
  repeats: z.boolean().describe('The same sheet was there before: it is the same call.'),
  fileName: z.string().optional(),
  formNumber: z.string().optional(),
  pages: z.array(Count).describe('Of its file, from 0.'),
  row: Count.optional().describe('Of a log-book sheet, from 1.'),
  text: z.string().describe('What it says, as far as that is sure.'),
  fields: z
    .array(
      z.strictObject({
        name: FieldReading.shape.name,
        state: FieldReading.shape.state,
        value: z.string().optional().describe('As it was read for sure, or typed by a person.'),
        guess: z.string().optional(),
      }),
    )
    .describe('What is written in it.'),
  picture: z.string().optional().describe('Where the picture of its first page is.'),
  problem: Contact.shape.problem,
});

/** A scan that was handed in. */
export const ScanSchema = z
  .strictObject({
    key: z.string(),
    contact: z.uuid(),
    state: z
      .enum(['waiting', 'reading', 'read', 'needs-person', 'again'])
      .describe('`again`: reading it failed, and is tried again by itself; a person may read it meanwhile.'),
    takenBy: z.string().optional().describe('Who handed it in.'),
    receivedAt: Instant,
    progress: z
      .strictObject({ pages: Count, read: Count })
      .optional()
      .describe('While it is read: its pages, as far as they are known of, and those that are done.'),
    account: z
      .strictObject({
        ...{ pages: Count, read: Count, blank: Count, separators: Count, failed: Count, entries: Count },
        ...{ files: Count.optional(), unread: Count.optional() },
      })
      .optional()
      .describe('What became of each of its pages.'),
    problem: Contact.shape.problem,
    entries: z.array(Entry).describe('What has come of it: each sheet, and each written row of the log book.'),
  })
  .describe('A scan as it stands.');
