import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/** From when on the clocks of a zone show how much more than UTC; an interval of Postgres's, such as `-05:00:00`. */
export type Offset = { readonly from: Date; readonly ahead: string };

/**
 * How the clocks of a time zone stand from an instant to another: at the first, and after each change. A year has two or
 * three of these, and with them the hour of a call is compared and added up. To look up the name of the zone and its
 * rules for every call takes longer than all the rest of the figures.
 *
 * Days whose ends differ are looked at by the quarter of an hour, which is where zones have changed their clocks since
 * 1972. No zone has changed them and changed them back within a day.
 */
export async function readClock(trx: Kysely<Database>, timeZone: string, from: Date, to: Date): Promise<Offset[]> {
  const [first, last] = [sql`${from.toISOString()}::timestamptz`, sql`${to.toISOString()}::timestamptz`];
  const ahead = (at: RawBuilder<unknown>) => sql`${at} at time zone ${timeZone} - ${at} at time zone 'UTC'`;
  const day = sql`interval '24 hours'`;
  const { rows } = await sql<Offset>`
    with days as (
      select at, ${ahead(sql`at`)} as ahead, ${ahead(sql`(at + ${day})`)} as ahead_after
      from generate_series(${first}, ${last}, ${day}) as at
    ), quarters as (
      select quarter, ${ahead(sql`quarter`)} as ahead, lag(${ahead(sql`quarter`)}) over (order by quarter) as ahead_before
      from days, generate_series(at, at + ${day}, interval '15 minutes') as quarter where ahead <> ahead_after
    )
    select ${first} as from, (${ahead(first)})::text as ahead
    union all select quarter, ahead::text from quarters where ahead <> ahead_before
    order by 1`.execute(trx);
  return rows;
}

/** What the clocks show at an instant of the time that they were read for, as a `timestamp`. */
export function shown(clock: readonly Offset[], at: RawBuilder<unknown>): RawBuilder<Date> {
  const ahead = (offset: Offset) => sql`${sql.lit(offset.ahead)}::interval`;
  const [first, ...later] = clock;
  if (!first) throw new TypeError('A clock shows something from its beginning on.');
  const changes = later
    .toReversed()
    .map((offset) => sql`when ${at} >= ${sql.lit(offset.from.toISOString())}::timestamptz then ${ahead(offset)}`);
  const offset = changes.length === 0 ? ahead(first) : sql`case ${sql.join(changes, sql` `)} else ${ahead(first)} end`;
  return sql`(${at} at time zone (${offset}))`;
}
