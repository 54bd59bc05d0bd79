import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OAuth } from '@callbook/contracts';
import {
  type AuthorizationServer,
  type Dovecot,
  startAuthorizationServer,
  startDovecot,
  startLine,
} from '@callbook/peers';
import { createLogger } from '@callbook/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { KEYWORD, numbered, openReading, pause, type Reading, until } from './reading.ts';

/** A Dovecot that asks the authorization server about every token, a mailbox of its user, and a log of all that is said. */
let server: AuthorizationServer;
let dovecot: Dovecot;
let reading: Reading;
let home: string;
beforeEach(async () => {
  server = await startAuthorizationServer('desk');
  dovecot = await startDovecot({ introspectionUrl: server.introspectionUrl });
  home = await mkdtemp(join(tmpdir(), 'oauth-'));
  reading = await openReading(dovecot, { user: 'desk', logger: createLogger('test', 'trace', join(home, 'log')) });
  reading.intake.recordAtOnce();
});
afterEach(async () => {
  await reading.end();
  await dovecot.stop();
  await server.stop();
  const said = await readFile(join(home, 'log'), 'utf8');
  for (const secret of [...server.secrets(), dovecot.password]) expect(said).not.toContain(secret);
  await rm(home, { recursive: true });
});

const oauth = (): OAuth => {
  const { tokenUrl, clientId, clientSecret } = server;
  return { tokenUrl, clientId, clientSecret, refreshToken: server.refreshToken() };
};
/** As a provider does when a token ends. */
async function endSessions(): Promise<void> {
  await dovecot.kill();
  await dovecot.restart();
}

const isRead = (mails: number) => until(async () => (await reading.count(KEYWORD)) === mails);

test('a mailbox is read with an access token, by OAUTHBEARER and by XOAUTH2', async () => {
  await dovecot.deliver('desk', numbered(1));
  reading.enter({ oauth: oauth(), password: undefined });
  await isRead(1);
  await reading.leave();

  const line = await startLine(dovecot.port, { change: (text) => text.replaceAll('AUTH=OAUTHBEARER', '') });
  await dovecot.deliver('desk', numbered(2));
  reading.enter({ oauth: { ...oauth(), refreshToken: undefined }, password: undefined, port: line.port });
  await isRead(2);
  await reading.leave();
  await line.stop();
});

test('a connection is made anew before its token ends, and nothing is noticed of it', async () => {
  server.lifetime = 3;
  server.rotates = true;
  const watch = reading.enter({ oauth: oauth() });
  for (let mails = 1; mails <= 8; mails++) {
    await dovecot.deliver('desk', numbered(mails));
    await pause(800);
    expect(watch.trouble()).toBeUndefined();
  }
  await isRead(8);
  expect(server.grants()).toBeGreaterThan(2);
  expect(server.grants()).toBeLessThan(12);
});

test('a token that is revoked in mid-session is replaced by another', async () => {
  reading.enter({ oauth: oauth() });
  await dovecot.deliver('desk', numbered(1));
  await isRead(1);
  server.revoke('access-tokens');
  await endSessions();
  await dovecot.deliver('desk', numbered(2));
  await isRead(2);
  expect(server.grants()).toBe(2);
});

test('consent that was withdrawn is said to a person, and the endpoint is left in peace', async () => {
  const watch = reading.enter({ oauth: oauth() });
  await dovecot.deliver('desk', numbered(1));
  await isRead(1);
  server.revoke('everything');
  await endSessions();
  await until(() => watch.trouble()?.code === 'email-token');
  const asked = server.asked.length;
  await pause(5_000);
  expect(server.asked).toHaveLength(asked);
});

test('an endpoint that asks for patience gets it, and then the mailbox is read', async () => {
  server.refusals.push({ status: 429, retryAfter: 4 });
  await dovecot.deliver('desk', numbered(1));
  const watch = reading.enter({ oauth: oauth() });
  await until(() => watch.trouble() !== undefined);
  expect(watch.trouble()?.code).toBe('email-connection');
  await isRead(1);
  const [first = 0, second = 0] = server.asked;
  expect(second - first).toBeGreaterThanOrEqual(4_000);
});

test('a token of somebody else is refused as a login, and not tried again and again', async () => {
  const watch = reading.enter({ oauth: oauth(), user: 'somebody' });
  await until(() => watch.trouble()?.code === 'email-login');
  expect(watch.trouble()?.message).toContain(server.clientId);
  await pause(3_000);
  expect(server.asked).toHaveLength(1);
});
