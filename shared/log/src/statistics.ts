import { CallbookError, type Channel, type Priority } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { isSqlState, type Log, type LogTransaction } from './log.ts';
import type { Database } from './schema.ts';
import { type Backlog, countDays, countOpen, openAtEnds } from './statistics-backlog.ts';
import { type Offset, readClock } from './statistics-clock.ts';
import { countGroups, type Group, type Groups } from './statistics-group.ts';
import { type Contacts, countContacts, measureTimes, type Times } from './statistics-total.ts';
import type { Visibility } from './visibility.ts';

/** Which calls are counted. Every filter narrows. */
export type StatisticsFilter = {
  /** The first day, and the last one: days of `timeZone`. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** How many days up to `until` or today, where there is no `since`. Default 30. */
  readonly days?: number | undefined;
  /** IANA. Days and hours are those of its wall clocks. */
  readonly timeZone: string;
  readonly channel?: readonly Channel[] | undefined;
  readonly department?: readonly string[] | undefined;
  readonly service?: readonly string[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
};

/** The figures of a time. What each of them means is in `definitions`, which whoever shows them can show as well. */
export type Statistics = {
  readonly timeZone: string;
  /** The days, and the instants at which the first begins and the last ends there. */
  readonly since: string;
  readonly until: string;
  readonly from: string;
  readonly to: string;
  readonly total: Group &
    Contacts &
    Times & { /** Absent where there is no call. */ readonly contactsPerCall?: number };
  readonly backlog: Backlog;
  readonly by: Groups;
};

/** A time with its bounds, and what of the log is in it: as SQL asks for it. */
export type Period = {
  readonly timeZone: string;
  readonly since: string;
  readonly until: string;
  readonly from: Date;
  readonly to: Date;
  /** How the clocks of the zone stand in it. */
  readonly clock: readonly Offset[];
  /** What counts as over: a target that is not reached by then is missed, and a backlog is none of the future. */
  readonly now: Date;
  readonly filter: StatisticsFilter;
  /** What whoever asks may not see is in no figure. */
  readonly visibility: Visibility;
};

const DEFAULT_DAYS = 30;

/**
 * Computes the figures of a time, all from one state of the log, on two connections at once.
 * @throws CallbookError `request-invalid` for a time zone that Postgres does not know.
 */
export async function getStatistics(
  log: Pick<Log, 'db' | 'beside'>,
  visibility: Visibility,
  filter: StatisticsFilter,
  now: Date,
): Promise<Statistics> {
  return reading(log.db, async (trx) => {
    const period = { ...(await periodOf(trx, filter, now)), visibility };
    const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(trx);
    const [{ total, ...by }, { contacts, times, backlog, moved }] = await Promise.all([
      countGroups(trx, period),
      reading(
        log.beside,
        async (other) => ({
          contacts: await countContacts(other, period),
          times: await measureTimes(other, period),
          backlog: await countOpen(other, period),
          moved: await countDays(other, period),
        }),
        rows[0]?.snapshot,
      ),
    ]);
    const days = openAtEnds(moved, by.day);
    const { timeZone, since, until, from, to } = period;
    return {
      ...{ timeZone, since, until, from: from.toISOString(), to: to.toISOString() },
      total: {
        ...{ ...total, ...contacts, ...times },
        ...(total.calls > 0 && { contactsPerCall: contacts.contacts / total.calls }),
      },
      backlog,
      by: { ...by, day: by.day.map((day) => ({ ...day, ...days.get(day.key) })) },
    };
  });
}

/** Reads one state of the log: its own, or that which another transaction sees. */
function reading<T>(db: Kysely<Database>, work: (trx: LogTransaction) => Promise<T>, snapshot?: string): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      if (snapshot !== undefined) await sql`set transaction snapshot ${sql.lit(snapshot)}`.execute(trx);
      // A year of a desk is sorted and hashed in memory, and no compiler and no further process is started for a question
      // of a moment: that takes longer than what it would save.
      await sql`set local work_mem = '64MB'`.execute(trx);
      await sql`set local jit = off`.execute(trx);
      await sql`set local max_parallel_workers_per_gather = 0`.execute(trx);
      // What is asked of a year is in an index of some megabytes, which is in memory or on a disk without a head to move.
      await sql`set local random_page_cost = 1.1`.execute(trx);
      return work(trx);
    });
}

/** Where days begin and end is Postgres's to say: a day in which clocks change has another length. */
async function periodOf(
  trx: Kysely<Database>,
  filter: StatisticsFilter,
  now: Date,
): Promise<Omit<Period, 'visibility'>> {
  const { timeZone, since = null, until = null, days = DEFAULT_DAYS } = filter;
  try {
    const { rows } = await sql<{ since: string; until: string; from: Date; to: Date }>`
      with last as (
        select coalesce(${until}::date, (${now.toISOString()}::timestamptz at time zone ${timeZone})::date) as day
      ), first as (
        select coalesce(${since}::date, day - (${days}::int - 1)) as day from last
      )
      select first.day::text as since, last.day::text as until, first.day::timestamp at time zone ${timeZone} as from,
        (last.day + 1)::timestamp at time zone ${timeZone} as to from first, last`.execute(trx);
    const [row] = rows;
    if (!row) throw new TypeError('One row has no row.');
    const clock = await readClock(trx, timeZone, row.from, row.to);
    return { ...row, clock, timeZone, now, filter };
  } catch (error) {
    if (!isSqlState(error, '22023')) throw error;
    throw new CallbookError('request-invalid', `The log knows no time zone ${timeZone}.`, { cause: error });
  }
}
