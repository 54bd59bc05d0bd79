import { DAY_SPAN, HOURS_SPAN, type ServiceHours, WEEKDAYS } from './service-hours.ts';
import { DAY, MINUTE } from './time.ts';

/** A time in which the desk is staffed without a break. */
type Opening = { readonly from: number; readonly until: number };

/** How far ahead openings are looked for: past it, nobody would wait for one. */
const HORIZON_DAYS = 400;

/** True when the desk is staffed at this moment. Without any hours it always is. */
export function isOpen(hours: ServiceHours, at: Date): boolean {
  const now = at.getTime();
  if (isAlways(hours)) return true;
  const today = dayOf(hours, now);
  for (let day = today - DAYS_BEFORE; day <= today; day++)
    if (openingsOf(hours, day).some(({ from, until }) => from <= now && now < until)) return true;
  return false;
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

/** A time in which the clock stands still: somebody else has to do something. Without an end it does still. */
export type Pause = { readonly from: string; readonly until?: string | undefined };

/**
 * The moment when so many minutes of service hours have gone by, without those of the pauses. Undefined when there are
 * none within a year, and while a pause lasts that began before.
 */
export function afterServiceTime(
  hours: ServiceHours,
  at: Date,
  minutes: number,
  pauses: readonly Pause[] = [],
): Date | undefined {
  let left = minutes * MINUTE;
  for (const { from, until } of withoutPauses(openings(hours, at.getTime()), pauses)) {
    const start = Math.max(from, at.getTime());
    if (until - start >= left) return new Date(start + left);
    left -= Math.max(0, until - start);
  }
  return undefined;
}

function* withoutPauses(found: Iterable<Opening>, pauses: readonly Pause[]): Generator<Opening> {
  const still = pauses
    .map(({ from, until }) => ({ from: Date.parse(from), until: until === undefined ? Infinity : Date.parse(until) }))
    .sort((a, b) => a.from - b.from);
  for (const opening of found) {
    let { from } = opening;
    for (const pause of still) {
      if (pause.until <= from || pause.from >= opening.until) continue;
      if (pause.from > from) yield { from, until: pause.from };
      from = Math.max(from, pause.until);
    }
    if (from < opening.until) yield { from, until: opening.until };
  }
}

function first(found: Iterable<Opening>): Opening[] {
  for (const opening of found) return [opening];
  return [];
}

/** The openings that end after a moment, in their order, those that touch made one. */
function* openings(hours: ServiceHours, at: number): Generator<Opening> {
  if (isAlways(hours)) return yield { from: -Infinity, until: Infinity };
  const today = dayOf(hours, at);
  let open: Opening | undefined;
  for (let day = today - DAYS_BEFORE; day < today + HORIZON_DAYS; day++) {
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

/** Yesterday's last opening may reach into today, and on the far side of the Date Line today is another day. */
const DAYS_BEFORE = 2;

function isAlways({ open, exceptions, holidays }: ServiceHours): boolean {
  return open.length === 0 && exceptions.length === 0 && holidays.length === 0;
}

/** The day there at an instant, as days since 1970. */
function dayOf({ timeZone }: ServiceHours, at: number): number {
  return Math.floor(wallClock(timeZone, at) / DAY);
}

const calendars = new WeakMap<ServiceHours, Map<number, readonly Opening[]>>();

/** What begins on one day of the calendar, given as days since 1970. A day is computed once: that takes a clock. */
function openingsOf(hours: ServiceHours, day: number): readonly Opening[] {
  const calendar = calendars.get(hours) ?? new Map<number, readonly Opening[]>();
  calendars.set(hours, calendar);
  const known = calendar.get(day);
  if (known) return known;
  const found = spansOf(hours, day)
    .map(([from, until]) => ({ from, until: until > from ? until : until + DAY }))
    .map(({ from, until }) => ({
      from: instant(hours.timeZone, day * DAY + from),
      until: instant(hours.timeZone, day * DAY + until),
    }))
    .sort((a, b) => a.from - b.from);
  if (calendar.size >= MOST_DAYS) calendar.clear();
  calendar.set(day, found);
  return found;
}

/** Days that are remembered of a calendar: some years. */
const MOST_DAYS = 3000;

/** From when until when people are there on a day, as times of the day. */
function spansOf({ open, holidays, exceptions }: ServiceHours, day: number): (readonly [number, number])[] {
  const date = new Date(day * DAY);
  const name = date.toISOString().slice(0, 10);
  const exception = exceptions.find((one) => one.date === name);
  if (exception) return exception.open.map((span) => timesOf(DAY_SPAN.exec(span)?.slice(1) ?? []));
  if (holidays.includes(name)) return [];
  if (open.length === 0) return [[0, DAY]];
  const weekday = (date.getUTCDay() + 6) % 7;
  return open.flatMap((span) => {
    const { days, times } = read(span);
    return days.includes(weekday) ? [times] : [];
  });
}

/** Weekdays from Monday as 0, and times of the day in milliseconds. The contract has checked the form. */
function read(span: string): { days: number[]; times: readonly [number, number] } {
  const [, begin = '', end = begin, ...times] = HOURS_SPAN.exec(span) ?? [];
  const start = WEEKDAYS.indexOf(begin as (typeof WEEKDAYS)[number]);
  const length = (WEEKDAYS.indexOf(end as (typeof WEEKDAYS)[number]) - start + 7) % 7;
  return { days: Array.from({ length: length + 1 }, (_, step) => (start + step) % 7), times: timesOf(times) };
}

function timesOf([from = '', until = '']: readonly string[]): readonly [number, number] {
  return [timeOfDay(from), timeOfDay(until)];
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
