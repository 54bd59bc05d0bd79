import { CallStatus, Impact, isReference, Urgency } from '@callbook/contracts';
import { z } from 'zod';
import { Limit, listOf } from '../query.ts';

const Version = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe('The version that was looked at; `If-Match` says the same. A change that came between is not overwritten.');
const Instant = z.iso.datetime({ offset: true });
const Label = z.string().trim().min(1).max(75);
const Why = z.string().trim().min(1).max(2_000).optional().describe('A reason for the history.');
const Text = z.string().trim().min(1).max(20_000);
const Reference = z.string().trim().min(1).max(64).refine(isReference, 'no reference');

const change = {
  status: CallStatus.optional(),
  waitingUntil: Instant.optional().describe('With status waiting: it goes on by itself then.'),
  resolution: Text.optional().describe('With status resolved or closed: what was done. The requester gets it.'),
  department: Label.nullable().optional().describe('Null puts it back into triage.'),
  service: Label.nullable()
    .optional()
    .describe('One that is new to the call brings its department, impact and urgency along, unless others are given.'),
  impact: Impact.optional(),
  urgency: Urgency.optional(),
  assignee: z.string().trim().min(1).max(200).nullable().optional(),
  why: Why,
};

/** What does not go together in a change of calls. */
function assertChange(given: z.infer<z.ZodObject<typeof change>>, context: z.RefinementCtx): void {
  const { status, waitingUntil, resolution } = given;
  const fault = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', path, message });
  if (Object.keys(change).every((name) => name === 'why' || given[name as keyof typeof change] === undefined))
    fault('nothing to change');
  if (waitingUntil !== undefined && status !== 'waiting') fault('only with status waiting', 'waitingUntil');
  if (resolution !== undefined && status !== 'resolved' && status !== 'closed')
    fault('only with status resolved or closed', 'resolution');
}

/** The body of `PATCH /api/calls/{reference}`. */
export const CallPatch = z.strictObject({ ...change, version: Version }).superRefine(assertChange);
export type CallPatch = z.infer<typeof CallPatch>;

/** Calls that one request changes. Each takes some milliseconds, and whoever waits sees nothing meanwhile. */
const MANY = 200;

/** The body of `PATCH /api/calls`. */
export const BulkPatch = z
  .strictObject({
    calls: z
      .array(z.strictObject({ reference: Reference, version: Version }))
      .min(1)
      .max(MANY)
      .refine((calls) => new Set(calls.map(({ reference }) => reference.toUpperCase())).size === calls.length, {
        message: 'a call stands there twice',
      }),
    ...change,
  })
  .superRefine(assertChange);
export type BulkPatch = z.infer<typeof BulkPatch>;

/** The body of `POST /api/calls/{reference}/replies`. */
export const ReplyBody = z
  .strictObject({
    text: Text.optional().describe('As the requester gets it, without a signature.'),
    knownError: z.uuid().optional().describe('An article to send, after the text. It is linked to the call.'),
    status: z.enum(['in-progress', 'waiting', 'resolved']).optional().describe('How the call stands from then on.'),
    waitingUntil: Instant.optional().describe('With status waiting.'),
    version: Version,
  })
  .refine(({ text, knownError }) => text !== undefined || knownError !== undefined, {
    path: ['text'],
    message: 'a text, or an article',
  })
  .refine(({ status, waitingUntil }) => waitingUntil === undefined || status === 'waiting', {
    path: ['waitingUntil'],
    message: 'only with status waiting',
  });

/** The body of `POST /api/calls/{reference}/notes`. */
export const NoteBody = z.strictObject({ text: Text.describe('Only the desk reads it.') });

/** The body of `POST /api/calls/{reference}/tasks`. */
export const TaskBody = z.strictObject({
  department: Label,
  title: z.string().trim().min(1).max(200),
  assignee: z.string().trim().min(1).max(200).optional(),
});

/** The body of `PATCH /api/calls/{reference}/tasks/{id}`. */
export const TaskPatch = z
  .strictObject({
    status: z.enum(['open', 'done', 'cancelled']).optional(),
    department: Label.optional(),
    title: z.string().trim().min(1).max(200).optional(),
    assignee: z.string().trim().min(1).max(200).nullable().optional(),
    version: Version.describe('Of the task.'),
  })
  .refine(({ version: _version, ...change }) => Object.values(change).some((one) => one !== undefined), {
    message: 'nothing to change',
  });

/** The filters of `GET /api/tasks`. */
export const TaskQuery = z.strictObject({
  department: listOf(z.string().min(1)).optional(),
  status: listOf(z.enum(['open', 'done', 'cancelled'])).optional(),
  assignee: z.string().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
  limit: Limit.optional(),
});

/** The body of `POST /api/calls/{reference}/links`. */
export const LinkBody = z.strictObject({
  reference: Reference.describe('Of the other call.'),
  kind: z.enum(['related', 'caused-by', 'follows']).default('related').describe('This call is that to the other one.'),
});

/** The body of `POST /api/calls/{reference}/watchers`. */
export const WatcherBody = z.strictObject({
  watcher: z.string().trim().min(1).max(200).describe('An address gets mail of what becomes of the call.'),
});

/** The body of `POST /api/calls/{reference}/known-errors`. */
export const KnownErrorLinkBody = z.strictObject({ knownError: z.uuid() });

/** The filters of `GET /api/known-errors`. */
export const KnownErrorQuery = z.strictObject({
  q: z.string().min(1).max(200).optional().describe('Words that all stand in it.'),
  status: z.enum(['open', 'solved']).optional(),
  cursor: z.string().max(500).optional(),
  limit: Limit.optional(),
});

/** The body of `POST /api/known-errors`. */
export const KnownErrorBody = z.strictObject({
  title: z.string().trim().min(1).max(200),
  text: Text.describe('What it is and what to do, as a requester may read it.'),
  department: Label.optional(),
});

/** The body of `PATCH /api/known-errors/{id}`. */
export const KnownErrorPatch = z
  .strictObject({
    title: z.string().trim().min(1).max(200).optional(),
    text: Text.optional(),
    department: Label.nullable().optional(),
    status: z.enum(['open', 'solved']).optional(),
    version: Version.describe('Of the article.'),
  })
  .refine(({ version: _version, ...change }) => Object.values(change).some((one) => one !== undefined), {
    message: 'nothing to change',
  });
