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

/** How many calls there are like that, counted up to a thousand. */
export async function countCalls(db: Kysely<Database>, visibility: Visibility, filter: CallFilter): Promise<CallCount> {
  const some = db
    .selectFrom('calls')
    .select(sql`1`.as('one'))
    .where(sql.join<SqlBool>(conditionsOf(visibility, filter), sql` and `))
    .limit(MOST + 1);
  const { count } = await db
    .selectFrom(some.as('some'))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return { count: Math.min(MOST, Number(count)), more: Number(count) > MOST };
}
