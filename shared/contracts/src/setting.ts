import { z } from 'zod';

/** A name that appears in keys, paths and addresses of the API. */
export const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens');
/** A name as it stands in the log, in forms and in menus, such as a department's. Slack shows 75 characters. */
export const Label = z.string().trim().min(1).max(75);
export const Port = z.number().int().min(0).max(65535);
