import {
  CallbookError,
  CallStatus,
  Channel,
  Contact,
  DAY,
  type ErrorCode,
  errorCodes,
  isReference,
  isTimeZone,
  Priority,
} from '@callbook/contracts';
import { z } from 'zod';

/** Several values of a filter: `?status=new,waiting` or `?status=new&status=waiting`. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess((value) => [value].flat().flatMap((text) => String(text).split(',')), z.array(item).min(1));
}

export const Limit = z.coerce.number().int().min(1).max(200).describe('Default 50.');
const Short = z.string().trim().min(1).max(512);
const Instant = z.iso.datetime({ offset: true });
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The filters of `GET /api/calls`. */
export const CallQuery = z.strictObject({
  q: z.string().min(1).max(200).optional().describe('A reference, or words that all stand in the call.'),
  status: listOf(CallStatus).optional(),
  channel: listOf(Channel).optional(),
  department: listOf(z.string().min(1)).optional(),
  priority: listOf(Priority).optional(),
  assignee: Short.optional().describe('Whose; `none`: nobody’s.'),
  late: Flag.optional().describe('Past its response target, with no answer yet.'),
  triage: Flag.optional().describe('Only calls that wait for a person to give them a department, or only the others.'),
  requester: z.string().min(1).max(512).optional().describe('An id, an e-mail address or a number.'),
  from: Instant.optional().describe('Received at or after.'),
  to: Instant.optional().describe('Received before.'),
  sort: z.enum(['receivedAt', '-receivedAt', 'updatedAt', '-updatedAt']).optional().describe('Default -receivedAt.'),
  cursor: z.string().max(500).optional(),
  limit: Limit.optional(),
});

/** The filters of `GET /api/calls/count`: those of the list. */
export const CountQuery = CallQuery.omit({ sort: true, cursor: true, limit: true });

/** The filters of `GET /api/contacts`. */
export const ContactQuery = z.strictObject({
  channel: Channel.optional(),
  account: z.string().min(1).max(512).optional(),
  sourceId: z.string().min(1).max(512).optional(),
  key: z.string().min(1).max(100).optional(),
  duplicateOf: z.union([z.uuid(), Flag]).optional().describe('A contact id, or whether it is a duplicate at all.'),
  machine: z.union([Contact.shape.machine.unwrap(), Flag]).optional(),
  problem: z
    .union([z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]), Flag])
    .optional()
    .describe('A code, or whether there is a problem at all.'),
  since: Instant.optional().describe('Received at or after.'),
  cursor: z.string().max(500).optional(),
  limit: Limit.optional(),
});

const Day = z.iso.date();

/** The filters of `GET /api/ledger`. */
export const LedgerQuery = z
  .strictObject({
    channel: Channel.optional(),
    account: z.string().min(1).max(512).optional(),
    since: Day.optional().describe('The first day.'),
    until: Day.optional().describe('The last day.'),
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(3660)
      .optional()
      .describe('So many days, the last of them `until` or today. Default 30.'),
    missing: Flag.optional().describe('Only days with something missing, or only the others.'),
    cursor: z.string().max(2000).optional(),
    limit: Limit.optional(),
  })
  .refine(({ since, days }) => since === undefined || days === undefined, {
    path: ['days'],
    message: 'not together with since',
  });

/** The filters of `GET /api/statistics`. */
export const StatisticsQuery = z
  .strictObject({
    since: Day.optional().describe('The first day.'),
    until: Day.optional().describe('The last day. Default: today.'),
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(3660)
      .optional()
      .describe('So many days, the last of them `until` or today. Default 30.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'a time zone such as Europe/Berlin')
      .optional()
      .describe('Of the IANA’s: whose days and hours these are. Default: that of the service hours.'),
    channel: listOf(Channel).optional().describe('By which a call came first.'),
    department: listOf(z.string().min(1)).optional(),
    service: listOf(z.string().min(1)).optional(),
    priority: listOf(Priority).optional(),
  })
  .refine(({ since, days }) => since === undefined || days === undefined, {
    path: ['days'],
    message: 'not together with since',
  })
  .refine(({ since, until }) => since === undefined || until === undefined || span(since, until) >= 0, {
    path: ['until'],
    message: 'before since',
  })
  .refine(({ since, until }) => since === undefined || until === undefined || span(since, until) < 3_660, {
    path: ['since'],
    message: 'more than ten years before until',
  });

export type StatisticsQuery = z.infer<typeof StatisticsQuery>;

/** Days from one to another. */
function span(since: string, until: string): number {
  return (Date.parse(until) - Date.parse(since)) / DAY;
}

/** The body of `POST /api/calls`. */
export const CallEntry = z.strictObject({
  id: z.uuid().optional().describe('Made up by the client: what is sent twice with one id is logged once.'),
  channel: z.literal('phone').default('phone').describe('A call that a person took.'),
  walkIn: z.boolean().optional().describe('The requester stood at the counter.'),
  from: z
    .strictObject({
      name: Short.optional(),
      phone: Short.max(40).optional().describe('As it is written; without a country code it is one of `country`.'),
      email: z.email().max(254).toLowerCase().optional(),
      employeeNumber: Short.optional(),
    })
    .default({})
    .describe('Who called.'),
  subject: z.string().trim().min(1).max(2_000).optional(),
  text: z.string().trim().min(1).max(20_000).describe('What they said.'),
  occurredAt: z.iso.datetime({ offset: true }).optional().describe('When they called; default: now.'),
  reference: z.string().trim().max(64).refine(isReference, 'no reference').optional().describe('What they quoted.'),
  department: Short.optional(),
  service: Short.optional(),
  urgency: z.enum(['low', 'normal', 'high']).optional(),
});
export type CallEntry = z.infer<typeof CallEntry>;

const Reference = z.string().trim().min(1).max(64).describe('The reference of a call, such as CB-10008.');
const Why = z.string().trim().min(1).max(2_000).optional().describe('A reason for the history.');

/** The body of `POST /api/calls/{reference}/merge`. */
export const MergeBody = z.strictObject({
  into: Reference.describe('The call that stays. The other one’s reference leads to it from now on.'),
  why: Why,
});

/** The body of `POST /api/calls/{reference}/split`. */
export const SplitBody = z
  .strictObject({
    call: Reference.describe('A call that was folded into this one, and is to be one of its own again.').optional(),
    contacts: z
      .array(z.uuid())
      .min(1)
      .max(1_000)
      .optional()
      .describe('Contacts of this call that are another matter. Their revisions and repetitions go with them.'),
    why: Why,
  })
  .refine(({ call, contacts }) => (call === undefined) !== (contacts === undefined), {
    path: ['contacts'],
    message: 'either call or contacts',
  });

/** The body of `POST /api/calls/{reference}/presence`. */
export const PresenceBody = z.strictObject({
  tab: z.uuid().describe('One of the page’s own: somebody may have a call open twice.'),
  writing: z.boolean().describe('Whether an answer is being written.'),
  gone: z.boolean().describe('The page shows the call no longer.'),
});

/** The body of `POST /api/calls/{reference}/suggestions/{other}/decline`. */
export const DeclineBody = z.strictObject({ why: Why });

/** The filters of `GET /api/requesters`. */
export const RequesterQuery = z.strictObject({
  q: z.string().min(1).max(200).optional().describe('A part of a name, an address or a number.'),
  limit: Limit.optional(),
});

/** The body of `POST /api/requesters/{id}/join`. */
export const JoinBody = z.strictObject({
  with: z.uuid().describe('Who turned out to be the same person: their calls and identities come to this one.'),
  why: Why,
});

/** The body of `POST /api/requesters/{id}/part`. */
export const PartBody = z.strictObject({});

/** What of a request is parsed. */
type Part = 'query' | 'body';

/** A request that does not fit, with every fault in it. */
export class InvalidRequest extends CallbookError {
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(issues: readonly Pick<z.core.$ZodIssue, 'path' | 'message'>[], whole: Part) {
    super('request-invalid', 'The request has faults. They are listed in errors.');
    this.errors = issues.map(({ path, message }) => ({ path: path.join('.') || whole, message }));
  }
}

/** Parses the query or the body of a request. @throws InvalidRequest with every fault. */
export function parseRequest<T extends z.ZodType>(schema: T, given: unknown, whole: Part = 'query'): z.infer<T> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new InvalidRequest(parsed.error.issues, whole);
  return parsed.data;
}
