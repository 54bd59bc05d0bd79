import { z } from 'zod';

/** Days as they are written in settings, in the order of the week. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const day = `(?:${WEEKDAYS.join('|')})`;
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** `08:00-12:00`, of a single day. */
export const DAY_SPAN = new RegExp(`^(${time})-(${time}|24:00)$`);

/** `mon-fri 08:00-17:00`. An end before its beginning is on the next day. */
export const HOURS_SPAN = new RegExp(`^(${day})(?:-(${day}))? (${time})-(${time}|24:00)$`);

/** When the desk is staffed: the response clock runs then, and callers are told. */
export const ServiceHours = z.strictObject({
  /** IANA. Hours are those of its wall clocks, also in the weeks in which they change. */
  timeZone: z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').default('UTC'),
  /** None: always open. */
  open: z.array(z.string().regex(HOURS_SPAN, 'hours such as mon-fri 08:00-17:00')).max(100).default([]),
  /** Days on which nobody is there, whatever weekday they are. */
  holidays: z.array(z.iso.date()).max(2000).default([]),
  /** The public holidays of a place: they are added to `holidays` when the configuration is read. */
  publicHolidays: z
    .strictObject({
      /** ISO 3166. */
      country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters'),
      state: z.string().min(1).max(10).optional(),
      region: z.string().min(1).max(10).optional(),
    })
    .optional(),
  /** Days with other hours, also where they are holidays; none: nobody is there. */
  exceptions: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        open: z.array(z.string().regex(DAY_SPAN, 'hours such as 08:00-12:00')).max(20).default([]),
      }),
    )
    .max(1000)
    .default([]),
});
export type ServiceHours = z.infer<typeof ServiceHours>;

/** Whether clocks of this name are known. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof Error && error.name === 'RangeError') return false;
    throw error;
  }
}
