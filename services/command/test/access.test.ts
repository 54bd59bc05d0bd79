import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, type TestDatabase, testDatabase } from '@callbook/checks';
import { findApiToken, isOpenInvitation, type Log, openLog } from '@callbook/log';
import { environment } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../src/index.ts';

let database: TestDatabase;
let log: Log;
let home: string;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, quietLogger());
  home = mkdtempSync(join(tmpdir(), 'access-'));
});
afterAll(async () => {
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function callbook(...given: string[]) {
  const configPath = join(home, 'callbook.yaml');
  const desk = { url: 'https://desk.example.org/' };
  writeFileSync(configPath, JSON.stringify({ database: { url: database.url }, desk }));
  const output: string[] = [];
  const notes: string[] = [];
  const status = await runCommand(given, {
    environment: environment({ CALLBOOK_HOME: home, CALLBOOK_CONFIG: configPath }),
    signal: new AbortController().signal,
    output: { write: (text) => output.push(text) },
    notes: { write: (text) => notes.push(text) },
  });
  return { status, output: output.join(''), notes: notes.join('') };
}

test('callbook admin prints a link that can be used, at the address of the desk', async () => {
  const { status, output } = await callbook('admin');
  const [, secret = ''] = /^https:\/\/desk\.example\.org\/sign-in#invitation=(\S+)\n/.exec(output) ?? [];
  expect(status).toBe(0);
  expect(await isOpenInvitation(log.db, secret, new Date())).toBe(true);
  expect(await isOpenInvitation(log.db, secret, new Date(Date.now() + 25 * 3_600_000))).toBe(false);
});

test('callbook admin makes no link for an address that no agent has', async () => {
  const { status, notes } = await callbook('admin', '--email', 'nobody@example.org');
  expect([status, notes]).toEqual([2, expect.stringContaining('No agent has the address')]);
});

test('callbook token prints a secret and nothing else, and it may what was asked for', async () => {
  const { status, output } = await callbook('token', 'importer', '--scope', 'read', '--scope', 'work', '--days', '2');
  expect(status).toBe(0);
  const token = await findApiToken(log.db, output.trim(), new Date());
  expect(token).toMatchObject({ name: 'importer', scopes: ['read', 'work'] });
  expect(await findApiToken(log.db, output.trim(), new Date(Date.now() + 3 * 86_400_000))).toBeUndefined();
});

test.each([[['token']], [['token', 'a', 'b']], [['token', 'a', '--scope', 'everything']], [['admin', 'grace']]])(
  'callbook %j is explained',
  async (given) => {
    const { status, notes } = await callbook(...given);
    expect([status, notes]).toEqual([2, expect.stringContaining('callbook token NAME')]);
  },
);
