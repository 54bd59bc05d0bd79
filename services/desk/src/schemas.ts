import { CallStatus, Channel, Contact, errorCodes, Impact, Priority, Urgency } from '@callbook/contracts';
import { z } from 'zod';
import { standing, worked } from './working/schemas.ts';

export { pageOf } from './page-of.ts';

/**
 * The answers of the API, as its OpenAPI publishes them. Tests parse real answers with these, so they cannot say
 * something else than what is sent.
 */
const Instant = z.iso.datetime();

export const RequesterSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().optional(),
  identities: z.array(
    z.strictObject({
      kind: z.enum(['email', 'phone', 'slack', 'employee-number']),
      value: z.string(),
      verified: z.boolean().describe('Whether the channel vouches for it; otherwise somebody claims it.'),
    }),
  ),
});

export const CatalogueSchema = z.strictObject({
  departments: z.array(z.string()),
  services: z.array(
    z.strictObject({
      name: z.string(),
      department: z.string(),
      questions: z.array(z.string()).describe('What is asked whoever wants it.'),
      impact: Impact.optional(),
      urgency: Urgency.optional(),
      priority: Priority.describe('That a call for it has, where nothing else is known of it.'),
    }),
  ),
  textAccounts: z.array(z.string()).describe('Accounts of voice whose callers can be written to by text message.'),
});

const head = {
  reference: z
    .string()
    .regex(/^CB-\d+$/)
    .describe('What a requester quotes.'),
  status: CallStatus,
  title: z.string(),
  requester: RequesterSchema.optional(),
  firstChannel: Channel,
  channels: z.array(Channel),
  department: z.string().optional(),
  service: z.string().optional(),
  impact: Impact,
  urgency: Urgency,
  priority: Priority,
  assignee: z.string().optional(),
  receivedAt: Instant,
  respondBy: Instant.optional(),
  respondedAt: Instant.optional(),
  resolvedAt: Instant.optional(),
  ...standing,
  rating: z.number().int().min(1).max(5).optional().describe('One to five stars, by the requester.'),
};

export const CallSummarySchema = z.strictObject({
  ...head,
  updatedAt: Instant,
  firstWords: z.string().describe('How the first contact begins, on one line.'),
  excerpt: z.string().optional().describe('Of a search for words: what stands around the first of them.'),
  contactCount: z.number().int().nonnegative(),
  missed: z.boolean().describe('All of it is missed calls: somebody called and left no message.'),
  mergedInto: z
    .string()
    .optional()
    .describe('The reference of the call that this one was folded into. Only events have such calls; lists do not.'),
  problem: z.boolean().describe('A contact of this call could not be read as it should be.'),
});

const contact = Contact.shape;
const linked = {
  ...contact,
  duplicateOf: z.uuid().optional().describe('The contact that this one says again.'),
  linkedBy: z.enum(['new', 'thread', 'reference', 'same-matter', 'agent']),
  why: z.string().optional(),
  confidence: z.number().optional(),
};
export const LinkedContactSchema = z.strictObject(linked);
export const RecordedContactSchema = z.strictObject({
  ...linked,
  reference: z.string().optional(),
  recordedAt: Instant,
});

export const CallSchema = z.strictObject({
  ...head,
  ...worked,
  contacts: z
    .array(LinkedContactSchema)
    .describe(
      'Each as it stands with its revisions; these are among them. A contact as it came is at /contacts/{id}, but for its `media`.',
    ),
  history: z.array(
    z.strictObject({ at: Instant, by: z.string(), kind: z.string(), detail: z.record(z.string(), z.unknown()) }),
  ),
  suggestions: z.array(
    z.strictObject({
      kind: z
        .enum(['same-matter', 'follow-up', 'split', 'same-cause'])
        .describe(
          'Both calls may be one; one follows the other; a contact of this call may be a call of its own; or many people’s calls may have one cause.',
        ),
      reference: z.string().describe('Of the other call; of this one for a split.'),
      contact: z.uuid().optional().describe('The contact that gave rise to it.'),
      confidence: z.number(),
      why: z.array(z.string()),
    }),
  ),
});

export const RequesterSummarySchema = z.strictObject({
  ...RequesterSchema.shape,
  department: z.string().optional(),
  place: z.string().optional().describe('Where they are found.'),
  listed: z.boolean().describe('A directory has them.'),
  goneAt: Instant.optional().describe('Since when no directory has them any more that had them before.'),
  identities: z.array(
    z.strictObject({
      ...RequesterSchema.shape.identities.element.shape,
      shared: z.boolean().describe('Many people use it: it tells nobody.'),
      evidence: z.enum(['contact', 'directory', 'agent']).describe('How it is known.'),
    }),
  ),
});

export const RequesterViewSchema = z.strictObject({
  ...RequesterSummarySchema.shape,
  calls: z
    .array(z.strictObject({ reference: z.string(), status: CallStatus, title: z.string(), receivedAt: Instant }))
    .describe('The latest fifty.'),
  joined: z
    .array(z.strictObject({ id: z.uuid(), name: z.string().optional(), by: z.string(), why: z.string(), at: Instant }))
    .describe('Who turned out to be this person. Parting undoes the last of them.'),
});

const Count = z.number().int().nonnegative();

export const CallCountSchema = z.strictObject({
  count: Count.describe('At most 1000.'),
  more: z.boolean().describe('There are more than were counted.'),
});

export const PresenceSchema = z.strictObject({
  reference: z.string(),
  people: z
    .array(z.strictObject({ tab: z.uuid(), name: z.string(), writing: z.boolean() }))
    .describe('Whoever has the call open, the asker among them.'),
});

export const LedgerEntrySchema = z
  .strictObject({
    channel: Channel,
    account: z.string(),
    day: z.iso.date().describe('In UTC: when the source got the messages, and when their contacts occurred.'),
    seen: Count.describe(
      'Messages that the source has had, as far as is known: the greatest of recorded + spooled + untaken, of what lies there now, and of spooled + untaken + what the log once confirmed. Always recorded + spooled + missing.',
    ),
    spooled: Count.describe('Safe on the disk of an adapter, and on their way to the log, when it reported last.'),
    recorded: Count.describe('Contacts in the log at this moment, duplicates among them; without revisions.'),
    duplicates: Count.describe('Of the recorded: contacts that say again what another has said.'),
    missing: Count.describe(
      'Seen, and neither recorded nor spooled: not taken over yet (untaken), or lost by the log, as one that was restored from an older backup has. What an adapter saw after its last report is not in it, and a report that is a few seconds old may miss what was recorded since. `callbook audit email` compares a mailbox with the log mail by mail.',
    ),
    parts: z
      .array(
        z.strictObject({
          part: z.string().describe('Of the account: a folder. Empty where it has no parts.'),
          seen: Count.describe('Lie there now; a message that lies in several parts counts in one of them.'),
          spooled: Count,
          untaken: Count.describe('Lie there, and are not taken over.'),
          reportedAt: Instant,
        }),
      )
      .describe('What the adapters reported last. Empty where none has: then seen is what is recorded.'),
    reportedAt: Instant.optional().describe('When an adapter reported last.'),
  })
  .describe('One account of a channel on one day.');

export const ReplySchema = z.strictObject({
  id: z.uuid().describe('Of the message. What becomes of it stands in the history of its call, under this id.'),
  channel: Channel,
  recipient: z.string().describe('Whom it goes to: an address, or a user of Slack.'),
});

export const EnteredSchema = z.strictObject({
  contact: z.uuid().describe('The id of the contact, at /contacts/{id} as soon as it is recorded.'),
  reference: z.string().optional().describe('Of its call. Absent: it is safe, and the reference follows.'),
});

export const ProblemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(errorCodes) as [string, ...string[]]),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  current: CallSchema.optional().describe('With call-changed: the call as it stands now.'),
});
