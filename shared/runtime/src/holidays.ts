import { createRequire } from 'node:module';
import { DAY, type ServiceHours } from '@callbook/contracts';

type Place = NonNullable<ServiceHours['publicHolidays']>;

/** The public holidays of a place as dates, in years from the first to the last; undefined where nothing is known of it. */
export type PublicHolidays = (place: Place, first: number, last: number) => string[] | undefined;

/**
 * What is known of public holidays. Loaded only where somebody asks: it is the calendar of two hundred countries, which
 * takes a tenth of a second and 20 MB.
 */
export function loadPublicHolidays(): PublicHolidays {
  const load = createRequire(import.meta.url);
  const Holidays = load('date-holidays') as typeof import('date-holidays').default;
  return ({ country, state = '', region = '' }, first, last) => {
    const all = new Holidays();
    if (!Object.hasOwn(all.getCountries(), country)) return undefined;
    if (state !== '' && !Object.hasOwn(all.getStates(country) ?? {}, state)) return undefined;
    if (region !== '' && !Object.hasOwn(all.getRegions(country, state) ?? {}, region)) return undefined;
    const calendar = new Holidays(country, state, region);
    const found = new Set<string>();
    for (let year = first; year <= last; year++)
      for (const { type, date, start, end } of calendar.getHolidays(year))
        if (type === 'public') for (const day of daysOf(date, end.getTime() - start.getTime())) found.add(day);
    return [...found].sort();
  };
}

/**
 * The days of a holiday: those whose noon is in it, for some begin at sunset (`2026-04-02 00:00:00 -0600` is six hours
 * before that day).
 */
function daysOf(local: string, length: number): string[] {
  const [, day = '', time = '', sign = '+', hours = '0', minutes = '0'] =
    /^(\S+) (\S+)(?: ([+-])(\d\d)(\d\d))?$/.exec(local) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const begin = Date.parse(`${day}T${time}Z`) + shift;
  const days: string[] = [];
  for (let noon = Math.floor(begin / DAY) * DAY + DAY / 2; noon < begin + length; noon += DAY)
    if (noon >= begin) days.push(new Date(noon).toISOString().slice(0, 10));
  return days;
}
