import { z } from 'zod';

/** What this program needs of an event. Callbook sends more; its OpenAPI document has all of it. */
const Call = z.object({
  reference: z.string(),
  status: z.enum(['new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed']),
  impact: z.enum(['high', 'medium', 'low']),
  urgency: z.enum(['high', 'medium', 'low']),
  service: z.string().optional(),
  mergedInto: z.string().optional(),
  version: z.number(),
  links: z.object({ desk: z.string() }).optional(),
  content: z.object({ title: z.string(), text: z.string().optional(), resolution: z.string().optional() }).optional(),
});
export type Call = z.infer<typeof Call>;

const Hidden = z.object({ type: z.literal('call.hidden'), data: z.object({ reference: z.string() }) });
const Happened = z.object({
  type: z.enum([
    ...(['call.created', 'call.updated', 'call.contacted', 'call.replied', 'call.escalated', 'call.resolved'] as const),
    ...(['call.closed', 'call.reopened', 'call.merged', 'call.unmerged'] as const),
  ]),
  data: Call,
});

export const Event = z.discriminatedUnion('type', [Happened, Hidden]);
export type Event = z.infer<typeof Event>;
