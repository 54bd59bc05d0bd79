import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deskToken,
  logCall,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { announceCalls, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';

const logger = quietLogger();
const lifecycle = createLifecycle(logger);
let database: TestDatabase;
let log: Log;
let home: string;
let port: number;
let token: string;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-stream-'));
  log = openLog({ url: database.url, connections: 4 }, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({ database: { url: database.url }, redis: { url: testServices().redisUrl } });
  await deskRole.start({ config, home, logger, lifecycle, http });
  port = await http.listen('127.0.0.1', 0);
  token = await deskToken(database.url);
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** A reader of the stream that counts what it has read, once it has been let in. */
async function watch(): Promise<{ socket: Socket; count: (word: string) => number }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(`GET /api/stream HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  while (!text.includes('retry:')) await once(socket, 'data');
  return { socket, count: (word) => text.split(word).length - 1 };
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !what(); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error('it did not happen within ten seconds');
}

test('a reader that does not read is let go, and the others hear everything', async () => {
  const good = await watch();
  const stuck = await watch();
  const gone = once(stuck.socket, 'close');
  stuck.socket.pause();
  // More than the sockets of both sides hold by themselves, and the megabyte that the desk grants.
  const title = 'x'.repeat(200_000);
  for (let n = 0; n < 100; n++) await logCall(log, { call: { title }, contacts: [{ contact: someContact() }] });
  await until(() => good.count('event: call.created') === 100);
  stuck.socket.resume();
  await gone;
  expect(stuck.count('event: call.created')).toBeLessThan(100);
  good.socket.destroy();
});

test('calls that change a thousand at once are told as a resync', async () => {
  const reader = await watch();
  const updated = Array.from({ length: 1_000 }, () => randomUUID());
  await log.db.transaction().execute((trx) => announceCalls(trx, { created: [], updated }));
  await until(() => reader.count('event: resync') >= 1);
  expect(reader.count('event: call.updated')).toBe(0);
  reader.socket.destroy();
});

test('a stop ends the streams', async () => {
  const { socket } = await watch();
  const closed = once(socket, 'close');
  const startedAt = Date.now();
  await lifecycle.stop('test');
  await closed;
  expect(Date.now() - startedAt).toBeLessThan(3_500);
});
