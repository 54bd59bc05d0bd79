import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deskFetch,
  deskToken,
  logCall,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';
import { CallSchema, ProblemSchema, pageOf } from '../src/schemas.ts';
import { KnownErrorSchema, ListedTaskSchema } from '../src/working/schemas.ts';

let database: TestDatabase;
let log: Log;
let home: string;
let lifecycle: Lifecycle;
let origin: string;

beforeAll(async () => {
  const logger = quietLogger();
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, logger);
  home = mkdtempSync(join(tmpdir(), 'desk-'));
  lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    database: { url: database.url },
    redis: { url: testServices().redisUrl },
    email: { accounts: [{ name: 'helpdesk', address: 'helpdesk@example.org', smtp: { host: 'smtp.example.org' } }] },
    departments: [
      { name: 'IT', aliases: ['computers'] },
      { name: 'HR', serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 09:00-12:00'] } },
      { name: 'Facilities' },
    ],
    services: [
      { name: 'Payslips', department: 'HR' },
      { name: 'New colleague', department: 'HR', tasks: [{ department: 'IT', title: 'A laptop' }] },
    ],
    priorities: { P1: { respondMinutes: 30, resolveMinutes: 120 }, P3: { resolveMinutes: 600 } },
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

const by = 'Grace';
const tokens = new Map<string, Promise<string>>();
/** Asks as whoever the body names by `by`. */
async function ask(
  method: string,
  path: string,
  given?: { readonly by?: string; readonly [name: string]: unknown },
  headers: Record<string, string> = {},
) {
  const { by: name = 'Ada', ...body } = given ?? {};
  const token = tokens.get(name) ?? deskToken(database.url, { name });
  tokens.set(name, token);
  const response = await deskFetch(origin, await token)(path, {
    method,
    ...(given && { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, etag: response.headers.get('etag'), body: await response.json() };
}
const call = async (...request: Parameters<typeof ask>) => CallSchema.parse((await ask(...request)).body);
const problem = async (...request: Parameters<typeof ask>) => ProblemSchema.parse((await ask(...request)).body);
const someCall = (parts: Parameters<typeof logCall>[1] = {}) =>
  logCall(log, {
    contacts: [{ contact: someContact({ from: { email: 'ada@example.org' } }) }],
    ...parts,
    call: { receivedAt: '2026-11-02T08:00:00.000Z', ...parts.call },
  });
const patch = (reference: string, change: object) => call('PATCH', `/api/calls/${reference}`, { ...change, by });

describe('a call that is classified anew', () => {
  test('has the priority of the matrix and the targets of its department, and says what they were', async () => {
    const { reference } = await someCall();
    const changed = await patch(reference, { department: 'hr', impact: 'high', urgency: 'high', why: 'payday' });
    expect(changed).toMatchObject({
      ...{ department: 'HR', priority: 'P1', routedBy: 'person', why: 'payday' },
      // Nine in Berlin is eight by UTC: the clock begins when it came.
      ...{ respondBy: '2026-11-02T08:30:00.000Z', resolveBy: '2026-11-02T10:00:00.000Z' },
    });
    expect(changed.history.at(-1)).toMatchObject({
      ...{ by, kind: 'call.reclassified' },
      detail: {
        why: 'payday',
        changes: {
          department: { before: null, after: 'HR' },
          priority: { before: 'P3', after: 'P1' },
          respondBy: { before: null, after: '2026-11-02T08:30:00.000Z' },
        },
      },
    });
  });

  test('by its service goes to the department of that', async () => {
    const { reference } = await someCall();
    expect(await patch(reference, { service: 'payslips' })).toMatchObject({ service: 'Payslips', department: 'HR' });
    expect(await patch(reference, { department: null, service: null })).not.toHaveProperty('department');
  });

  test.each([
    ['department', { department: 'Sales' }],
    ['service', { service: 'Cars' }],
  ])('is refused a %s that there is not', async (path, change) => {
    const { reference } = await someCall();
    const { code, errors } = await problem('PATCH', `/api/calls/${reference}`, { ...change, by });
    expect([code, errors?.map((error) => error.path)]).toEqual(['request-invalid', [path]]);
  });
});

describe('the clock of a call', () => {
  test('stands still while it waits for the requester, and goes on with what was left', async () => {
    const { id, reference } = await someCall({ call: { department: 'IT' } });
    const waiting = await patch(reference, { status: 'waiting', urgency: 'low' });
    expect(waiting).toMatchObject({ status: 'waiting', waitingSince: expect.any(String) });
    // As if it had waited from nine to eleven on the day on which it came.
    await database.query("update calls set waiting_since = '2026-11-02T09:00:00Z' where id = $1", [id]);
    await patch(reference, { status: 'in-progress', urgency: 'medium' });
    await database.query(
      `update calls set waits = '[{"from":"2026-11-02T09:00:00Z","until":"2026-11-02T11:00:00Z"}]' where id = $1`,
      [id],
    );
    const on = await patch(reference, { impact: 'high', urgency: 'low' });
    expect(on).not.toHaveProperty('waitingSince');
    expect([on.priority, on.resolveBy]).toEqual(['P3', '2026-11-02T20:00:00.000Z']);
  });

  test('goes on at the time until which it waits', async () => {
    const { reference } = await someCall();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const waiting = await patch(reference, { status: 'waiting', waitingUntil: until });
    expect(waiting).toMatchObject({ waitingUntil: until, history: expect.any(Array) });
    expect(waiting.history.at(-1)?.detail).toEqual({ status: 'waiting', before: 'new', until });
    const { errors } = await problem('PATCH', `/api/calls/${reference}`, { status: 'new', waitingUntil: until, by });
    expect(errors).toEqual([{ path: 'waitingUntil', message: 'only with status waiting' }]);
  });
});

describe('two agents', () => {
  test('do not overwrite each other: the second gets the call as it stands', async () => {
    const { reference } = await someCall();
    const seen = await ask('GET', `/api/calls/${reference}`);
    expect(seen.etag).toBe('"1"');
    const first = await ask('PATCH', `/api/calls/${reference}`, { assignee: 'Ada', by: 'Ada', version: 1 });
    expect([first.status, first.etag]).toEqual([200, '"2"']);
    for (const [body, headers] of [
      [{ assignee: 'Grace', by, version: 1 }, {}],
      [{ assignee: 'Grace', by }, { 'if-match': '"1"' }],
    ] as const) {
      const second = await ask('PATCH', `/api/calls/${reference}`, body, headers);
      expect(second.status).toBe(409);
      const { code, current } = ProblemSchema.parse(second.body);
      expect([code, current?.assignee, current?.version]).toEqual(['call-changed', 'Ada', 2]);
    }
    const answer = { text: 'Hello', by, version: 1 };
    expect((await problem('POST', `/api/calls/${reference}/replies`, answer)).code).toBe('call-changed');
    expect(await call('PATCH', `/api/calls/${reference}`, { assignee: null, by }, { 'if-match': '"2"' })).toMatchObject(
      {
        version: 3,
      },
    );
  });

  test('who change it at the same moment: one of them does', async () => {
    const { reference } = await someCall();
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        ask('PATCH', `/api/calls/${reference}`, { assignee: `agent ${at}`, by: `agent ${at}`, version: 1 }),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    const { history, assignee } = await call('GET', `/api/calls/${reference}`);
    const assigned = history.filter(({ kind }) => kind === 'call.assigned');
    expect(assigned.map(({ detail }) => detail.assignee)).toEqual([assignee]);
  });

  test('do not disturb each other where a requester only adds something', async () => {
    const { id, reference } = await someCall();
    await database.query('update calls set updated_at = now() where id = $1', [id]);
    expect(await patch(reference, { assignee: 'Ada', version: 1 })).toMatchObject({ version: 2 });
  });
});

describe('a call that three departments work on', () => {
  test('is resolved when the last task is done, and not before', async () => {
    const { reference } = await someCall();
    for (const department of ['IT', 'HR', 'facilities'])
      await call('POST', `/api/calls/${reference}/tasks`, { department, title: `Welcome, by ${department}`, by });
    const { tasks } = await call('GET', `/api/calls/${reference}`);
    expect(tasks.map(({ department, status }) => [department, status])).toEqual([
      ...[
        ['IT', 'open'],
        ['HR', 'open'],
        ['Facilities', 'open'],
      ],
    ]);
    expect((await problem('PATCH', `/api/calls/${reference}`, { status: 'resolved', by })).code).toBe('tasks-open');
    const finish = (at: number, status = 'done') =>
      call('PATCH', `/api/calls/${reference}/tasks/${tasks[at]?.id}`, { status, by: `agent ${at}` });
    expect((await finish(0)).status).toBe('new');
    expect((await finish(1, 'cancelled')).status).toBe('new');
    const done = await finish(2);
    expect(done).toMatchObject({ status: 'resolved', resolvedAt: expect.any(String) });
    expect(done.history.at(-1)).toMatchObject({ by: 'agent 2', detail: { why: 'its last task is done' } });

    const again = await finish(0, 'open');
    expect(again).toMatchObject({ status: 'in-progress' });
    expect(again).not.toHaveProperty('resolvedAt');
  });

  test('is resolved once when the last two are done at the same moment', async () => {
    const { reference } = await someCall();
    for (const department of ['IT', 'HR'])
      await call('POST', `/api/calls/${reference}/tasks`, { department, title: 'Half of it', by });
    const { tasks } = await call('GET', `/api/calls/${reference}`);
    await Promise.all(
      tasks.map(({ id }) => call('PATCH', `/api/calls/${reference}/tasks/${id}`, { status: 'done', by })),
    );
    const { status, history } = await call('GET', `/api/calls/${reference}`);
    expect(status).toBe('resolved');
    expect(history.filter(({ detail }) => detail.status === 'resolved')).toHaveLength(1);
  });

  test('has them from its service, once, when an agent gives it that', async () => {
    const { reference } = await someCall();
    await patch(reference, { service: 'New colleague' });
    const { tasks, history } = await patch(reference, { service: 'New colleague', urgency: 'high' });
    expect(tasks).toMatchObject([{ department: 'IT', title: 'A laptop', status: 'open', createdBy: by }]);
    expect(history.map(({ kind }) => kind)).toContain('task.opened');
  });

  test('shows each department its tasks, oldest first, page by page', async () => {
    const { reference } = await someCall({ call: { title: 'Doors' } });
    for (const title of ['one', 'two', 'three'])
      await call('POST', `/api/calls/${reference}/tasks`, { department: 'Facilities', title, assignee: 'Eve', by });
    const page = pageOf(ListedTaskSchema);
    const path = '/api/tasks?department=Facilities&status=open&assignee=Eve&limit=2';
    const first = page.parse((await ask('GET', path)).body);
    expect(first.items).toMatchObject([
      { title: 'one', reference, callTitle: 'Doors' },
      { title: 'two', reference },
    ]);
    const second = page.parse((await ask('GET', `${path}&cursor=${first.nextCursor}`)).body);
    expect(second).toMatchObject({ items: [{ title: 'three' }] });
    expect(second.nextCursor).toBeUndefined();
  });
});

describe('what agents leave on a call', () => {
  test('notes, links, watchers: each with its name, twice is once', async () => {
    const [one, other] = [await someCall(), await someCall({ call: { title: 'The cause' } })];
    const path = `/api/calls/${one.reference}`;
    const noted = await ask('POST', `${path}/notes`, { text: 'Rang the supplier.', by });
    expect([noted.status, CallSchema.parse(noted.body).history.at(-1)]).toMatchObject([
      201,
      { by, kind: 'note.written', detail: { text: 'Rang the supplier.' } },
    ]);
    for (const _ of [1, 2]) {
      await call('POST', `${path}/links`, { reference: other.reference, kind: 'caused-by', by });
      await call('POST', `${path}/watchers`, { watcher: 'boss@example.org', by });
    }
    const linked = await call('GET', path);
    expect(linked.links).toEqual([
      { kind: 'caused-by', direction: 'to', reference: other.reference, title: 'The cause', status: 'new' },
    ]);
    expect(linked.watchers).toEqual(['boss@example.org']);
    expect(linked.history.map(({ kind }) => kind).slice(-3)).toEqual(['note.written', 'call.linked', 'watcher.added']);
    expect((await call('GET', `/api/calls/${other.reference}`)).links).toMatchObject([{ direction: 'from' }]);

    await call('DELETE', `/api/calls/${other.reference}/links/${one.reference}`);
    const bare = await call('DELETE', `${path}/watchers/${encodeURIComponent('boss@example.org')}`);
    expect([bare.links, bare.watchers, bare.history.at(-1)?.by]).toEqual([[], [], 'Ada']);
    expect((await problem('POST', `${path}/links`, { reference: one.reference, by })).code).toBe('request-invalid');
  });

  test('an article is written, linked, sent, and changed by one at a time', async () => {
    const { id, reference } = await someCall();
    const text = 'Switch the printer off and on.';
    const written = await ask('POST', '/api/known-errors', { title: 'Printer 4 jams', text, department: 'it', by });
    const article = KnownErrorSchema.parse(written.body);
    expect([written.status, article]).toMatchObject([201, { department: 'IT', status: 'open', version: 1, calls: 0 }]);
    const reply = await ask('POST', `/api/calls/${reference}/replies`, {
      ...{ text: 'This is known:', knownError: article.id, status: 'waiting', by },
    });
    expect(reply.status).toBe(202);
    expect(await database.query('select message from outbox where call_id = $1', [id])).toEqual([
      { message: { text: `This is known:\n\n${text}`, by } },
    ]);
    expect(await call('GET', `/api/calls/${reference}`)).toMatchObject({
      status: 'waiting',
      knownErrors: [{ id: article.id, title: 'Printer 4 jams', status: 'open' }],
    });
    const path = `/api/known-errors/${article.id}`;
    expect((await ask('PATCH', path, { status: 'solved', version: 1, by })).body).toMatchObject({
      version: 2,
      calls: 1,
    });
    expect((await problem('PATCH', path, { title: 'x', version: 1, by })).code).toBe('call-changed');
    const found = pageOf(KnownErrorSchema).parse((await ask('GET', '/api/known-errors?q=JAMS&status=solved')).body);
    expect(found.items.map((one) => one.id)).toEqual([article.id]);
    const off = await call('DELETE', `/api/calls/${reference}/known-errors/${article.id}`);
    expect(off.knownErrors).toEqual([]);
    expect((await problem('GET', '/api/known-errors/none')).code).toBe('known-error-unknown');
  });

  test('what was done: the requester gets it once, by mail too', async () => {
    const { id, reference } = await someCall();
    const resolution = 'The lamp was changed.';
    expect(await patch(reference, { status: 'resolved', resolution })).toMatchObject({
      status: 'resolved',
      resolution,
    });
    await patch(reference, { status: 'resolved' });
    expect(await database.query('select kind, recipient, message from outbox where call_id = $1', [id])).toEqual([
      { kind: 'status', recipient: 'ada@example.org', message: { status: 'resolved', text: resolution, by } },
    ]);
    expect(await patch(reference, { status: 'in-progress' })).not.toHaveProperty('resolution');
  });
});
