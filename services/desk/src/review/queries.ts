import { Channel, SHEET_FIELDS } from '@callbook/contracts';
import { z } from 'zod';
import { Limit } from '../query.ts';

const Short = z.string().trim().min(1).max(512);

/** The filters of `GET /api/review`. */
export const ReviewQuery = z.strictObject({
  kind: z.enum(['recording', 'scan']).optional(),
  channel: Channel.optional(),
  cursor: z.string().max(2000).optional(),
  limit: Limit.optional(),
});

/** The body of `POST /api/review/{id}`. */
export const ReviewAnswer = z.strictObject({
  id: z.uuid().optional().describe('Made up by the client: what is sent twice with one id is logged once.'),
  values: z
    .partialRecord(z.enum(SHEET_FIELDS), z.string().trim().max(20_000))
    .default({})
    .describe('What the fields say, by their names; empty where nothing is written.'),
  text: z.string().trim().min(1).max(20_000).optional().describe('What it says on the whole; default: the matter.'),
  department: Short.optional(),
  urgency: z.enum(['low', 'normal', 'high']).optional(),
  bestTime: z.enum(['any', 'morning', 'noon', 'afternoon']).optional(),
  requester: z
    .uuid()
    .optional()
    .describe('Who wrote it, of those whom the log knows. Without it nobody is taken for it.'),
});
export type ReviewAnswer = z.infer<typeof ReviewAnswer>;
