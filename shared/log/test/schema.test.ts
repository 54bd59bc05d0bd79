import { readFileSync, writeFileSync } from 'node:fs';
import { quietLogger, type TestDatabase, testDatabase } from '@callbook/checks';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate, openLog } from '../src/index.ts';
import { dumpSchema } from './dump-schema.ts';

const DUMP = new URL('../schema.sql', import.meta.url);
const HEAD = `-- The schema of the log after all migrations. Written by a test; after a new migration write it again:
--   UPDATE=1 infra/test shared/log/test/schema

`;

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** A database without tables. */
async function emptied(): Promise<void> {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
}

describe('the schema of the log', () => {
  test('is the one in schema.sql, where everybody can read it and every change of it is seen', async () => {
    await emptied();
    await migrate(database.url);
    const dump = HEAD + (await dumpSchema(database));
    if (process.env.UPDATE) writeFileSync(DUMP, dump);
    expect(dump).toBe(readFileSync(DUMP, 'utf8'));
  });

  test('is what schema.sql itself makes', async () => {
    await emptied();
    await database.query(readFileSync(DUMP, 'utf8'));
    expect(HEAD + (await dumpSchema(database))).toBe(readFileSync(DUMP, 'utf8'));
  });
});

describe('migrating', () => {
  test('applies every migration to an empty database, and nothing the second time', async () => {
    await emptied();
    const first = await migrate(database.url);
    const dump = await dumpSchema(database);
    expect(first.applied[0]).toBe('0001-first-log');
    expect(await migrate(database.url)).toEqual({ applied: [] });
    expect(await dumpSchema(database)).toBe(dump);
  });

  test('from four processes at once applies each migration once', async () => {
    await emptied();
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
    const applied = runs.flatMap((run) => run.applied);
    expect(applied).toEqual([...new Set(applied)]);
    expect(applied).toContain('0001-first-log');
    expect(HEAD + (await dumpSchema(database))).toBe(readFileSync(DUMP, 'utf8'));
  });

  test('is what the log asks for before it is ready', async () => {
    const log = openLog({ url: database.url, connections: 1 }, quietLogger());
    await expect(log.ready()).resolves.toBeUndefined();
    await database.query("update kysely_migration set name = '9999-another' where name like '0001%'");
    await expect(log.ready()).rejects.toMatchObject({ code: 'log-schema' });
    await emptied();
    await expect(log.ready()).rejects.toThrow('kysely_migration');
    await log.close();
  });

  test('that fails says which migration, and leaves nothing of it', async () => {
    await emptied();
    await database.query('create table outbox (another text)');
    await expect(migrate(database.url)).rejects.toMatchObject({
      code: 'log-schema',
      message: expect.stringContaining('0001-first-log could not be applied'),
    });
    const tables = await database.query("select from pg_tables where schemaname = 'public' and tablename = 'calls'");
    expect(tables).toHaveLength(0);
  });
});

describe('the history', () => {
  test.each(['update history set by = null', 'delete from history', 'truncate history'])(
    'can only be appended to: %s is refused',
    async (statement) => {
      await emptied();
      await migrate(database.url);
      await expect(database.query(statement)).rejects.toThrow('the history is append-only');
    },
  );
});
