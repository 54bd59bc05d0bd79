import { HOURS_SPAN, type ServiceHours, WEEKDAYS } from './service-hours.ts';
import { DAY, MINUTE } from './time.ts';

/** A time in which the desk is staffed without a break. */
type Opening = { readonly from: number; readonly until: number };

/** How far ahead openings are looked for: past it, nobody would wait for one. */
const HORIZON_DAYS = 400;

/** True when the desk is staffed at this moment. Without any hours it always is. */
export function isOpen(hours: ServiceHours, at: Date): boolean {
  if (hours.open.length === 0) return true;
  const [next] = first(openings(hours, at.getTime()));
  return next !== undefined && next.from <= at.getTime();
}

/** When the desk opens the next time; undefined when it never closes, or does not open within a year. */
export function opensAt(hours: ServiceHours, at: Date): Date | undefined {
  for (const { from } of openings(hours, at.getTime())) if (from > at.getTime()) return new Date(from);
  return undefined;
}

/** When the opening ends that is now, or else the next; undefined when it never does. */
export function closesAt(hours: ServiceHours, at: Date): Date | undefined {
  const [next] = first(openings(hours, at.getTime()));
  return next && next.until - at.getTime() < HORIZON_DAYS * DAY ? new Date(next.until) : undefined;
}

/** The moment when so many minutes of service hours have gone by. Undefined when there are none within a year. */
export function afterServiceTime(hours: ServiceHours, at: Date, minutes: number): Date | undefined {
  if (hours.open.length === 0) return new Date(at.getTime() + minutes * MINUTE);
  let left = minutes * MINUTE;
  for (const { from, until } of openings(hours, at.getTime())) {
    const start = Math.max(from, at.getTime());
    if (until - start >= left) return new Date(start + left);
    left -= until - start;
  }
  return undefined;
}

function first(found: Iterable<Opening>): Opening[] {
  for (const opening of found) return [opening];
  return [];
}

/** The openings that end after a moment, in their order, those that touch made one. */
function* openings(hours: ServiceHours, at: number): Generator<Opening> {
  const today = Math.floor(wallClock(hours.timeZone, at) / DAY);
  let open: Opening | undefined;
  // Yesterday's last opening may reach into today, and on the far side of the Date Line today is another day.
  for (let day = today - 2; day < today + HORIZON_DAYS; day++) {
    for (const next of openingsOf(hours, day)) {
      if (open && next.from <= open.until) open = { from: open.from, until: Math.max(open.until, next.until) };
      else {
        if (open && open.until > at) yield open;
        open = next;
      }
    }
  }
  if (open && open.until > at) yield open;
}

/** What begins on one day of the calendar, given as days since 1970. */
function openingsOf({ open, holidays, timeZone }: ServiceHours, day: number): Opening[] {
  const date = new Date(day * DAY);
  if (holidays.includes(date.toISOString().slice(0, 10))) return [];
  const weekday = (date.getUTCDay() + 6) % 7;
  return open
    .flatMap((span) => {
      const { days, from, until } = read(span);
      if (!days.includes(weekday)) return [];
      const end = until > from ? until : until + DAY;
      return [{ from: instant(timeZone, day * DAY + from), until: instant(timeZone, day * DAY + end) }];
    })
    .sort((a, b) => a.from - b.from);
}

/** Weekdays from Monday as 0, and times of the day in milliseconds. The contract has checked the form. */
function read(span: string): { days: number[]; from: number; until: number } {
  const [, begin = '', end = begin, from = '', until = ''] = HOURS_SPAN.exec(span) ?? [];
  const start = WEEKDAYS.indexOf(begin as (typeof WEEKDAYS)[number]);
  const length = (WEEKDAYS.indexOf(end as (typeof WEEKDAYS)[number]) - start + 7) % 7;
  return {
    days: Array.from({ length: length + 1 }, (_, step) => (start + step) % 7),
    from: timeOfDay(from),
    until: timeOfDay(until),
  };
}

function timeOfDay(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return (hour * 60 + minute) * MINUTE;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock there shows at an instant, as if it were UTC. */
function wallClock(timeZone: string, at: number): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const numeric = 'numeric';
    clock = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', era: 'short' },
      ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
    });
    clocks.set(timeZone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which a wall clock shows a time. Where clocks are put back and it comes twice, the first; where they
 * are put forward and it never comes, as much later as they were put forward.
 */
function instant(timeZone: string, wall: number): number {
  const offset = (at: number) => wallClock(timeZone, at) - at;
  const before = wall - offset(wall - DAY);
  if (wallClock(timeZone, before) === wall) return before;
  const after = wall - offset(wall + DAY);
  return wallClock(timeZone, after) === wall ? after : before;
}
