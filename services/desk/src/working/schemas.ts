import { CallStatus } from '@callbook/contracts';
import { z } from 'zod';

const Instant = z.iso.datetime();

const task = {
  id: z.uuid(),
  department: z.string(),
  title: z.string(),
  status: z.enum(['open', 'done', 'cancelled']),
  assignee: z.string().optional(),
  createdAt: Instant,
  createdBy: z.string(),
  finishedAt: Instant.optional(),
  finishedBy: z.string().optional(),
  version: z.number().int(),
};
export const TaskSchema = z.strictObject(task).describe('A part of a call that one department does.');
export const ListedTaskSchema = z.strictObject({
  ...task,
  reference: z.string().describe('Of its call.'),
  callTitle: z.string(),
});

export const LinkSchema = z.strictObject({
  kind: z.enum(['related', 'caused-by', 'follows']),
  direction: z.enum(['to', 'from']).describe('`to`: this call is that to the other; `from`: the other to this one.'),
  reference: z.string(),
  title: z.string(),
  status: CallStatus,
});

const article = { id: z.uuid(), title: z.string(), status: z.enum(['open', 'solved']) };
export const LinkedKnownErrorSchema = z.strictObject(article);
export const KnownErrorSchema = z.strictObject({
  ...article,
  text: z.string(),
  department: z.string().optional(),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: z.string(),
  version: z.number().int(),
  calls: z.number().int().nonnegative().describe('How many calls it is linked to.'),
});

export const BulkResultSchema = z.strictObject({
  reference: z.string().describe('As it was sent.'),
  done: z.boolean(),
  problem: z
    .strictObject({ code: z.string(), detail: z.string() })
    .optional()
    .describe('Why it was not changed: `call-changed` by somebody else since that version, `tasks-open` and so on.'),
});

/** What work on a call leaves on it. */
export const worked = {
  tasks: z.array(TaskSchema),
  links: z.array(LinkSchema),
  watchers: z.array(z.string()),
  knownErrors: z.array(LinkedKnownErrorSchema),
};

/** What a call says of itself since it is worked on. */
export const standing = {
  resolveBy: Instant.optional().describe('By when it must be done, in service hours.'),
  resolution: z.string().optional().describe('What was done, as the requester got it.'),
  waitingSince: Instant.optional().describe('Since when its clock stands still, because the requester has to answer.'),
  waitingUntil: Instant.optional(),
  routedBy: z.enum(['choice', 'rule', 'words', 'learned', 'triage', 'person']).optional(),
  why: z.string().optional().describe('Why it is in its department, or in none.'),
  version: z.number().int().describe('Grows with every change that people make; also the ETag of the call.'),
};
