import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';
import type { Period } from './statistics.ts';
import { counted, daysOf, instant } from './statistics-cohort.ts';

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
export async function countOpen(
  db: Kysely<Database>,
  period: Period,
): Promise<Backlog & { readonly days: ReadonlyMap<string, DayOfBacklog> }> {
  const end = new Date(Math.min(period.to.getTime(), period.now.getTime()));
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
    days: await countDays(db, period, end),
  };
}

function openAt(period: Period, at: Date) {
  return sql`received_at < ${instant(at)} and (resolved_at is null or resolved_at >= ${instant(at)}) and ${counted(period)}`;
}

/** What came and what went day by day, on top of what was open before the first. Nothing is said of days to come. */
async function countDays(db: Kysely<Database>, period: Period, end: Date): Promise<ReadonlyMap<string, DayOfBacklog>> {
  const { from, timeZone } = period;
  const { rows } = await sql<{ day: string; resolved: number; open: number }>`
    with went as (
      select date_trunc('day', resolved_at at time zone ${timeZone}) as day, count(*) as count from calls
      where resolved_at >= ${instant(from)} and resolved_at < ${instant(end)} and ${counted(period)} group by 1
    ), came as (
      select date_trunc('day', received_at at time zone ${timeZone}) as day, count(*) as count from calls
      where received_at >= ${instant(from)} and received_at < ${instant(end)} and ${counted(period)} group by 1
    )
    select to_char(day, 'YYYY-MM-DD') as day, coalesce(went.count, 0)::int as resolved,
      ((select count(*) from calls where ${openAt(period, from)})
        + sum(coalesce(came.count, 0) - coalesce(went.count, 0)) over (order by day))::int as open
    from ${daysOf(period)} as day left join came using (day) left join went using (day)
    where day::timestamp at time zone ${timeZone} < ${instant(end)} order by day`.execute(db);
  return new Map(rows.map(({ day, ...counts }) => [day, counts]));
}
