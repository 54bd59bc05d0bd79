import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deskFetch,
  deskToken,
  logCall,
  quietLogger,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema, type Role } from '@callbook/contracts';
import { type Log, makeInvitation, openLog } from '@callbook/log';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';
import { pageOf } from '../src/schemas.ts';
import { ViewSchema } from '../src/views/schemas.ts';

/** Named searches of the log, kept at the desk. */
let database: TestDatabase;
let log: Log;
let home: string;
let lifecycle: Lifecycle;
let origin: string;
let ada: Agent;
let grace: Agent;
let lead: Agent;

beforeAll(async () => {
  const logger = quietLogger();
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, logger);
  home = mkdtempSync(join(tmpdir(), 'desk-views-'));
  lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl } },
    departments: [{ name: 'IT' }, { name: 'HR', private: true }],
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  [ada, grace, lead] = [await agent('Ada', 'agent'), await agent('Grace', 'read-only'), await agent('Lin', 'lead')];
});
beforeEach(async () => {
  await database.query('delete from views');
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

type Agent = Awaited<ReturnType<typeof agent>>;
type Answer = { readonly status: number; readonly body: { code?: string; errors?: { path: string }[] } };

/** Somebody with a session. */
async function agent(name: string, role: Role, departments: string[] = []) {
  const email = `${name.toLowerCase()}@example.org`;
  const invitation = { id: v7(), role, email, departments, by: 'a test', at: new Date() };
  const secret = await log.db.transaction().execute((trx) => makeInvitation(trx, invitation));
  let cookie = '';
  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(origin + path, {
      method,
      headers: { cookie, origin, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
  await ask('POST', '/api/invitations/accept', { secret, name, email, password: 'a long enough password' });
  const views = async () => pageOf(ViewSchema).parse((await ask('GET', '/api/views')).body).items;
  const own = async () => (await views()).flatMap(({ id, name, shared }) => (id ? [{ id, name, shared }] : []));
  return { ask, views, own, keep: (view: object) => ask('POST', '/api/views', view) };
}

describe('a view', () => {
  test('is one agent’s own, wherever they sign in, until they remove it', async () => {
    const filters = { status: 'new,waiting', q: 'printer', sort: 'receivedAt' };
    expect((await ada.keep({ name: ' Printers ', filters })).status).toBe(201);
    const kept = (await ada.views()).find(({ name }) => name === 'Printers');
    expect(kept).toMatchObject({ filters, shared: false, madeBy: 'Ada', count: 0, more: false });
    expect(await grace.own()).toEqual([]);
    const path = `/api/views/${kept?.id}`;
    for (const stranger of [grace, lead]) {
      expect((await stranger.ask('PATCH', path, { name: 'Mine' })).body.code).toBe('view-unknown');
      expect((await stranger.ask('DELETE', path)).body.code).toBe('view-unknown');
    }
    expect((await ada.ask('PATCH', path, { name: 'All printers', filters: { q: 'printer' } })).status).toBe(200);
    expect((await ada.views()).find(({ id }) => id === kept?.id)).toMatchObject({
      ...{ name: 'All printers', filters: { q: 'printer' } },
    });
    expect((await ada.ask('DELETE', path)).status).toBe(204);
    expect(await ada.own()).toEqual([]);
    expect((await ada.ask('DELETE', path)).body.code).toBe('view-unknown');
  });

  test('is everybody’s when a lead shares it, and nobody else changes it', async () => {
    expect((await ada.keep({ name: 'From Slack', filters: {}, shared: true })).body.code).toBe('not-permitted');
    await lead.keep({ name: 'From Slack', filters: { channel: 'slack' } });
    const [{ id } = { id: '' }] = await lead.own();
    expect((await ada.ask('PATCH', `/api/views/${id}`, { shared: true })).body.code).toBe('view-unknown');
    await lead.ask('PATCH', `/api/views/${id}`, { shared: true });
    for (const anybody of [ada, grace, lead])
      expect(await anybody.own()).toEqual([{ id, name: 'From Slack', shared: true }]);
    expect((await ada.ask('PATCH', `/api/views/${id}`, { name: 'x' })).body.code).toBe('not-permitted');
    expect((await ada.ask('DELETE', `/api/views/${id}`)).body.code).toBe('not-permitted');
    // A program shares, and has none of its own.
    const program = deskFetch(origin, await deskToken(database.url, { name: 'Set-up' }));
    const sent = (body: object) =>
      program('/api/views', {
        ...{ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      });
    expect((await sent({ name: 'Urgent mail', filters: { priority: 'P1' }, shared: true })).status).toBe(201);
    expect((await sent({ name: 'Own', filters: {} })).status).toBe(403);
    await lead.ask('PATCH', `/api/views/${id}`, { shared: false });
    expect((await ada.own()).map(({ name }) => name)).toEqual(['Urgent mail']);
    const audit = await database.query<{ by: string; kind: string }>(
      "select by, kind from audit where kind like 'view.%' order by id",
    );
    expect(audit).toEqual([
      { by: 'Lin', kind: 'view.changed' },
      { by: 'Set-up', kind: 'view.shared' },
      { by: 'Lin', kind: 'view.changed' },
    ]);
  });

  test('has a name of its own, and filters that the list takes', async () => {
    await ada.keep({ name: 'Printers', filters: {} });
    expect(await ada.keep({ name: 'printers', filters: {} })).toMatchObject({
      ...{ status: 409, body: { code: 'view-exists' } },
    });
    // Another's name, or everybody's, is no matter.
    expect((await grace.keep({ name: 'Printers', filters: {} })).status).toBe(201);
    await ada.keep({ name: 'Scans', filters: {} });
    const scans = (await ada.own()).find(({ name }) => name === 'Scans');
    expect((await ada.ask('PATCH', `/api/views/${scans?.id}`, { name: 'PRINTERS' })).body.code).toBe('view-exists');
    for (const [path, filters] of [
      ['filters.status.0', { status: 'open' }],
      ['filters.from', { from: 'yesterday' }],
      ['filters', { page: '2' }],
    ] as const)
      expect((await ada.keep({ name: 'x', filters })).body.errors?.map((error) => error.path)).toEqual([path]);
    for (let number = 3; number <= 30; number++)
      expect((await ada.keep({ name: `View ${number}`, filters: {} })).status).toBe(201);
    expect((await ada.keep({ name: 'One too many', filters: {} })).body.code).toBe('request-invalid');
  });
});

test('all views are counted by one request, and each for who asks', async () => {
  await logCall(log, { call: { department: 'IT', status: 'waiting', assignee: 'Ada' } });
  await logCall(log, { call: { department: 'HR', priority: 'P1' } });
  await logCall(log, { call: { department: 'IT', status: 'closed' } });
  await lead.keep({ name: 'Of HR', filters: { department: 'HR' }, shared: true });
  await ada.keep({ name: 'Done', filters: { status: 'resolved,closed', sort: '-updatedAt' } });
  const counts = async (of: Agent) => Object.fromEntries((await of.views()).map(({ name, count }) => [name, count]));
  expect(await counts(ada)).toEqual({
    ...{ Open: 1, Mine: 1, Unassigned: 0, Late: 0, Urgent: 0, Waiting: 1, 'All calls': 2 },
    ...{ 'Of HR': 0, Done: 1 },
  });
  const insider = await agent('Ines', 'agent', ['HR']);
  expect(await counts(insider)).toEqual({
    ...{ Open: 2, Mine: 0, Unassigned: 1, Late: 0, Urgent: 1, Waiting: 1, 'All calls': 3 },
    'Of HR': 1,
  });
});
