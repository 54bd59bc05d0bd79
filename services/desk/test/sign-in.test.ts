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
import { ConfigSchema, Permission, type Role } from '@callbook/contracts';
import { changeAgent, findAgentByEmail, type Log, makeInvitation, openLog } from '@callbook/log';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';
import type { Operation } from '../src/operation.ts';
import { operations } from '../src/operations.ts';

const PASSWORD = 'a long enough password';
let database: TestDatabase;
let log: Log;
let home: string;
const lives: Lifecycle[] = [];
let origin: string;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-sign-in-'));
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
  origin = await startDesk({});
});
afterAll(async () => {
  for (const life of lives) await life.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function startDesk(desk: object): Promise<string> {
  const logger = quietLogger();
  const lifecycle = createLifecycle(logger);
  lives.push(lifecycle);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({ database: { url: database.url }, redis: { url: testServices().redisUrl }, desk });
  await deskRole.start({ config, home: join(home, String(lives.length)), logger, lifecycle, http });
  return `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
}

type Body = { code?: string; items?: { id: string; current: boolean }[]; path?: string; permissions?: string[] };

/** A browser as far as this needs one: it keeps the cookie that it was given. */
function browser(at = origin) {
  let cookie = '';
  return {
    get cookie() {
      return cookie;
    },
    async ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
      const response = await fetch(at + path, {
        ...{ method, redirect: 'manual' },
        headers: { cookie, origin: at, ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      const set = response.headers.getSetCookie().find((one) => one.includes('session_token'));
      if (set) cookie = set.split(';')[0] ?? '';
      const text = await response.text();
      const json = response.headers.get('content-type')?.includes('json');
      return { status: response.status, set, headers: response.headers, body: (json ? JSON.parse(text) : {}) as Body };
    },
  };
}

async function invitation(given: { role: Role; email?: string; expiresAt?: Date; departments?: string[] }) {
  const made = { id: v7(), by: 'a test', at: new Date(), ...given };
  return log.db.transaction().execute((trx) => makeInvitation(trx, made));
}

async function newAgent(role: Role, email: string, at = origin) {
  const agent = browser(at);
  const secret = await invitation({ role });
  const answer = await agent.ask('POST', '/api/invitations/accept', { secret, name: email, email, password: PASSWORD });
  expect(answer.status).toBe(200);
  return agent;
}

/** Each path of the API with something in its places. */
const paths = (Object.values(operations) as Operation[]).map(({ path, method = 'get', needs }) => ({
  ...{ path: path.replace('{reference}', 'CB-10008').replace(/\{\w+\}/g, v7()), method: method.toUpperCase(), needs },
}));
const guarded = paths
  .filter(({ needs }) => needs !== 'nobody')
  .map((one) => [one.method, one.path, one.needs] as const);

const tokens = new Map<string, Promise<string>>();
/** A token for everything but this. */
function tokenWithout(needs: string): Promise<string> {
  const scopes = Permission.options.filter((scope) => scope !== needs);
  const made = tokens.get(needs) ?? deskToken(database.url, { scopes });
  tokens.set(needs, made);
  return made;
}

describe('nobody is let in', () => {
  test.each(guarded)('to %s %s without a session or a token', async (method, path) => {
    expect(await browser().ask(method, path)).toMatchObject({ status: 401, body: { code: 'sign-in-required' } });
    const stranger = deskFetch(origin, 'cbt_made-up');
    expect((await stranger(path, { method })).status).toBe(401);
  });

  test.each(guarded.filter(([, , needs]) => needs !== 'somebody'))(
    'to %s %s with a token that lacks the scope',
    async (method, path, needs) => {
      const program = deskFetch(origin, await tokenWithout(needs));
      expect(await (await program(path, { method })).json()).toMatchObject({ code: 'not-permitted' });
    },
  );

  test('to a page, but is led to where one signs in, and from there back', async () => {
    const page = await browser().ask('GET', '/?status=new');
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?to=%2F%3Fstatus%3Dnew']);
    const signIn = await browser().ask('GET', '/sign-in');
    expect(signIn.status).toBe(200);
    expect(signIn.headers.get('content-security-policy')).not.toContain('unsafe');
  });
});

describe('an invitation', () => {
  test('makes somebody an agent once, and signs them in', async () => {
    const secret = await invitation({ role: 'lead', departments: ['HR'] });
    const given = { secret, name: 'Ada', email: 'Ada@Example.org', password: PASSWORD };
    const ada = browser();
    expect((await ada.ask('POST', '/api/invitations/accept', given)).body).toMatchObject({
      ...{ name: 'Ada', permissions: ['read', 'work', 'oversee'], departments: ['HR'] },
      agent: { email: 'ada@example.org', role: 'lead' },
    });
    expect((await ada.ask('GET', '/api/session')).body).toMatchObject({ name: 'Ada', agent: { role: 'lead' } });
    const again = { ...given, email: 'eve@example.org' };
    expect((await browser().ask('POST', '/api/invitations/accept', again)).body.code).toBe('link-invalid');
    expect(await findAgentByEmail(log.db, 'eve@example.org')).toBeUndefined();
  });

  test('for nobody in particular takes over nobody', async () => {
    await newAgent('admin', 'grace@example.org');
    const given = { name: 'Eve', email: 'grace@example.org', password: 'another long password' };
    const secret = await invitation({ role: 'agent' });
    expect((await browser().ask('POST', '/api/invitations/accept', { ...given, secret })).body.code).toBe(
      'link-invalid',
    );
    expect((await browser().ask('POST', '/api/session', { email: given.email, password: PASSWORD })).status).toBe(200);
  });

  test('for an agent gives them another password, and ends the sessions that they had', async () => {
    const old = await newAgent('admin', 'lise@example.org');
    const email = 'lise@example.org';
    const secret = await invitation({ role: 'admin', email });
    const password = 'quite another password';
    const fresh = browser();
    expect((await fresh.ask('POST', '/api/invitations/accept', { secret, name: 'Lise', email, password })).status).toBe(
      200,
    );
    expect((await old.ask('GET', '/api/session')).status).toBe(401);
    expect((await fresh.ask('GET', '/api/session')).status).toBe(200);
    expect((await browser().ask('POST', '/api/session', { email, password: PASSWORD })).status).toBe(401);
  });

  test('that is too old, or for another address, is refused; and so is a password that is too short', async () => {
    const accept = (secret: string, password = PASSWORD) =>
      browser().ask('POST', '/api/invitations/accept', { secret, name: 'x', email: 'x@example.org', password });
    const late = await invitation({ role: 'agent', expiresAt: new Date(Date.now() - 1) });
    const other = await invitation({ role: 'agent', email: 'y@example.org' });
    const good = await invitation({ role: 'agent' });
    expect((await accept(late)).body.code).toBe('link-invalid');
    expect((await accept(other)).body.code).toBe('link-invalid');
    expect((await accept(good, 'too short')).body.code).toBe('request-invalid');
    expect((await accept(good)).status).toBe(200);
  });
});

describe('a session', () => {
  test('is kept by a cookie that no script reads, no other site sends, and signing out ends it', async () => {
    const agent = await newAgent('agent', 'kay@example.org');
    const { set } = await agent.ask('POST', '/api/session', { email: 'kay@example.org', password: PASSWORD });
    expect(set).toMatch(/^callbook\.session_token=[^;]{40,}; .*Path=\/; HttpOnly; SameSite=Lax/);
    expect(set).not.toMatch(/Domain|Secure/);
    const { cookie } = agent;
    expect((await agent.ask('DELETE', '/api/session')).status).toBe(204);
    expect((await browser().ask('GET', '/api/session', undefined, { cookie })).status).toBe(401);
  });

  test('where people reach the desk by https is bound to this host and to TLS', async () => {
    const secure = await startDesk({ url: 'https://desk.example.org' });
    const headers = { origin: 'https://desk.example.org' };
    await newAgent('agent', 'tim@example.org');
    const { set } = await browser(secure).ask(
      ...['POST', '/api/session', { email: 'tim@example.org', password: PASSWORD }, headers],
    );
    expect(set).toMatch(/^__Host-callbook\.session_token=.*; Path=\/; HttpOnly; Secure; SameSite=Lax/);
  });

  test('is listed where else it is, and ended from there', async () => {
    const here = await newAgent('agent', 'joan@example.org');
    const there = browser();
    await there.ask('POST', '/api/session', { email: 'joan@example.org', password: PASSWORD });
    const { items = [] } = (await here.ask('GET', '/api/sessions')).body;
    expect(items.map(({ current }) => current)).toEqual([false, true]);
    const [other] = items;
    const stranger = await newAgent('agent', 'mallory@example.org');
    expect((await stranger.ask('DELETE', `/api/sessions/${other?.id}`)).body.code).toBe('session-unknown');
    expect((await here.ask('DELETE', `/api/sessions/${other?.id}`)).status).toBe(204);
    expect((await there.ask('GET', '/api/session')).status).toBe(401);
    expect((await here.ask('GET', '/api/session')).status).toBe(200);
  });

  test('lets no page of another site do anything', async () => {
    const agent = await newAgent('admin', 'barbara@example.org');
    const body = { role: 'admin' };
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }])
      expect((await agent.ask('POST', '/api/invitations', body, headers)).body.code).toBe('origin-foreign');
    expect((await agent.ask('POST', '/api/invitations', body)).status).toBe(201);
    const login = { email: 'barbara@example.org', password: PASSWORD };
    const foreign = await browser().ask('POST', '/api/session', login, { origin: 'https://evil.example' });
    expect(foreign.body.code).toBe('origin-foreign');
  });

  test('of somebody who may no longer come is over at once', async () => {
    const agent = await newAgent('agent', 'gone@example.org');
    const admin = await newAgent('admin', 'boss@example.org');
    const { id = '' } = (await findAgentByEmail(log.db, 'gone@example.org')) ?? {};
    expect((await agent.ask('PATCH', `/api/agents/${id}`, { role: 'admin' })).body.code).toBe('not-permitted');
    expect((await admin.ask('PATCH', `/api/agents/${id}`, { disabled: true })).status).toBe(200);
    expect((await agent.ask('GET', '/api/calls')).status).toBe(401);
    const again = await browser().ask('POST', '/api/session', { email: 'gone@example.org', password: PASSWORD });
    expect(again.body.code).toBe('sign-in-failed');
  });
});

test('what an agent does stands in the history under their name', async () => {
  const agent = await newAgent('agent', 'hedy@example.org');
  const { reference } = await logCall(log);
  await agent.ask('PATCH', `/api/calls/${reference}`, { status: 'in-progress' });
  const [entry] = await database.query<{ by: string }>(
    "select by from history join calls on calls.id = call_id where reference = $1 and kind = 'status.changed'",
    [reference],
  );
  expect(entry?.by).toBe('hedy@example.org');
});

test('who guesses passwords is stopped, and who is right in between is not', async () => {
  await newAgent('agent', 'rosa@example.org');
  const guess = (password: string) => browser().ask('POST', '/api/session', { email: 'rosa@example.org', password });
  for (let tries = 0; tries < 5; tries++) expect((await guess('wrong')).body.code).toBe('sign-in-failed');
  expect((await guess(PASSWORD)).status).toBe(200);
  for (let tries = 0; tries < 10; tries++) expect((await guess('wrong')).body.code).toBe('sign-in-failed');
  expect(await guess('wrong')).toMatchObject({ status: 429, body: { code: 'sign-in-throttled' } });
  expect((await guess(PASSWORD)).status).toBe(429);
  // An address that nobody has is answered in the same words.
  const nobody = await browser().ask('POST', '/api/session', { email: 'nobody@example.org', password: 'x' });
  expect(nobody.body.code).toBe('sign-in-failed');
});

test('a token is shown once, works until it is revoked, and is kept only as a hash', async () => {
  const admin = await newAgent('admin', 'root@example.org');
  const made = (await admin.ask('POST', '/api/tokens', { name: 'importer', scopes: ['read'] })).body as {
    id: string;
    secret: string;
  };
  const program = deskFetch(origin, made.secret);
  expect((await program('/api/calls')).status).toBe(200);
  expect((await program('/api/session', { method: 'DELETE' })).status).toBe(204);
  expect(JSON.stringify((await admin.ask('GET', '/api/tokens')).body)).not.toContain(made.secret);
  expect(await database.query('select from api_tokens where api_tokens::text like $1', [`%${made.secret}%`])).toEqual(
    [],
  );
  expect((await admin.ask('DELETE', `/api/tokens/${made.id}`)).status).toBe(204);
  expect((await program('/api/calls')).status).toBe(401);
});

test('the last admin cannot be lost', async () => {
  const admins = await database.query<{ id: string }>(
    "select id from agents where role = 'admin' and disabled_at is null",
  );
  const lose = (id: string) =>
    log.db.transaction().execute((trx) => changeAgent(trx, { id, by: 'a test', at: new Date(), role: 'agent' }));
  for (const { id } of admins.slice(1)) await lose(id);
  await expect(lose(admins[0]?.id ?? '')).rejects.toMatchObject({ code: 'request-invalid' });
});
