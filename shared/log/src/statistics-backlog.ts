import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';
import type { Period } from './statistics.ts';
import { shown } from './statistics-clock.ts';
import { counted, daysOf, instant } from './statistics-cohort.ts';
import type { Keyed } from './statistics-group.ts';

/** What was open at the end of the time, or now where the end is still to come. */
export type Backlog = {
  readonly at: string;
  readonly open: number;
  /** By how long ago they came: in less than a day, three days, seven, thirty; and longer ago. */
  readonly byAge: readonly [number, number, number, number, number];
  /** When the oldest of them came. */
  readonly oldest?: string;
};

/** Of one day: what was resolved on it, whenever it came, and what was open at its end. */
export type DayOfBacklog = { readonly resolved: number; readonly open: number };

/** In hours: a day of Postgres's depends on the time zone of its session. */
const AGES = ['24 hours', '72 hours', '168 hours', '720 hours'];

/** Counts what is open. A call is open from when it came until when it was resolved, as that stands in it now. */
export async function countOpen(db: Kysely<Database>, period: Period): Promise<Backlog> {
  const end = endOf(period);
  const at = instant(end);
  const younger = AGES.map((age) => sql`count(*) filter (where received_at > ${at} - interval '${sql.raw(age)}')::int`);
  const { rows } = await sql<{ open: number; younger: number[]; oldest: Date | null }>`
    select count(*)::int as open, array[${sql.join(younger)}] as younger, min(received_at) as oldest
    from calls where ${openAt(period, end)}`.execute(db);
  const { open = 0, younger: counts = [], oldest = null } = rows[0] ?? {};
  const [day = 0, three = 0, seven = 0, thirty = 0] = counts;
  return {
    ...{ at: end.toISOString(), open, byAge: [day, three - day, seven - three, thirty - seven, open - thirty] },
    ...(oldest && { oldest: oldest.toISOString() }),
  };
}

/** The end of the time, or now where that is still to come. */
function endOf({ to, now }: Period): Date {
  return new Date(Math.min(to.getTime(), now.getTime()));
}

function openAt(period: Period, at: Date) {
  return sql`received_at < ${instant(at)} and (resolved_at is null or resolved_at >= ${instant(at)}) and ${counted(period)}`;
}

/** Of one day: what was resolved on it, what will still come on it, and what was open before the first of them all. */
export type Moved = {
  readonly day: string;
  readonly resolved: number;
  readonly after: number;
  readonly before: number;
};

/** What was resolved on each day up to now. Nothing is said of days to come. */
export async function countDays(db: Kysely<Database>, period: Period): Promise<Moved[]> {
  const { from, to, clock, since } = period;
  const end = endOf(period);
  const day = (at: RawBuilder<unknown>) => sql`date_bin('1 day', ${shown(clock, at)}, ${since}::timestamp)`;
  const { rows } = await sql<Moved>`
    with moved as (
      select ${day(sql`resolved_at`)} as day, 1 as resolved, 0 as after from calls
      where resolved_at >= ${instant(from)} and resolved_at < ${instant(end)} and ${counted(period)}
      union all
      select ${day(sql`received_at`)}, 0, 1 from calls
      where received_at >= ${instant(end)} and received_at < ${instant(to)} and ${counted(period)}
    ), days as (
      select day, sum(resolved) as resolved, sum(after) as after from moved group by day
    )
    select to_char(day, 'YYYY-MM-DD') as day, coalesce(resolved, 0)::int as resolved, coalesce(after, 0)::int as after,
      (select count(*) from calls where ${openAt(period, from)})::int as before
    from ${daysOf(period)} as day left join days using (day)
    where day::timestamp at time zone ${period.timeZone} < ${instant(end)} order by day`.execute(db);
  return rows;
}

/** What was open at the end of each day: what was open before the first, with what came and without what went. */
export function openAtEnds(moved: readonly Moved[], came: readonly Keyed[]): ReadonlyMap<string, DayOfBacklog> {
  const calls = new Map(came.map((one) => [one.key, one.calls]));
  let open = moved[0]?.before ?? 0;
  return new Map(
    moved.map(({ day, resolved, after }) => {
      open += (calls.get(day) ?? 0) - after - resolved;
      return [day, { resolved, open }];
    }),
  );
}
