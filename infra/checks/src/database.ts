import { randomBytes } from 'node:crypto';
import { migrate } from '@callbook/log';
import pg from 'pg';
import { testServices } from './environment.ts';

const TEMPLATE_LOCK = 0x43_42_54_50;

export type TestDatabase = {
  readonly url: string;
  /** Asks the database directly, past the code under test. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Drops it. Fails when somebody still holds a connection: a test must close what it opened. */
  drop(): Promise<void>;
};

/** A database of this test's own, with the schema in it: a clone of a template that the first caller migrates. */
export async function testDatabase(): Promise<TestDatabase> {
  const { databaseUrl } = testServices();
  const template = `callbook_template_${process.ppid}`;
  const name = `callbook_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(databaseUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) {
      await admin.query(`create database ${template}_raw`);
      await migrate(renamed(databaseUrl, `${template}_raw`));
      await admin.query(`alter database ${template}_raw rename to ${template}`);
    }
    await admin.query(`create database ${name} template ${template}`);
  });
  const pool = new pg.Pool({ connectionString: renamed(databaseUrl, name), max: 2 });
  pool.on('error', () => undefined); // a test may kill its Postgres; the next query tells
  return {
    url: renamed(databaseUrl, name),
    query: async <Row extends object>(sql: string, values?: unknown[]) => (await pool.query<Row>(sql, values)).rows,
    async drop() {
      await pool.end();
      await asAdmin(databaseUrl, (admin) => admin.query(`drop database ${name}`));
    },
  };
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function renamed(url: string, database: string): string {
  const renamedUrl = new URL(url);
  renamedUrl.pathname = `/${database}`;
  return renamedUrl.href;
}
