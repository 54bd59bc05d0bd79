import { z } from 'zod';
import { Channel } from './contact.ts';
import { Instant } from './fields.ts';
import { CallStatus, Impact, Priority, Urgency } from './priority.ts';

/** What programs are told of a call, each with what it means. `docs/webhooks.md` is for whoever receives them. */
export const webhookEvents = {
  'call.created': 'A call was opened, or parted from another.',
  'call.updated': 'Its status, place, priority, assignee or targets have changed, or what belongs to it.',
  'call.contacted': 'Somebody said something more about it.',
  'call.replied': 'An agent has answered the requester.',
  'call.escalated': 'A target is near, or was missed.',
  'call.resolved': 'It was resolved.',
  'call.closed': 'It was closed.',
  'call.reopened': 'It was resolved or closed, and is worked on again.',
  'call.merged': 'It was folded into another call; its reference leads there.',
  'call.unmerged': 'It was folded into another call, and is one of its own again.',
  'call.hidden': 'It went where this endpoint sees no calls. Nothing is told of it from now on.',
} as const satisfies Record<string, string>;

export const WebhookEvent = z.enum(Object.keys(webhookEvents) as [keyof typeof webhookEvents]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** The call as it stood when the event was committed, without a word of what people wrote. */
export const WebhookCall = z.strictObject({
  reference: z.string(),
  status: CallStatus,
  department: z.string().optional().describe('Absent: it waits in triage.'),
  service: z.string().optional(),
  impact: Impact,
  urgency: Urgency,
  priority: Priority,
  assignee: z.string().optional(),
  firstChannel: Channel,
  receivedAt: Instant,
  respondBy: Instant.optional(),
  resolveBy: Instant.optional(),
  respondedAt: Instant.optional(),
  resolvedAt: Instant.optional(),
  mergedInto: z.string().optional().describe('The reference of the call that it was folded into.'),
  version: z.int().describe('Grows with every change: what has a lower one is older. For `If-Match`.'),
  by: z.string().describe('Who did it: an agent, the name of a token, `requester`, or `callbook` by itself.'),
});
export type WebhookCall = z.infer<typeof WebhookCall>;

/** What people said, for endpoints with `content: true`. It is read when it is sent. */
export const WebhookContent = z.strictObject({
  title: z.string(),
  requester: z.strictObject({
    name: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
  }),
  text: z.string().optional().describe('What was said first, what was said now, or what was answered.'),
  resolution: z.string().optional().describe('What was done.'),
});
export type WebhookContent = z.infer<typeof WebhookContent>;

const Links = z.strictObject({
  desk: z.url().describe('Where agents see it.'),
  api: z.url().describe('Where programs read and change it.'),
});

/** Of a call that is no longer shown, nothing but its reference is said. */
const Hidden = z.strictObject({
  type: z.literal('call.hidden'),
  timestamp: Instant.describe('When it happened.'),
  data: z.strictObject({ reference: z.string() }),
});

const Happened = z.strictObject({
  type: WebhookEvent.exclude(['call.hidden']),
  timestamp: Instant.describe('When it happened.'),
  data: WebhookCall.extend({
    links: Links.optional().describe('With `desk.url` configured.'),
    content: WebhookContent.optional(),
  }),
});

/** The body of a webhook, as Standard Webhooks shapes it. */
export const WebhookBody = z.discriminatedUnion('type', [Happened, Hidden]);
export type WebhookBody = z.infer<typeof WebhookBody>;
