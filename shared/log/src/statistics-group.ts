import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';
import type { Period } from './statistics.ts';
import { shown } from './statistics-clock.ts';
import { cohort, daysOf, instant, REOPENED } from './statistics-cohort.ts';

/** How far a promise was kept. */
export type Kept = {
  /** It came: an answer, or the end of the matter. */
  readonly done: number;
  /** By its target. */
  readonly inTime: number;
  /** After its target, or not yet though the target is over. */
  readonly late: number;
  /** Of the late: not yet. */
  readonly overdue: number;
  /** Seconds by the clock on the wall, over what came. Absent where nothing did. */
  readonly meanSeconds?: number;
};

/** Calls that came in the time and have something in common. */
export type Group = {
  readonly calls: number;
  readonly response: Kept;
  readonly resolution: Kept;
  readonly reopened: number;
  readonly ratings: number;
  readonly meanRating?: number;
};

export type Keyed = Group & { readonly key: string };

/** Every day of the time has a line, also one on which nobody called. */
export type Day = Keyed & { readonly resolved?: number; readonly open?: number };

export type Groups = {
  readonly channel: readonly Keyed[];
  readonly department: readonly Keyed[];
  readonly service: readonly Keyed[];
  readonly priority: readonly Keyed[];
  /** `0` to `23`. */
  readonly hour: readonly Keyed[];
  /** `1` for Monday to `7`. */
  readonly weekday: readonly Keyed[];
  readonly day: readonly Day[];
};

type Row = {
  dimension: keyof Groups | 'total';
  key: string | null;
  calls: number;
  responses: number;
  responses_in_time: number;
  responses_late: number;
  responses_overdue: number;
  response_ms: number | null;
  resolutions: number;
  resolutions_in_time: number;
  resolutions_late: number;
  resolutions_overdue: number;
  resolution_ms: number | null;
  reopened: number;
  ratings: number;
  stars: number;
};

const COUNTS = [
  ...['calls', 'responses', 'responses_in_time', 'responses_late', 'responses_overdue', 'resolutions'],
  ...['resolutions_in_time', 'resolutions_late', 'resolutions_overdue', 'reopened', 'ratings', 'stars'],
].map((name) => sql`coalesce(sum(${sql.ref(name)}), 0)::int as ${sql.ref(name)}`);

const SUMS = sql`${sql.join(COUNTS)}, sum(response_ms) as response_ms, sum(resolution_ms) as resolution_ms`;

/**
 * Counts the calls of a time by everything that they have in common. In two steps: first by cells that few calls share
 * the look at each call with, then by one dimension after another over the cells. To group a hundred thousand calls in
 * eight ways at once takes four times as long.
 */
export async function countGroups(db: Kysely<Database>, period: Period): Promise<Groups & { readonly total: Group }> {
  const now = instant(period.now);
  const { rows } = await sql<Row>`
    with cells as materialized (
      select grouping(hour) = 0 as by_time, first_channel, department, service, priority, hour, count(*)::int as calls,
        count(answered_at)::int as responses, count(*) filter (where answered_at <= respond_by)::int as responses_in_time,
        count(*) filter (where respond_by < coalesce(answered_at, ${now}))::int as responses_late,
        count(*) filter (where answered_at is null and respond_by < ${now})::int as responses_overdue,
        sum(response_ms::float8) as response_ms,
        count(resolved_at)::int as resolutions, count(*) filter (where resolved_at <= resolve_by)::int as resolutions_in_time,
        count(*) filter (where resolve_by < coalesce(resolved_at, ${now}))::int as resolutions_late,
        count(*) filter (where resolved_at is null and resolve_by < ${now})::int as resolutions_overdue,
        sum(resolution_ms::float8) as resolution_ms,
        count(call_id)::int as reopened, count(rating)::int as ratings, sum(rating)::int as stars
      from (
        select first_channel, department, service, priority, received_at, respond_by, answered_at, resolved_at, resolve_by,
          response_ms, resolution_ms, rating, again.call_id,
          date_bin('1 hour', ${shown(period.clock, sql`received_at`)}, ${period.since}::timestamp) as hour
        from calls left join (select distinct call_id from history where ${REOPENED}) as again on again.call_id = calls.id
        where ${cohort(period)}
      ) as called
      group by grouping sets ((first_channel, department, service, priority), (hour))
    )
    select case when grouping(first_channel) = 0 then 'channel' when grouping(department) = 0 then 'department'
        when grouping(service) = 0 then 'service' when grouping(priority) = 0 then 'priority' else 'total' end as dimension,
      coalesce(first_channel, department, service, priority) as key, ${SUMS}
    from cells where not by_time
    group by grouping sets ((first_channel), (department), (service), (priority), ())
    union all
    select case when grouping(of_day) = 0 then 'hour' else 'weekday' end, coalesce(of_day, weekday)::text, ${SUMS}
    from (select *, extract(hour from hour)::int as of_day, extract(isodow from hour)::int as weekday from cells
      where by_time) as timed
    group by grouping sets ((of_day), (weekday))
    union all
    select 'day', to_char(day, 'YYYY-MM-DD'), ${SUMS}
    from ${daysOf(period)} as day
      left join cells on by_time and date_bin('1 day', hour, ${period.since}::timestamp) = day
    group by day
    order by dimension, key`.execute(db);
  const of = (dimension: Row['dimension']) => rows.filter((row) => row.dimension === dimension);
  const keyed = (dimension: keyof Groups) => of(dimension).map((row) => ({ key: row.key ?? '', ...toGroup(row) }));
  const [total] = of('total').map(toGroup);
  if (!total) throw new TypeError('The total of nothing has a line too.');
  return {
    total,
    ...{ channel: keyed('channel'), department: keyed('department'), service: keyed('service') },
    ...{ priority: keyed('priority'), hour: inOrder(keyed('hour')), weekday: keyed('weekday'), day: keyed('day') },
  };
}

function inOrder(groups: readonly Keyed[]): Keyed[] {
  return groups.toSorted((a, b) => Number(a.key) - Number(b.key));
}

function toGroup(row: Row): Group {
  const mean = (sum: number | null, count: number) => (sum === null || count === 0 ? undefined : sum / count);
  const seconds = (sum: number | null, count: number) => mean(sum === null ? null : sum / 1_000, count);
  const responseSeconds = seconds(row.response_ms, row.responses);
  const resolutionSeconds = seconds(row.resolution_ms, row.resolutions);
  const rating = mean(row.stars, row.ratings);
  return {
    calls: row.calls,
    response: {
      ...{ done: row.responses, inTime: row.responses_in_time, late: row.responses_late },
      ...{ overdue: row.responses_overdue, ...(responseSeconds !== undefined && { meanSeconds: responseSeconds }) },
    },
    resolution: {
      ...{ done: row.resolutions, inTime: row.resolutions_in_time, late: row.resolutions_late },
      ...{
        overdue: row.resolutions_overdue,
        ...(resolutionSeconds !== undefined && { meanSeconds: resolutionSeconds }),
      },
    },
    ...{ reopened: row.reopened, ratings: row.ratings, ...(rating !== undefined && { meanRating: rating }) },
  };
}
