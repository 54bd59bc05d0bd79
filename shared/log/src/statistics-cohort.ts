import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Period } from './statistics.ts';
import { isVisible } from './visibility.ts';

/** A moment as Postgres takes it. */
export const instant = (at: Date): RawBuilder<Date> => sql`${at.toISOString()}::timestamptz`;

/** The calls that are counted at all, whenever they came: each matter once, and nothing that is hidden. */
export function counted({ filter, visibility }: Pick<Period, 'filter' | 'visibility'>): RawBuilder<SqlBool> {
  const { channel, department, service, priority } = filter;
  const oneOf = (column: string, values: readonly string[] | undefined) =>
    values === undefined ? [] : [sql<SqlBool>`${sql.ref(column)} = any(${values})`];
  return sql.join<SqlBool>(
    [
      sql<SqlBool>`calls.merged_into is null`,
      ...oneOf('calls.first_channel', channel),
      ...oneOf('calls.department', department),
      ...oneOf('calls.service', service),
      ...oneOf('calls.priority', priority),
      isVisible(visibility),
    ],
    sql` and `,
  );
}

/** The calls that came in the time. */
export function cohort(period: Period): RawBuilder<SqlBool> {
  const { from, to } = period;
  return sql`calls.received_at >= ${instant(from)} and calls.received_at < ${instant(to)} and ${counted(period)}`;
}

/** As the index has it (0017). */
export const REOPENED = sql<SqlBool>`kind = 'call.reopened' or (kind = 'status.changed'
  and detail ->> 'before' in ('resolved', 'closed') and detail ->> 'status' not in ('resolved', 'closed'))`;

/** The days of the time, each as the wall clock shows its midnight. */
export function daysOf({ since, until }: Period): RawBuilder<unknown> {
  return sql`generate_series(${since}::timestamp, ${until}::timestamp, interval '1 day')`;
}
