import { quietLogger, seeded, type TestDatabase, testDatabase } from '@callbook/checks';
import { Channel, DAY } from '@callbook/contracts';
import {
  EVERYTHING,
  everythingBut,
  type Group,
  getStatistics,
  type Log,
  openLog,
  type StatisticsFilter,
} from '@callbook/log';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { syntheticYear, writeYear, type YearCall } from '../src/desk/year.ts';

/**
 * The figures of a synthetic year beside the same computed here from what it was made of: by another way, with the time
 * zones of Node, and without SQL. Long: 100,000 calls.
 */
const CALLS = process.env.CALLBOOK_LONG === '1' ? 100_000 : 1_500;
const SEED = Number(process.env.SEED ?? 20261128);
const NOW = new Date('2026-11-28T13:37:00.000Z');

let database: TestDatabase;
let log: Log;
let year: YearCall[];

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, quietLogger());
  year = syntheticYear(CALLS, NOW.getTime(), seeded(SEED));
  await writeYear(database.url, year);
}, 300_000);
afterAll(async () => {
  await log?.close();
  await database?.drop();
});

type Local = { readonly day: string; readonly hour: number; readonly weekday: number };

/** What calendar and clock show there. */
function clockOf(timeZone: string): (time: number) => Local {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...({ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' } as const),
  });
  const known = new Map<number, Local>();
  const QUARTER = 900_000;
  return (time) => {
    const quarter = Math.floor(time / QUARTER);
    let local = known.get(quarter);
    if (!local) {
      const parts = Object.fromEntries(format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, value]));
      const day = `${parts.year}-${parts.month}-${parts.day}`;
      local = { day, hour: Number(parts.hour), weekday: new Date(`${day}T12:00:00Z`).getUTCDay() || 7 };
      known.set(quarter, local);
    }
    return local;
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function kept(pairs: readonly (readonly [from: number, by: number | undefined, at: number | undefined])[]) {
  const now = NOW.getTime();
  const took = pairs.flatMap(([from, , at]) => (at === undefined ? [] : [(at - from) / 1000]));
  const late = pairs.filter(([, by, at]) => by !== undefined && by < (at ?? now));
  return {
    done: took.length,
    inTime: pairs.filter(([, by, at]) => by !== undefined && at !== undefined && at <= by).length,
    late: late.length,
    overdue: late.filter(([, , at]) => at === undefined).length,
    ...(took.length > 0 && { meanSeconds: expect.closeTo(mean(took), 4) }),
  };
}

const responded = ({ respondedAt, resolvedAt }: YearCall) =>
  respondedAt === undefined ? resolvedAt : Math.min(respondedAt, resolvedAt ?? Infinity);

function groupOf(calls: readonly YearCall[]) {
  const ratings = calls.flatMap(({ rating }) => (rating === undefined ? [] : [rating]));
  return {
    calls: calls.length,
    response: kept(calls.map((call) => [call.receivedAt, call.respondBy, responded(call)])),
    resolution: kept(calls.map((call) => [call.receivedAt, call.resolveBy, call.resolvedAt])),
    reopened: calls.filter(({ reopened }) => reopened > 0).length,
    ratings: ratings.length,
    ...(ratings.length > 0 && { meanRating: expect.closeTo(mean(ratings), 6) }),
  };
}

function groupsBy(calls: readonly YearCall[], keyOf: (call: YearCall) => string): Record<string, object> {
  const lists = new Map<string, YearCall[]>();
  for (const call of calls) {
    const list = lists.get(keyOf(call));
    if (list) list.push(call);
    else lists.set(keyOf(call), [call]);
  }
  return Object.fromEntries([...lists].map(([key, list]) => [key, groupOf(list)]));
}

const byKey = (groups: readonly (Group & { key: string })[]) =>
  Object.fromEntries(groups.map(({ key, ...group }) => [key, group]));

/** The value below which, itself among it, at least this part lies. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1] as number;
}

const cases: readonly [string, StatisticsFilter & { readonly hidden?: readonly string[] }][] = [
  [
    'the whole year, in a zone that changes its clocks',
    { timeZone: 'Europe/Berlin', since: '2025-11-27', until: '2026-11-28' },
  ],
  ['a zone of half an hour that changes by half an hour', { timeZone: 'Australia/Lord_Howe', days: 366 }],
  ['a zone of three quarters of an hour', { timeZone: 'Asia/Kathmandu', days: 100 }],
  ['the day on which clocks go back', { timeZone: 'America/New_York', since: '2026-11-01', until: '2026-11-01' }],
  ['the day on which they go forward', { timeZone: 'America/New_York', since: '2026-03-08', until: '2026-03-08' }],
  [
    'some channels, departments, services and priorities',
    {
      ...{ timeZone: 'UTC', days: 200, channel: ['email', 'web'], department: ['IT', '=Finance'] },
      ...{ service: ['Service 1', 'Service 2', 'Service 3'], priority: ['P1', 'P4'] },
    },
  ],
  ['without what is hidden', { timeZone: 'UTC', days: 366, hidden: ['People', 'IT'] }],
  ['a time before everything', { timeZone: 'UTC', since: '2019-01-01', until: '2019-01-03' }],
];

test.each(cases)(
  'figures equal those of another computation: %s',
  async (_, filter) => {
    const { hidden = [], ...wanted } = filter;
    const found = await getStatistics(log, everythingBut(hidden), wanted, NOW);
    const { timeZone, since, until } = found;
    const local = clockOf(timeZone);
    const known = year.filter(
      ({ folded, channel, department, service, priority }) =>
        !folded &&
        (filter.channel?.includes(channel) ?? true) &&
        (filter.department?.includes(department ?? '-') ?? true) &&
        (filter.service?.includes(service ?? '-') ?? true) &&
        (filter.priority?.includes(priority) ?? true) &&
        !hidden.includes(department ?? '-'),
    );
    const isIn = (time: number) => local(time).day >= since && local(time).day <= until;
    const calls = known.filter(({ receivedAt }) => isIn(receivedAt));

    const contacts = calls.flatMap((call) => call.contacts);
    const took = (of: (call: YearCall) => number | undefined) =>
      calls.flatMap((call) => {
        const at = of(call);
        return at === undefined ? [] : [(at - call.receivedAt) / 1000];
      });
    const quantiles = (values: readonly number[]) =>
      values.length === 0 ? undefined : { median: quantile(values, 0.5), ninetieth: quantile(values, 0.9) };
    const { responseSeconds, resolutionSeconds, ...total } = found.total;
    expect(total).toEqual({
      ...groupOf(calls),
      contacts: contacts.length,
      duplicates: contacts.filter(({ duplicate }) => duplicate).length,
      ...(calls.length > 0 && { contactsPerCall: expect.closeTo(contacts.length / calls.length, 6) }),
      contactsByChannel: Object.fromEntries(
        Channel.options.map((one) => [one, contacts.filter(({ channel }) => channel === one).length]),
      ),
      stars: [1, 2, 3, 4, 5].map((stars) => calls.filter(({ rating }) => rating === stars).length),
    });
    expect(responseSeconds).toEqual(quantiles(took(responded)));
    expect(resolutionSeconds).toEqual(quantiles(took(({ resolvedAt }) => resolvedAt)));

    expect(byKey(found.by.channel)).toEqual(groupsBy(calls, ({ channel }) => channel));
    expect(byKey(found.by.department)).toEqual(groupsBy(calls, ({ department }) => department ?? ''));
    expect(byKey(found.by.service)).toEqual(groupsBy(calls, ({ service }) => service ?? ''));
    expect(byKey(found.by.priority)).toEqual(groupsBy(calls, ({ priority }) => priority));
    expect(byKey(found.by.hour)).toEqual(groupsBy(calls, ({ receivedAt }) => String(local(receivedAt).hour)));
    expect(byKey(found.by.weekday)).toEqual(groupsBy(calls, ({ receivedAt }) => String(local(receivedAt).weekday)));

    // Whatever was open at a moment, counted by the call.
    const openAt = (time: number) =>
      known.filter(({ receivedAt, resolvedAt }) => receivedAt < time && (resolvedAt ?? Infinity) >= time);
    const end = Math.min(Date.parse(found.to), NOW.getTime());
    const ages = openAt(end).map(({ receivedAt }) => (end - receivedAt) / DAY);
    const bounds = [0, 1, 3, 7, 30, Infinity];
    const oldest = Math.min(...openAt(end).map(({ receivedAt }) => receivedAt));
    expect(found.backlog).toEqual({
      ...{ at: new Date(end).toISOString(), open: ages.length },
      byAge: bounds.slice(1).map((most, at) => ages.filter((age) => age >= (bounds[at] ?? 0) && age < most).length),
      ...(ages.length > 0 && { oldest: new Date(oldest).toISOString() }),
    });

    // Every day has its line, with or without calls, and the days add up.
    const days = groupsBy(calls, ({ receivedAt }) => local(receivedAt).day);
    const dates = [];
    for (let day = since; day <= until; day = new Date(Date.parse(day) + DAY).toISOString().slice(0, 10))
      dates.push(day);
    const resolvedOn = new Map<string, number>();
    const openedOn = new Map<string, number>();
    const count = (counts: Map<string, number>, time: number | undefined) => {
      if (time === undefined || time >= end) return;
      const { day } = local(time);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    };
    for (const call of known) {
      count(openedOn, call.receivedAt);
      count(resolvedOn, call.resolvedAt);
    }
    let open = [...openedOn].filter(([day]) => day < since).reduce((sum, [, more]) => sum + more, 0);
    open -= [...resolvedOn].filter(([day]) => day < since).reduce((sum, [, less]) => sum + less, 0);
    const expected = dates.map((key) => {
      open += (openedOn.get(key) ?? 0) - (resolvedOn.get(key) ?? 0);
      return { key, ...(days[key] ?? groupOf([])), resolved: resolvedOn.get(key) ?? 0, open };
    });
    expect(found.by.day).toEqual(expected);
  },
  120_000,
);

test('a month is what its days add up to, and a day of changing clocks is as long as it is', async () => {
  const month = await getStatistics(
    log,
    EVERYTHING,
    { timeZone: 'Europe/Berlin', since: '2026-10-01', until: '2026-10-31' },
    NOW,
  );
  expect(month.by.day.reduce((sum, { calls }) => sum + calls, 0)).toBe(month.total.calls);
  const day = await getStatistics(
    log,
    EVERYTHING,
    { timeZone: 'Europe/Berlin', since: '2026-10-25', until: '2026-10-25' },
    NOW,
  );
  expect((Date.parse(day.to) - Date.parse(day.from)) / 3_600_000).toBe(25);
});

test('a time zone that there is none of is refused', async () => {
  await expect(getStatistics(log, EVERYTHING, { timeZone: 'Europe/Atlantis' }, NOW)).rejects.toMatchObject({
    code: 'request-invalid',
  });
});
