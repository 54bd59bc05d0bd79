import { z } from 'zod';
import { HOURS_SPAN } from './service-hours.ts';

const Line = z.string().trim().min(1).max(200);
const Paragraph = z.string().trim().min(1).max(1000);

/** The page that tells people how to reach the desk, with its form. */
export const ContactPageConfig = z.strictObject({
  /** Numbers to call, besides those of `voice`. */
  phones: z
    .array(z.strictObject({ number: Line, about: Line.optional() }))
    .max(50)
    .default([]),
  /** Where people may come. */
  counters: z
    .array(
      z.strictObject({
        place: Line,
        open: z.array(z.string().regex(HOURS_SPAN, 'hours such as mon-fri 08:00-17:00')).max(100).default([]),
      }),
    )
    .max(50)
    .default([]),
  /** A channel of Slack as people see it, such as `#help-it`. */
  slack: z.array(Line).max(20).default([]),
  /** What to do when it cannot wait and nobody is there: by the language of the page, `en` or `de`. */
  outOfHours: z.strictObject({ en: Paragraph.optional(), de: Paragraph.optional() }).prefault({}),
  /** The form on the page. */
  form: z.boolean().default(true),
  /** Whoever gives an address may get a link to its calls by mail. It needs `http.publicUrl` and an account that sends. */
  calls: z.boolean().default(true),
  maxFiles: z.number().int().min(0).max(100).default(10),
  /** Bytes of one file. */
  maxFileSize: z.number().int().min(1_000).max(2_000_000_000).default(25_000_000),
  /** Messages from one address of the network within an hour that are taken without a mark. */
  perHour: z.number().int().min(1).max(100_000).default(20),
});
export type ContactPageConfig = z.infer<typeof ContactPageConfig>;
