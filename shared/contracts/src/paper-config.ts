import { z } from 'zod';
import { Name, Port } from './setting.ts';
import { MOST_DEPARTMENTS, PAPERS, SHEET_LANGUAGES } from './sheet.ts';

/** Where scans come in: a scanner, a counter, a house. */
const Tray = z.strictObject({
  /** Its name in the log. It is part of every contact's key: renaming it makes old scans new. */
  name: Name,
  /** A folder that scanners write into; default `trays/NAME` under CALLBOOK_HOME. False: none is watched. */
  folder: z.union([z.string().min(1), z.literal(false)]).optional(),
  /** Look at the folder by listing it, for shares of a network that tell of nothing. */
  polling: z.boolean().default(false),
  /** Where what comes in here belongs, unless something else is ticked. */
  department: z.string().trim().min(1).max(60).optional(),
  /** What a program shows to hand in scans here: `Authorization: Bearer …`. */
  token: z
    .string()
    .regex(/^[\w.~+/=-]{16,200}$/, '16 letters and digits or more')
    .optional(),
});
export type Tray = z.infer<typeof Tray>;

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
  trays: z
    .array(Tray)
    .min(1)
    .max(100)
    .refine((trays) => differ(trays.map(({ name }) => name)), { message: 'two trays have the same name' })
    .refine((trays) => differ(trays.flatMap(({ token }) => token ?? [])), { message: 'two trays have the same token' })
    .prefault([{ name: 'tray' }]),
  /**
   * What the desk signs tickets with, by which its agents hand in scans. Default: one is made up and kept in CALLBOOK_HOME;
   * a desk and an adapter that do not share that need the same one.
   */
  secret: z.string().min(32).optional(),
  /** Bytes of a scan that is read. What is larger is kept, and logged for a person. */
  maxSize: z.number().int().min(1_000).max(2_000_000_000).default(200_000_000),
  /** A file in a folder is taken when it has not changed for so long. */
  settleSeconds: z.number().min(0.01).max(3600).default(5),
  /** A file that has not changed for so long and still is no whole one will not become one. */
  unfinishedMinutes: z.number().min(0.001).max(1440).default(10),
  /** A door of its own for the uploads alone, beside the role's surface: a proxy can be sent there and no further. */
  host: z.string().min(1).default('127.0.0.1'),
  port: Port.optional(),
});
export type PaperConfig = z.infer<typeof PaperConfig>;

function differ(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
