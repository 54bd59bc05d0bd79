import { seeded } from '@callbook/checks';
import { afterServiceTime, closesAt, isOpen, opensAt, ServiceHours } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const LONG = process.env.CALLBOOK_LONG === '1';
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1_000_000));

/**
 * Desks in five zones, each with what is hard there: clocks that change at midnight (Beirut) or by half an hour (Lord
 * Howe), in the other half of the year (both hemispheres), not at all (Kolkata), hours through the night, over the change
 * of clocks, of a whole day, and days with hours of their own.
 */
const DESKS = [
  { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-12:00', 'mon-thu 13:00-17:00', 'sat 22:00-06:00'] },
  { timeZone: 'America/New_York', open: ['mon-sun 00:00-24:00'] },
  { timeZone: 'Australia/Lord_Howe', open: ['sat-mon 20:30-04:30', 'wed 09:15-10:00'] },
  { timeZone: 'Asia/Beirut', open: ['sun-thu 23:30-07:45', 'fri 10:00-11:00'] },
  { timeZone: 'Asia/Kolkata', open: ['fri-mon 18:00-03:00', 'mon-fri 09:00-18:00'] },
].map((desk) =>
  ServiceHours.parse({
    ...desk,
    holidays: ['2025-12-25', '2026-01-01', '2026-03-29', '2026-10-25', '2027-05-01'],
    exceptions: [
      { date: '2026-12-24', open: ['09:00-12:00'] },
      { date: '2026-12-25', open: ['10:00-11:30'] },
      { date: '2027-03-28' },
    ],
  }),
);
const FROM = Date.UTC(2025, 11, 1);
const DAYS = 760;

describe.each(DESKS)('the calendar of a desk in $timeZone', (hours) => {
  const random = seeded(SEED);
  // In the short form half a year from a random month: the long form takes the two years whole.
  const [first, days] = LONG ? [FROM, DAYS] : [FROM + Math.floor(random() * 18) * 31 * DAY, 200];
  const open = minutesOf(hours, first, days);

  test(`is open in the minutes in which somebody with a clock says so (SEED=${SEED})`, () => {
    const wrong: string[] = [];
    for (let at = 0; at < open.length; at++) {
      // Within a stretch of equal minutes a few are asked; at its ends, each.
      const edge = open[at] !== open[at - 1] || open[at] !== open[at + 1];
      if (!LONG && !edge && random() > 0.002) continue;
      const moment = new Date(first + at * MINUTE);
      if (isOpen(hours, moment) !== (open[at] === 1)) wrong.push(moment.toISOString());
    }
    expect(wrong).toEqual([]);
  });

  test(`has gone by so many minutes when so many were counted (SEED=${SEED})`, () => {
    const counted: [string, number, string | undefined][] = [];
    const found: typeof counted = [];
    for (let sample = 0; sample < (LONG ? 2_000 : 300); sample++) {
      const at = Math.floor(random() * open.length * 0.6);
      const minutes = 1 + Math.floor(random() ** 3 * 6_000);
      const pauses = Array.from({ length: Math.floor(random() * 4) }, () => {
        const begin = at - 600 + Math.floor(random() * 6_000);
        return { begin, end: begin + Math.floor(random() * 4_000) };
      });
      const end = counting(at, minutes, pauses);
      if (end === undefined) continue;
      const stamp = (minute: number) => new Date(first + minute * MINUTE).toISOString();
      counted.push([stamp(at), minutes, stamp(end)]);
      const told = pauses.map(({ begin, end }) => ({ from: stamp(begin), until: stamp(end) }));
      const computed = afterServiceTime(hours, new Date(first + at * MINUTE), minutes, told);
      found.push([stamp(at), minutes, computed?.toISOString()]);
    }
    expect(counted.length).toBeGreaterThan(100);
    expect(found).toEqual(counted);
  });

  test(`opens and closes where a minute is another than the one before (SEED=${SEED})`, () => {
    const next = (at: number, state: number) => {
      for (let minute = at; minute < open.length; minute++)
        if (open[minute] === state && open[minute - 1] !== state) return first + minute * MINUTE;
      return undefined;
    };
    for (let sample = 0; sample < 200; sample++) {
      const at = 1 + Math.floor(random() * open.length * 0.9);
      const moment = new Date(first + at * MINUTE);
      const opening = next(at + 1, 1);
      if (opening !== undefined) expect(opensAt(hours, moment)?.getTime()).toBe(opening);
      const closing = next(open[at] === 1 ? at + 1 : (next(at, 1) ?? 0) / MINUTE - first / MINUTE + 1, 0);
      if (closing !== undefined && opening !== undefined) expect(closesAt(hours, moment)?.getTime()).toBe(closing);
    }
  });

  /** The end of the minute in which the last one was counted. */
  function counting(
    at: number,
    minutes: number,
    pauses: readonly { begin: number; end: number }[],
  ): number | undefined {
    let left = minutes;
    for (let minute = at; minute < open.length; minute++) {
      if (open[minute] === 1 && !pauses.some(({ begin, end }) => begin <= minute && minute < end)) left -= 1;
      if (left === 0) return minute + 1;
    }
    return undefined;
  }
});

/**
 * Which minutes are open, by walking through all of them with a clock on the wall: for each day and each of its spans, from
 * the minute in which the clock first shows the beginning, until that in which it first shows the end. A time that the
 * clock leaves out is as much later as the clock was put forward.
 */
function minutesOf(hours: ServiceHours, first: number, days: number): Uint8Array {
  const margin = 3;
  const begin = first - margin * DAY;
  const all = (days + 2 * margin) * 1440;
  const shown = new Map<string, number>();
  const wall = clockOf(hours.timeZone);
  for (let minute = 0; minute < all; minute++) {
    const text = wall(begin + minute * MINUTE);
    if (!shown.has(text)) shown.set(text, minute);
  }
  const at = (date: string, time: number): number | undefined => {
    // What is never shown comes so much later as the clock was put forward.
    for (const put of [0, hours.timeZone === 'Australia/Lord_Howe' ? 30 : 60]) {
      const moment = new Date(Date.parse(`${date}T00:00:00Z`) + (time + put) * MINUTE).toISOString().slice(0, 16);
      const minute = shown.get(moment);
      if (minute !== undefined) return minute;
    }
    return undefined;
  };
  const open = new Uint8Array(all);
  for (let day = 1; day < days + 2 * margin - 1; day++) {
    const date = new Date(begin + day * DAY).toISOString().slice(0, 10);
    for (const [from, until] of spansOn(hours, date)) {
      const [start, end] = [at(date, from), at(date, until > from ? until : until + 1440)];
      if (start !== undefined && end !== undefined) open.fill(1, start, end);
    }
  }
  return open.subarray(margin * 1440, (margin + days) * 1440);
}

function spansOn({ open, holidays, exceptions }: ServiceHours, date: string): [number, number][] {
  const span = (text: string): [number, number] => {
    const [from = '', until = ''] = text.split('-');
    return [clockTime(from), clockTime(until)];
  };
  const other = exceptions.find((one) => one.date === date);
  if (other) return other.open.map(span);
  if (holidays.includes(date)) return [];
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return open.flatMap((text) => {
    const [days = '', times = ''] = text.split(' ');
    const [from = '', until = from] = days.split('-');
    const wanted: number[] = [];
    for (let day = WEEK.indexOf(from); ; day = (day + 1) % 7) {
      wanted.push(day);
      if (day === WEEK.indexOf(until)) break;
    }
    return wanted.includes(weekday) ? [span(times)] : [];
  });
}

function clockTime(text: string): number {
  const [hour = '', minute = ''] = text.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** What the clock shows in a minute: asked every quarter of an hour, for no clock changes within one. */
function clockOf(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  let quarter = Number.NaN;
  let shown = 0;
  return (at) => {
    const start = at - (at % (15 * MINUTE));
    if (start !== quarter) {
      quarter = start;
      shown = Date.parse(`${format.format(start).replace(' ', 'T')}:00Z`);
    }
    return new Date(shown + (at - start)).toISOString().slice(0, 16);
  };
}
