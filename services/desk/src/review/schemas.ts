import { Channel, Contact, FieldReading, GroupReading, PageReading } from '@callbook/contracts';
import { z } from 'zod';

const Instant = z.iso.datetime();
const pageIndex = z.number().int().describe('Of the file, from 0.');
const pictureAddress = z.string().describe('Where its picture is.');

export const ReviewEntrySchema = z
  .strictObject({
    contact: z.uuid(),
    reference: z.string().optional(),
    kind: z.enum(['recording', 'scan']),
    state: z
      .enum(['pending', 'needs-person', 'failed', 'done'])
      .describe('Whether a person has to look or to listen, or it is tried again besides.'),
    confidence: z.number().describe('Of the least sure of it; 0 where nothing is known.'),
    since: Instant,
    channel: Channel,
    account: z.string(),
    receivedAt: Instant,
    text: z.string().describe('What is known so far of what it says.'),
    language: z.string().optional(),
    problem: Contact.shape.problem,
    fileName: z.string().optional(),
    seconds: z.number().optional().describe('Of a recording.'),
    department: z.string().optional(),
    urgency: z.string().optional(),
    bestTime: z.string().optional(),
    form: PageReading.shape.form.describe('Of a sheet of ours.'),
    row: z.number().int().optional().describe('Of a log-book sheet, from 1.'),
    pages: z.array(z.strictObject({ page: pageIndex, picture: pictureAddress })),
    fields: z
      .array(z.strictObject({ ...FieldReading.shape, page: pageIndex, picture: pictureAddress.optional() }))
      .describe('A value is sure; a guess is to be looked at beside its picture. Boxes are shares of its page.'),
    groups: z
      .array(z.strictObject({ ...GroupReading.shape, page: pageIndex }))
      .describe('What is ticked. Departments are places in the list that was printed.'),
    recording: z
      .strictObject({
        address: z.string(),
        mediaType: z.string(),
        segments: z
          .array(z.object({ from: z.number(), to: z.number(), text: z.string() }))
          .describe('What a machine heard when; seconds from the beginning.'),
      })
      .optional()
      .describe('Where the sound is.'),
    requesters: z
      .array(
        z.strictObject({
          requester: z.uuid(),
          name: z.string().optional(),
          place: z.string().optional(),
          department: z.string().optional(),
          confidence: z.number(),
          why: z.array(z.string()),
        }),
      )
      .describe('Who may have written it, the likeliest first. Nobody is taken for it without a person’s word.'),
  })
  .describe('Something for a person to look at or to listen to.');

export const ReviewedSchema = z.strictObject({
  contact: z.uuid().describe('Of the revision that says what the person made of it.'),
  recorded: z.boolean().describe('Whether the log has it already; if not it is safe, and follows.'),
});
