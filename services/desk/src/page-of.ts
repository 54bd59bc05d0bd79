import { z } from 'zod';

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().optional().describe('For the next page; absent on the last one.'),
  });
}
