import { type Kysely, type SqlBool, sql } from 'kysely';
import { type CallFilter, conditionsOf } from './call-list.ts';
import type { Database } from './schema.ts';
import type { Visibility } from './visibility.ts';

export type CallCount = {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
};

/** Past this a number says no more to a person, and counting costs by the row. */
const MOST = 1_000;

/** How many calls each of these lists would have, in their order, counted up to a thousand each; one question to Postgres. */
export async function countCalls(
  db: Kysely<Database>,
  visibility: Visibility,
  filters: readonly CallFilter[],
): Promise<CallCount[]> {
  if (filters.length === 0) return [];
  const counted = filters.map((filter, index) => {
    const conditions = sql.join<SqlBool>(conditionsOf(visibility, filter), sql` and `);
    return sql`select ${sql.lit(index)} as list, (select count(*)::int from (
      select from calls where ${conditions} limit ${sql.lit(MOST + 1)}) as few) as count`;
  });
  const { rows } = await sql<{
    list: number;
    count: number;
  }>`${sql.join(counted, sql` union all `)} order by list`.execute(db);
  return rows.map(({ count }) => ({ count: Math.min(MOST, count), more: count > MOST }));
}
