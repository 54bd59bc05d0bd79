import { z } from 'zod';

/** A name that appears in keys, paths and addresses of the API. */
export const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens');
export const Port = z.number().int().min(0).max(65535);
