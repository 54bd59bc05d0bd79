import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  quietLogger,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema, formatReference } from '@callbook/contracts';
import { type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';
import { CallSchema } from '../src/schemas.ts';

/** Of no call. */
const NOBODYS = formatReference(999_999);

/** Many calls that are changed by one request, and the catalogue that they are changed by. */
let database: TestDatabase;
let log: Log;
let home: string;
let lifecycle: Lifecycle;
let ada: DeskFetch;

beforeAll(async () => {
  const logger = quietLogger();
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, logger);
  home = mkdtempSync(join(tmpdir(), 'desk-bulk-'));
  lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl } },
    departments: [{ name: 'IT' }, { name: 'HR', private: true }],
    services: [
      { name: 'Printing', department: 'IT' },
      { name: 'Wages', department: 'HR', impact: 'high', urgency: 'high', questions: ['Of which month?'] },
      { name: 'New colleague', department: 'IT', tasks: [{ department: 'IT', title: 'A laptop' }] },
    ],
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  ada = deskFetch(origin, await deskToken(database.url, { name: 'Ada' }));
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

const change = (path: string, body: object) =>
  ada(path, { method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
const many = async (calls: object[], given: object) => {
  const response = await change('/api/calls', { calls, ...given });
  return { status: response.status, ...((await response.json()) as { items: object[]; errors?: { path: string }[] }) };
};
const callOf = async (reference: string) => CallSchema.parse(await (await ada(`/api/calls/${reference}`)).json());

describe('many calls that are changed at once', () => {
  test('stand as if each had been changed by itself, with its history', async () => {
    const calls = [await logCall(log), await logCall(log), await logCall(log)];
    const [alone, ...together] = calls.map(({ reference }) => reference) as [string, string, string];
    const given = { assignee: 'Grace', status: 'in-progress', service: 'wages', why: 'payday' };
    await change(`/api/calls/${alone}`, given);
    // An agent who sees no call of HR can move one there, and sees it no more.
    const moved = await many(
      together.map((reference) => ({ reference })),
      given,
    );
    expect(moved.items).toEqual(together.map((reference) => ({ reference, done: true })));
    const histories = await database.query<{ reference: string; entries: object[] }>(
      `select reference, json_agg(json_build_array(by, kind, detail) order by history.id) as entries
       from history join calls on calls.id = call_id where reference = any($1) and kind <> 'call.opened' group by reference`,
      [[alone, ...together]],
    );
    const [first, ...others] = histories.map(({ entries }) => entries);
    expect(first).toHaveLength(3);
    for (const entries of others) expect(entries).toEqual(first);
    const rows = await database.query(
      'select distinct status, assignee, service, department, impact, urgency, priority from calls where reference = any($1)',
      [[alone, ...together]],
    );
    expect(rows).toEqual([
      {
        ...{ status: 'in-progress', assignee: 'Grace', service: 'Wages', department: 'HR' },
        ...{ impact: 'high', urgency: 'high', priority: 'P1' },
      },
    ]);
  });

  test('hold each other up by nothing: what cannot be done says why, and the rest is done', async () => {
    const good = await logCall(log);
    const stale = await logCall(log);
    const hidden = await logCall(log, { call: { department: 'HR' } });
    const busy = await logCall(log, { call: { department: 'IT' } });
    await change(`/api/calls/${stale.reference}`, { urgency: 'low' });
    await change(`/api/calls/${busy.reference}`, { service: 'New colleague' });
    const { version } = await callOf(good.reference);
    const { status, items } = await many(
      [
        { reference: stale.reference, version: 1 },
        { reference: hidden.reference },
        { reference: busy.reference },
        { reference: NOBODYS },
        { reference: good.reference.toLowerCase(), version },
      ],
      { status: 'resolved' },
    );
    expect(status).toBe(200);
    const because = (code: string) => ({ done: false, problem: expect.objectContaining({ code }) });
    expect(items).toEqual([
      { reference: stale.reference, ...because('call-changed') },
      { reference: hidden.reference, ...because('call-unknown') },
      { reference: busy.reference, ...because('tasks-open') },
      { reference: NOBODYS, ...because('call-unknown') },
      { reference: good.reference.toLowerCase(), done: true },
    ]);
    expect((await callOf(good.reference)).status).toBe('resolved');
    for (const { reference } of [stale, busy]) expect((await callOf(reference)).status).not.toBe('resolved');
    const [untouched] = await database.query('select status from calls where id = $1', [hidden.id]);
    expect(untouched).toEqual({ status: 'new' });
  });

  test('are two hundred at most, each once, with something to change', async () => {
    const { reference } = await logCall(log);
    const lots = Array.from({ length: 201 }, () => ({ reference }));
    expect((await many(lots, { status: 'closed' })).errors?.map(({ path }) => path)).toContain('calls');
    const twice = [{ reference }, { reference: reference.toLowerCase() }];
    expect((await many(twice, { status: 'closed' })).errors?.map(({ path }) => path)).toEqual(['calls']);
    expect((await many([{ reference }], { why: 'none' })).errors?.map(({ path }) => path)).toEqual(['body']);
    expect((await many([{ reference }], { department: 'Sales' })).errors?.map(({ path }) => path)).toEqual([
      'department',
    ]);
    expect((await callOf(reference)).status).toBe('new');
  });
});

describe('the catalogue', () => {
  test('says what a service brings along', async () => {
    expect(await (await ada('/api/catalogue')).json()).toEqual({
      departments: ['IT', 'HR'],
      textAccounts: [],
      services: [
        { name: 'Printing', department: 'IT', priority: 'P3', questions: [] },
        {
          ...{ name: 'Wages', department: 'HR', impact: 'high', urgency: 'high', priority: 'P1' },
          questions: ['Of which month?'],
        },
        { name: 'New colleague', department: 'IT', priority: 'P3', questions: [] },
      ],
    });
  });

  test('decides once for a call: what a person says besides, or has said since, stays', async () => {
    const { reference } = await logCall(log);
    await change(`/api/calls/${reference}`, { service: 'Wages', department: 'IT', impact: 'low' });
    expect(await callOf(reference)).toMatchObject({
      ...{ service: 'Wages', department: 'IT', impact: 'low', urgency: 'high', priority: 'P3' },
    });
    await change(`/api/calls/${reference}`, { urgency: 'low' });
    await change(`/api/calls/${reference}`, { service: 'Wages' });
    expect(await callOf(reference)).toMatchObject({ department: 'IT', impact: 'low', urgency: 'low' });
  });
});
