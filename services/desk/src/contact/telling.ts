import { HOURS_SPAN, WEEKDAYS } from '@callbook/contracts';
import type { Words } from './words.ts';

/** How times are told. */

/** A Monday, to name the days of a week from. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

/** An instant by the clock of the desk: `Monday 30 November at 17:00 CET`. */
export function toldInstant(at: Date, { locale }: Words, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    ...({ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const),
    ...({ timeZone, timeZoneName: 'short' } as const),
  }).format(at);
}

/** A day of the calendar. */
export function toldDate(date: string, { locale }: Words): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.parse(date),
  );
}

/** Service hours, a line a span: days and times. */
export function toldHours(open: readonly string[], words: Words): { days: string; times: string }[] {
  return open.map((span) => {
    const [, begin = '', end, from = '', until = ''] = HOURS_SPAN.exec(span) ?? [];
    const days = end === undefined ? [begin] : [begin, end];
    return { days: days.map((day) => weekday(day, words)).join(' – '), times: `${from} – ${until}` };
  });
}

function weekday(day: string, { locale }: Words): string {
  const at = MONDAY + WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]) * DAY;
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(at);
}

/** A length of time in the largest unit that is whole. */
export function toldMinutes(minutes: number, { locale }: Words): string {
  const [unit, count] = minutes % 60 === 0 ? (['hour', minutes / 60] as const) : (['minute', minutes] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
