import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, type TestDatabase, testDatabase, testServices } from '@callbook/checks';
import { ConfigSchema, MINUTE, type Role } from '@callbook/contracts';
import { changeAgent, findAgentByEmail, type Log, makeAgent, makeInvitation, openLog } from '@callbook/log';
import { type IdentityProvider, type Spoiling, startIdentityProvider } from '@callbook/peers';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';

/** Signing in with the accounts of an organisation, at a certified OpenID provider. */
const PASSWORD = 'a long enough password';
let database: TestDatabase;
let log: Log;
let home: string;
let origin: string;
let provider: IdentityProvider;
const lives: Lifecycle[] = [];
const providers: IdentityProvider[] = [];

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-organisation-'));
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
  ({ origin, provider } = await startDesk());
}, 60_000);
beforeEach(() => {
  provider.state = 'well';
  provider.spoil = undefined;
});
afterAll(async () => {
  for (const life of lives) await life.stop('test');
  for (const one of providers) await one.stop();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** A desk, and a provider that sends people back to it. */
async function startDesk({ fullIdToken = false, oidc = {} } = {}) {
  const port = await unusedPort();
  const desk = `http://127.0.0.1:${port}`;
  const started = await startIdentityProvider({ redirectUri: `${desk}/api/auth/callback/oidc`, fullIdToken });
  providers.push(started);
  const { issuer, clientId, clientSecret } = started;
  const logger = quietLogger();
  const lifecycle = createLifecycle(logger);
  lives.push(lifecycle);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl } },
    departments: [{ name: 'IT' }, { name: 'HR', private: true }],
    desk: {
      url: desk,
      oidc: {
        ...{ issuer, clientId, clientSecret, name: 'North', scopes: ['profile', 'email', 'groups'] },
        roles: { admin: ['desk-admins'], lead: ['desk-leads'], agent: ['desk'], readOnly: ['desk-readers'] },
        departments: [{ claim: 'hr-desk', department: 'HR' }],
        ...oidc,
      },
    },
  });
  await deskRole.start({ config, home: join(home, String(port)), logger, lifecycle, http });
  await http.listen('127.0.0.1', port);
  return { origin: desk, provider: started };
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Landing = { readonly url: URL; readonly status: number; readonly passed: readonly string[] };

/** A browser as far as this needs one: it keeps cookies, follows where it is sent, and types a name at the provider's door. */
function browser() {
  const jar = new Map<string, Map<string, string>>();
  async function load(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookies = jar.get(url.hostname) ?? new Map<string, string>();
    jar.set(url.hostname, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(set) || value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  async function follow(from: URL, name: string): Promise<Landing> {
    let [url, init] = [from, {} as RequestInit];
    const passed: string[] = [];
    for (let hops = 0; hops < 12; hops++) {
      passed.push(url.href);
      const response = await load(url, init);
      const place = response.headers.get('location');
      init = {};
      if (place) url = new URL(place, url);
      else if (url.pathname.startsWith('/door/')) init = { method: 'POST', body: new URLSearchParams({ name }) };
      else return { url, status: response.status, passed };
    }
    throw new Error(`sent in circles: ${passed.join(' ')}`);
  }
  return {
    load,
    /** Comes with an account of the organisation, wants to go to a page, and says where they ended. */
    signIn: (name: string, to = '/figures', at = origin) =>
      follow(new URL(`/api/auth/start?to=${encodeURIComponent(to)}`, at), name),
    async ask(method: string, path: string, body?: object, at = origin) {
      const headers = { origin: at, ...(body && { 'content-type': 'application/json' }) };
      const response = await load(new URL(path, at), {
        ...{ method, headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

let count = 0;
/** Somebody with an account of the organisation. */
function person(groups: readonly string[], claims: object = {}, at = provider) {
  count += 1;
  const name = `person${count}`;
  const email = `${name}@north.example`;
  at.people.set(name, { name: `Person ${count}`, email, email_verified: true, groups, ...claims });
  return { name, email };
}

const refusalOf = ({ url }: Landing) => [url.pathname, url.searchParams.get('error'), url.searchParams.get('to')];

describe('somebody with an account of the organisation', () => {
  test.each<[Role, string[]]>([
    ['admin', ['desk', 'desk-admins']],
    ['lead', ['desk-leads', 'desk-readers']],
    ['agent', ['desk']],
    ['read-only', ['desk-readers']],
  ])('becomes a(n) %s by their groups %j, and lands where they wanted to go', async (role, groups) => {
    const { name, email } = person([...groups, 'hr-desk']);
    const visitor = browser();
    const landing = await visitor.signIn(name);
    expect([landing.url.pathname, landing.status]).toEqual(['/figures', 200]);
    const { body } = await visitor.ask('GET', '/api/session');
    expect(body).toMatchObject({ name: `Person ${count}`, departments: ['HR'], agent: { email, role } });
    const audit = await database.query<{ kind: string }>('select kind from audit where by = $1', [email]);
    expect(audit).toEqual([{ kind: 'agent.made' }]);
  });

  test('sets out with a challenge, a state and a nonce, and nothing of the provider’s is kept', async () => {
    const { name } = person(['desk']);
    const { passed } = await browser().signIn(name);
    const asked = new URL(passed.find((url) => url.startsWith(`${provider.issuer}/auth?`)) ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('scope')).toBe('openid profile email groups');
    for (const secret of ['code_challenge', 'state', 'nonce']) expect(asked.get(secret)?.length).toBeGreaterThan(20);
    expect(
      await database.query(
        'select from agent_credentials where coalesce(access_token, refresh_token, id_token) is not null',
      ),
    ).toEqual([]);
    expect(await database.query('select from agent_verifications')).toEqual([]);
  });

  test('is at each sign-in what the organisation says now', async () => {
    const { name, email } = person(['desk', 'hr-desk']);
    const visitor = browser();
    await visitor.signIn(name);
    provider.people.set(name, { name: 'Another Name', email, groups: ['desk-leads'] });
    await visitor.signIn(name);
    expect((await visitor.ask('GET', '/api/session')).body).toMatchObject({
      ...{ name: 'Another Name', departments: [], agent: { role: 'lead' } },
    });
    expect(await database.query('select from agents where email = $1', [email])).toHaveLength(1);
    provider.people.set(name, { name: 'Another Name', email, groups: [] });
    expect(refusalOf(await browser().signIn(name))).toEqual(['/sign-in', 'not-an-agent', '/']);
  });

  test('whom no group makes an agent is refused, and is nobody afterwards', async () => {
    const { name, email } = person(['canteen']);
    const visitor = browser();
    expect(refusalOf(await visitor.signIn(name))).toEqual(['/sign-in', 'not-an-agent', '/']);
    expect((await visitor.ask('GET', '/api/session')).status).toBe(401);
    expect(await findAgentByEmail(log.db, email)).toBeUndefined();
  });

  test('who may no longer come is refused, by either way', async () => {
    const { name, email } = person(['desk']);
    await browser().signIn(name);
    const { id = '' } = (await findAgentByEmail(log.db, email)) ?? {};
    await log.db.transaction().execute((trx) => changeAgent(trx, { id, by: 'a test', at: new Date(), disabled: true }));
    const visitor = browser();
    expect(refusalOf(await visitor.signIn(name))).toEqual(['/sign-in', 'disabled', '/figures']);
    expect((await visitor.ask('GET', '/api/session')).status).toBe(401);
  });

  test('who turns back at the provider is told so', async () => {
    expect(refusalOf(await browser().signIn('a wrong name'))).toEqual(['/sign-in', 'cancelled', '/figures']);
  });

  test('without an address, or without a name, is dealt with', async () => {
    const nowhere = person(['desk'], { email: undefined });
    expect(refusalOf(await browser().signIn(nowhere.name))).toEqual(['/sign-in', 'no-address', '/figures']);
    const nameless = person(['desk'], { name: undefined });
    const visitor = browser();
    await visitor.signIn(nameless.name);
    expect((await visitor.ask('GET', '/api/session')).body.name).toBe(nameless.email);
  });

  test('signs out, and has to come by the provider again', async () => {
    const { name } = person(['desk']);
    const visitor = browser();
    await visitor.signIn(name);
    expect((await visitor.ask('DELETE', '/api/session')).status).toBe(204);
    expect((await visitor.ask('GET', '/api/session')).status).toBe(401);
    const { passed } = await visitor.signIn(name);
    expect(passed.some((url) => url.startsWith(provider.issuer))).toBe(true);
  });
});

describe('an agent who was there before', () => {
  test('and was invited by their address is the one whom the organisation knows by it', async () => {
    const { name, email } = person(['desk-leads']);
    const at = new Date();
    const invitation = { id: v7(), role: 'agent' as const, email, by: 'a test', at };
    const secret = await log.db.transaction().execute((trx) => makeInvitation(trx, invitation));
    const known = browser();
    await known.ask('POST', '/api/invitations/accept', { secret, name: 'Known', email, password: PASSWORD });
    const visitor = browser();
    await visitor.signIn(name);
    const { body } = await visitor.ask('GET', '/api/session');
    expect(body.agent).toMatchObject({ email, role: 'lead' });
    expect((await known.ask('GET', '/api/session')).body.agent.id).toBe(body.agent.id);
  });

  test('and typed the address in by themselves shares no account with whoever has it', async () => {
    const { name, email } = person(['desk-admins']);
    const at = new Date();
    await log.db.transaction().execute((trx) => makeAgent(trx, { id: v7(), name: 'Eve', email, role: 'agent', at }));
    expect(refusalOf(await browser().signIn(name))).toEqual(['/sign-in', 'address-taken', '/figures']);
    expect(await findAgentByEmail(log.db, email)).toMatchObject({ name: 'Eve', role: 'agent' });
  });

  test('is not taken over by an account whose address the provider does not vouch for', async () => {
    const { name, email } = person(['desk-admins'], { email_verified: false });
    const given = { id: v7(), name: 'Ada', email, role: 'agent' as const, vouched: true, at: new Date() };
    await log.db.transaction().execute((trx) => makeAgent(trx, given));
    expect(refusalOf(await browser().signIn(name))).toEqual(['/sign-in', 'address-taken', '/figures']);
  });
});

describe('nobody is let in', () => {
  test.each<[string, Spoiling]>([
    ['of another issuer', (claims) => ({ claims: { ...claims, iss: 'https://evil.example' } })],
    ['for another audience', (claims) => ({ claims: { ...claims, aud: 'another desk' } })],
    ['for another sign-in', (claims) => ({ claims: { ...claims, nonce: 'made up' } })],
    ['without a nonce', ({ nonce: _, ...claims }) => ({ claims })],
    ['that is over', (claims) => ({ claims: { ...claims, exp: Math.floor(Date.now() / 1_000) - 60 } })],
    ['of another person', (claims) => ({ claims: { ...claims, sub: 'somebody else' } })],
    ['that another key has signed', (claims) => ({ claims, foreign: true })],
  ])('by an ID token %s', async (_, spoil) => {
    const { name, email } = person(['desk']);
    provider.spoil = spoil;
    const visitor = browser();
    expect(refusalOf(await visitor.signIn(name))).toEqual(['/sign-in', 'failed', '/figures']);
    expect((await visitor.ask('GET', '/api/session')).status).toBe(401);
    expect(await findAgentByEmail(log.db, email)).toBeUndefined();
  });

  test('by a way back that was begun in another browser, or used before', async () => {
    const { name } = person(['desk']);
    const victim = browser();
    const { passed } = await victim.signIn(name);
    const back = new URL(passed.find((url) => url.includes('/callback/oidc')) ?? '');
    for (const visitor of [browser(), victim]) {
      const answer = await visitor.load(back);
      expect(answer.headers.get('location')).toBe('/sign-in?to=%2F&error=failed');
    }
  });

  test('to an address elsewhere', async () => {
    const { name } = person(['desk']);
    const { url } = await browser().signIn(name, '//evil.example/');
    expect([url.origin, url.pathname]).toEqual([origin, '/']);
  });

  test('by a provider that calls itself something else', async () => {
    const elsewhere = provider.issuer.replace('localhost', '127.0.0.1');
    const desk = await startDesk({ oidc: { issuer: elsewhere } });
    const { name } = person(['desk'], {}, desk.provider);
    expect(refusalOf(await browser().signIn(name, '/', desk.origin))).toEqual(['/sign-in', 'failed', '/']);
  });
});

describe('a provider', () => {
  test('that is away is told of, and keeps no password waiting', async () => {
    // Away when the desk starts, too.
    const desk = await startDesk();
    desk.provider.state = 'silent';
    const email = 'local@north.example';
    const secret = await log.db
      .transaction()
      .execute((trx) => makeInvitation(trx, { id: v7(), role: 'agent', email, by: 'a test', at: new Date() }));
    const begun = performance.now();
    const local = browser();
    const given = { secret, name: 'Local', email, password: PASSWORD };
    expect((await local.ask('POST', '/api/invitations/accept', given, desk.origin)).status).toBe(200);
    expect((await local.ask('POST', '/api/session', { email, password: PASSWORD }, desk.origin)).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(8_000);

    desk.provider.state = 'gone';
    const { name } = person(['desk'], {}, desk.provider);
    expect(refusalOf(await browser().signIn(name, '/', desk.origin))).toEqual(['/sign-in', 'unreachable', '/']);
    desk.provider.state = 'well';
    const visitor = browser();
    expect((await visitor.signIn(name, '/', desk.origin)).url.pathname).toBe('/');
    desk.provider.state = 'gone';
    expect(refusalOf(await visitor.signIn(name, '/', desk.origin))).toEqual(['/sign-in', 'unreachable', '/']);
    expect((await visitor.ask('GET', '/api/session', undefined, desk.origin)).status).toBe(200);
  }, 30_000);

  test('that has another key now is followed', async () => {
    const { name } = person(['desk']);
    await browser().signIn(name);
    provider.rotateKey();
    // Its keys are asked for no more often than every half a minute.
    const { now } = Date;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => now() + MINUTE);
    try {
      expect((await browser().signIn(name)).url.pathname).toBe('/figures');
    } finally {
      later.mockRestore();
    }
  });

  test('that says everything in its ID token, and of which desk.oidc.otherwise makes everybody something', async () => {
    const desk = await startDesk({ fullIdToken: true, oidc: { otherwise: 'read-only' } });
    const visitor = browser();
    await visitor.signIn(person(['canteen'], {}, desk.provider).name, '/', desk.origin);
    expect((await visitor.ask('GET', '/api/session', undefined, desk.origin)).body.agent.role).toBe('read-only');
    const admin = browser();
    await admin.signIn(person(['desk-admins'], {}, desk.provider).name, '/', desk.origin);
    expect((await admin.ask('GET', '/api/session', undefined, desk.origin)).body.agent.role).toBe('admin');
  });
});
