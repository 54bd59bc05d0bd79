import { memoryIntake } from '@callbook/checks';
import { type AuthorizationServer, startAuthorizationServer } from '@callbook/peers';
import { createLogger } from '@callbook/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openTokens, type Tokens } from '../src/oauth/tokens.ts';

let server: AuthorizationServer;
let cursor: ReturnType<typeof memoryIntake>['cursor'];
let now: number;
beforeEach(async () => {
  server = await startAuthorizationServer('desk');
  ({ cursor } = memoryIntake());
  now = Date.now();
});
afterEach(() => server.stop());

function tokens(changes: { refreshToken?: string | undefined; clientSecret?: string } = {}): Tokens {
  const { tokenUrl, clientId, clientSecret } = server;
  const refreshToken = 'refreshToken' in changes ? changes.refreshToken : server.refreshToken();
  const oauth = { tokenUrl, clientId, clientSecret, ...changes, ...(refreshToken && { refreshToken }) };
  if (!refreshToken) delete oauth.refreshToken;
  return openTokens(oauth, { account: 'desk', cursor, logger: createLogger('test', 'silent'), now: () => now });
}

const MINUTE = 60_000;

test('a token is used until five minutes are left of it, and then renewed', async () => {
  const source = tokens();
  const first = await source.current();
  now += 54 * MINUTE;
  expect(await source.current()).toBe(first);
  now += 2 * MINUTE;
  const second = await source.current();
  expect(second.value).not.toBe(first.value);
  expect(server.grants()).toBe(2);
});

test('folders that want a token at the same time share one question', async () => {
  const source = tokens();
  const given = await Promise.all(Array.from({ length: 10 }, () => source.current()));
  expect(new Set(given).size).toBe(1);
  expect(server.asked).toHaveLength(1);
});

test('without a refresh token the client asks in its own name', async () => {
  await tokens({ refreshToken: undefined }).current();
  expect(server.grants()).toBe(1);
});

test('a token that the mailbox does not take is not given out again', async () => {
  const source = tokens();
  const first = await source.current();
  source.spoilt(first);
  expect((await source.current()).value).not.toBe(first.value);
});

describe('a refresh token that is good only once', () => {
  test('is replaced by the one that came for it, also after a restart', async () => {
    server.rotates = true;
    const configured = server.refreshToken();
    await tokens({ refreshToken: configured }).current();
    await tokens({ refreshToken: configured }).current();
    await tokens({ refreshToken: configured }).current();
    expect(server.grants()).toBe(3);
    expect(server.asked).toHaveLength(3);
  });

  test('is not readable where it is kept', async () => {
    server.rotates = true;
    await tokens().current();
    const kept = JSON.stringify(cursor.get('oauth:desk'));
    for (const secret of server.secrets()) {
      expect(kept).not.toContain(secret);
      expect(Buffer.from(kept, 'base64').toString('latin1')).not.toContain(secret);
    }
  });

  test('gives way to one that is newly configured', async () => {
    server.rotates = true;
    await tokens({ refreshToken: server.refreshToken() }).current();
    const consent = server.refreshToken();
    expect(await tokens({ refreshToken: consent }).current()).toBeDefined();
    expect(server.asked).toHaveLength(2);
  });
});

describe('a refusal', () => {
  test('of what was withdrawn says what to do, and is not asked about again at once', async () => {
    const source = tokens();
    server.revoke('everything');
    await expect(source.current()).rejects.toMatchObject({
      code: 'email-token',
      message: expect.stringMatching(/invalid_grant \(The refresh token was revoked\.\).*oauth\.refreshToken/),
    });
    await expect(source.current()).rejects.toMatchObject({ code: 'email-token' });
    expect(server.asked).toHaveLength(1);
    now += MINUTE;
    await expect(source.current()).rejects.toMatchObject({ code: 'email-token' });
    expect(server.asked).toHaveLength(2);
  });

  test('of the client is one for a person, too, and holds no secret', async () => {
    const refused = tokens({ clientSecret: 'a-wrong-secret' }).current();
    await expect(refused).rejects.toMatchObject({
      code: 'email-token',
      message: expect.stringContaining('invalid_client'),
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('a-wrong-secret') });
  });
});

describe('an endpoint that is away', () => {
  test('is waited for as long as it asks', async () => {
    server.refusals.push({ status: 429, retryAfter: 120 }, { status: 503 });
    const source = tokens();
    await expect(source.current()).rejects.toMatchObject({ code: 'email-connection' });
    now += 119_000;
    await expect(source.current()).rejects.toMatchObject({ code: 'email-connection' });
    expect(server.asked).toHaveLength(1);
    now += 2_000;
    await expect(source.current()).rejects.toMatchObject({ code: 'email-connection' });
    expect(server.asked).toHaveLength(2);
    now += 3_000;
    expect(await source.current()).toBeDefined();
  });

  test('does not take away a token that is still good', async () => {
    const source = tokens();
    const first = await source.current();
    now += 57 * MINUTE;
    server.refusals.push({ status: 500 });
    expect(await source.current()).toBe(first);
    now += 4 * MINUTE;
    expect((await source.current()).value).not.toBe(first.value);
  });

  test('although it says so with a status of the client', async () => {
    server.refusals.push({ status: 400, error: 'temporarily_unavailable' });
    await expect(tokens().current()).rejects.toMatchObject({ code: 'email-connection' });
  });

  test('may be a machine that is not there', async () => {
    const source = tokens();
    await server.stop();
    await expect(source.current()).rejects.toMatchObject({
      code: 'email-connection',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
