import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/**
 * Inserts rows by one statement with one parameter, a JSON array that Postgres takes apart. A statement with a
 * placeholder for each value (200 contacts × 30 columns) costs more to build here than to execute there.
 * Every row must have exactly the given columns; a missing one is null.
 */
export async function insertRows<T extends keyof Database>(
  trx: LogTransaction,
  table: T,
  columns: readonly (keyof Database[T] & string)[],
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(columns.map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (${names})
    select ${names} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    trx,
  );
}
