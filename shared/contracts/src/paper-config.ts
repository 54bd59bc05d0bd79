import { z } from 'zod';
import { MOST_DEPARTMENTS, PAPERS, SHEET_LANGUAGES } from './sheet.ts';

export const PaperConfig = z.strictObject({
  /** What sheets are printed on. */
  paper: z.enum(PAPERS).default('A4'),
  /** What is printed on them. */
  language: z.enum(SHEET_LANGUAGES).default('en'),
  /** What people tick on them. A sheet remembers those of the day on which it was printed. */
  departments: z
    .array(z.string().trim().min(1).max(60))
    .max(MOST_DEPARTMENTS)
    .refine((names) => new Set(names).size === names.length, { message: 'a department stands twice' })
    .default([]),
});
export type PaperConfig = z.infer<typeof PaperConfig>;
