import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Service, startPostgres } from '../src/index.ts';

const logger = createLogger('test', 'error');

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the private Postgres', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'callbook-')));
  const directory = join(root, 'postgres');
  let postgres: Service;

  beforeAll(async () => {
    chmodSync(root, 0o711); // run by root, the system user who runs Postgres must pass
    postgres = await startPostgres({ directory, logger });
    await query(postgres.url, 'create table kept (n int)');
  }, 60_000);

  afterAll(async () => {
    await postgres.stop();
    rmSync(root, { recursive: true });
  });

  test('never gives up durability, and sorts by code point', async () => {
    expect(
      await query(
        postgres.url,
        "select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding",
      ),
    ).toEqual([{ fsync: 'on', encoding: 'UTF8' }]);
    expect(await query(postgres.url, "select lower('ÄÖ') as lower, 'Z' < 'a' as code_point")).toEqual([
      { lower: 'äö', code_point: true },
    ]);
  });

  test('refuses a wrong password', async () => {
    await expect(query(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
  });

  test('keeps its data and its port over a stop', async () => {
    await query(postgres.url, 'insert into kept values (1)');
    const { url } = postgres;
    await postgres.stop();
    await postgres.exited;
    postgres = await startPostgres({ directory, logger });
    expect(postgres.url).toBe(url);
    expect(await query(url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  test('keeps its data over a kill -9, seen by `exited`, with a client connected', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('insert into kept values (2)');
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.exited;
    postgres = await startPostgres({ directory, logger, port: postgres.port });
    await client.end();
    expect(await query(postgres.url, 'select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('takes over from a server that a killed run left behind', async () => {
    const left = postgres;
    postgres = await startPostgres({ directory, logger });
    await left.exited;
    expect(await query(postgres.url, 'select count(*)::int as count from kept')).toEqual([{ count: 2 }]);
  });
});
