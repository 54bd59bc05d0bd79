import { z } from 'zod';
import { cleanText } from './text.ts';

/** Values of which contacts are made. */

export const Text = z.string().transform(cleanText);
/** A name in a list: one line, and short enough for an index. Something must be left of it when it is cleaned. */
export const Word = z
  .string()
  .max(512)
  .transform(cleanText)
  .refine((word) => word !== '', 'nothing that can be stored');
/** RFC 3339 in UTC, as `Date.prototype.toISOString` writes it. */
export const Instant = z.iso.datetime();
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in lower-case hexadecimal');
export const Size = z.number().int().nonnegative();
/** E.164. */
export const Phone = z.string().regex(/^\+[1-9]\d{1,14}$/);
export const Key = z.string().regex(/^[\w-]{43}$/, 'a contact key');
