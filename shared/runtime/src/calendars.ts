import { type Contradiction, ServiceHours } from '@callbook/contracts';
import { loadPublicHolidays } from './holidays.ts';

/** Calls of so many years before and after this one keep their holidays; a process is not meant to run for longer. */
const YEARS_BEFORE = 3;
const YEARS_AFTER = 5;

/**
 * Fills in what service hours need besides what is written of them: the organisation's time zone where they name none, and
 * the public holidays of their place as dates. `settings` is changed; what is wrong in it is left to the schema, except
 * for places that nobody knows holidays of.
 */
export function fillCalendars(settings: unknown, now: Date): Contradiction[] {
  const faults: Contradiction[] = [];
  const timeZone = at(settings, 'organisation', 'timeZone');
  if (timeZone !== undefined) begin(settings, 'voice', 'serviceHours');
  let holidays: ReturnType<typeof loadPublicHolidays> | undefined;
  for (const { hours, path } of everyServiceHours(settings)) {
    if (timeZone !== undefined && hours.timeZone === undefined) hours.timeZone = timeZone;
    const place = ServiceHours.shape.publicHolidays.safeParse(hours.publicHolidays).data;
    if (!place) continue;
    holidays ??= loadPublicHolidays();
    const year = now.getUTCFullYear();
    const found = holidays(place, year - YEARS_BEFORE, year + YEARS_AFTER);
    const own = hours.holidays ?? [];
    if (!found) faults.push({ path: [...path, 'publicHolidays'], message: 'no public holidays are known of there' });
    else if (Array.isArray(own)) hours.holidays = [...new Set([...own, ...found])].sort();
  }
  return faults;
}

type Fields = Record<string, unknown>;

/** Wherever service hours are set. Those of callers are filled in also where nothing is said of them. */
function everyServiceHours(settings: unknown): { hours: Fields; path: PropertyKey[] }[] {
  const departments = at(settings, 'departments');
  const paths: PropertyKey[][] = [
    ['voice', 'serviceHours'],
    ['response', 'serviceHours'],
    ...(Array.isArray(departments) ? departments.map((_, index) => ['departments', index, 'serviceHours']) : []),
  ];
  return paths.flatMap((path) => {
    const hours = at(settings, ...path);
    return isFields(hours) ? [{ hours, path }] : [];
  });
}

/** Lets sections stand there that were left out. What is none stays as it is, for the schema to refuse. */
function begin(settings: unknown, ...path: string[]): void {
  let section = settings;
  for (const step of path) {
    if (!isFields(section)) return;
    section[step] ??= {};
    section = section[step];
  }
}

function at(settings: unknown, ...path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? (value as Fields)[String(step)] : undefined),
    settings,
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
