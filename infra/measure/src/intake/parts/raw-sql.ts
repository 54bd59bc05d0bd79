import { environment } from '@callbook/runtime';
import pg from 'pg';
import { clock } from '../../clock.ts';
import { doTasks } from '../../part.ts';

// The ceiling of recording: Postgres is given the rows that it has by one connection, as prepared JSON. The only SQL
// outside shared/log, and pg directly: what is measured is what remains without that room.

/** As many contacts as the consolidation worker puts into a transaction. */
const BATCH = 200;

/** The tables of one contact in the order that their references need, and how to find their rows. All columns by default. */
const TABLES = [
  { name: 'calls', columns: undefined, where: 'id in (select call_id from contacts where id = any($1::uuid[]))' },
  { name: 'contacts', columns: undefined, where: 'id = any($1::uuid[])' },
  { name: 'attachments', columns: undefined, where: 'contact_id = any($1::uuid[])' },
  {
    name: 'history',
    columns: 'call_id, at, by, kind, detail',
    where: 'call_id in (select call_id from contacts where id = any($1::uuid[]))',
  },
] as const;

type Batch = readonly { readonly statement: string; readonly rows: string }[];
let batches: Batch[] = [];

export type Rows = { readonly from: string; readonly account: string };

const target = new pg.Client({ connectionString: environment().databaseUrl });
await target.connect();

/** Reads what the log has of an account, and the people it refers to, who are known beforehand in the log too. */
async function prepare({ from, account }: Rows): Promise<void> {
  const source = new pg.Client({ connectionString: from });
  await source.connect();
  const json = async (select: string, parameters: unknown[]) => {
    const { rows } = await source.query<{ json: string }>(
      `select coalesce(json_agg(row_to_json(found)), '[]')::text as json from (${select}) as found`,
      parameters,
    );
    return rows[0]?.json ?? '[]';
  };
  try {
    for (const table of ['requesters', 'identities'])
      await target.query(
        `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json) on conflict do nothing`,
        [await json(`select * from ${table}`, [])],
      );
    const found = await source.query<{ id: string }>('select id from contacts where account = $1 order by id', [
      account,
    ]);
    batches = [];
    for (let start = 0; start < found.rows.length; start += BATCH) {
      const ids = found.rows.slice(start, start + BATCH).map(({ id }) => id);
      const batch = TABLES.map(async ({ name, columns, where }) => {
        const written = columns ?? (await writtenColumns(source, name));
        return {
          statement: `insert into ${name} (${written})
            select ${written} from json_populate_recordset(null::${name}, $1::json)`,
          rows: await json(`select ${written} from ${name} where ${where}`, [ids]),
        };
      });
      batches.push(await Promise.all(batch));
    }
  } finally {
    await source.end();
  }
}

/** All but those that the table makes of the others. */
async function writtenColumns(source: pg.Client, table: string): Promise<string> {
  const { rows } = await source.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
      from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.columns ?? '';
}

/** Writes what was prepared. Answers with the milliseconds that it took. */
async function insert(): Promise<number> {
  const start = clock();
  for (const batch of batches) {
    await target.query('begin');
    for (const { statement, rows } of batch) await target.query(statement, [rows]);
    await target.query('commit');
  }
  return clock() - start;
}

const tasks = { prepare, insert };
export type RawSqlTasks = typeof tasks;
doTasks(tasks);
