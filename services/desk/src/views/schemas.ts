import { z } from 'zod';
import { CallQuery } from '../query.ts';
import { CallCountSchema } from '../schemas.ts';

const Text = z.string().min(1).max(1_000).optional();

/** Filters as they stand in the address of a list, so that a view and a link are the same thing. */
export const ViewFilters = z
  .strictObject({
    ...{ q: Text, status: Text, channel: Text, department: Text, priority: Text, assignee: Text, late: Text },
    ...{ triage: Text, requester: Text, from: Text, to: Text, sort: Text },
  } satisfies Record<keyof Omit<z.infer<typeof CallQuery>, 'cursor' | 'limit'>, typeof Text>)
  .superRefine((filters, context) => {
    const { error } = CallQuery.safeParse(filters);
    for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
  })
  .describe('As in the query of `GET /api/calls`: several values are parted by commas.');
export type ViewFilters = z.infer<typeof ViewFilters>;

const Name = z.string().trim().min(1).max(40);

export const ViewSchema = z.strictObject({
  id: z.uuid().optional().describe('Absent: the desk has it for everybody, and nobody changes it.'),
  name: z.string(),
  filters: z.record(z.string(), z.string()).describe('For `GET /api/calls`.'),
  shared: z.boolean().describe('Everybody has it; else it is one’s own.'),
  madeBy: z.string().optional().describe('Who kept it.'),
  ...CallCountSchema.shape,
});

/** The body of `POST /api/views`. */
export const ViewBody = z.strictObject({
  name: Name,
  filters: ViewFilters,
  shared: z.boolean().default(false).describe('For everybody; leads and admins may.'),
});

/** The body of `PATCH /api/views/{id}`. */
export const ViewPatch = z
  .strictObject({
    name: Name.optional(),
    filters: ViewFilters.optional(),
    shared: z.boolean().optional().describe('False makes it one’s own again.'),
  })
  .refine((change) => Object.values(change).some((one) => one !== undefined), { message: 'nothing to change' });
