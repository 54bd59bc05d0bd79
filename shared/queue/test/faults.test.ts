import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, someContact } from '@callbook/checks';
import { type Service, startRedis } from '@callbook/embedded';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { consume, type Delivered, openProducer, type QueueOptions } from '../src/index.ts';

const logger = quietLogger();
let home: string;
let redis: Service;
let options: QueueOptions;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'queue-'));
  redis = await startRedis({ directory: home, logger });
  options = { url: redis.url, prefix: 'faults', logger };
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await redis.stop();
  rmSync(home, { recursive: true });
});

function closing<T extends { close(): Promise<unknown> }>(part: T): T {
  closers.push(() => part.close());
  return part;
}

async function opened() {
  const producer = closing(openProducer(options));
  await new Promise<void>((resolve) => producer.onReady(resolve));
  return producer;
}

async function until(condition: () => boolean, milliseconds: number): Promise<number> {
  const start = Date.now();
  while (!condition()) {
    if (Date.now() - start > milliseconds) throw new Error(`not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Date.now() - start;
}

test('what a killed worker held is handed to another within fifteen seconds, and says that it comes again', async () => {
  const producer = await opened();
  await producer.send('contacts', { contacts: [someContact()] }, 'pack-1');
  const program = new URL('fixtures/hold-until-killed.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', program, options.url, options.prefix];
  const holder = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  await new Promise<void>((resolve) => holder.stdout.once('data', () => resolve()));
  holder.kill('SIGKILL');

  const seen: Delivered[] = [];
  closing(consume(options, 'contacts', async (_, delivered) => void seen.push(delivered), { concurrency: 1 }));
  expect(await until(() => seen.length > 0, 15_000)).toBeLessThan(15_000);
  expect(seen).toEqual([{ id: 'pack-1', again: true, last: false }]);
}, 40_000);

test('a worker and a sender go on after Redis was killed and has come back', async () => {
  const producer = await opened();
  const seen: string[] = [];
  closing(consume(options, 'contacts', async (_, { id }) => void seen.push(id), { concurrency: 4 }));
  await producer.send('contacts', { contacts: [someContact()] }, 'before');
  await until(() => seen.includes('before'), 5_000);

  for (let round = 1; round <= 3; round++) {
    const { port } = redis;
    process.kill(redis.pid, 'SIGKILL');
    await redis.exited;
    await expect(producer.send('contacts', { contacts: [someContact()] }, 'lost')).rejects.toMatchObject({
      code: 'queue-unavailable',
    });
    redis = await startRedis({ directory: home, logger, port });
    const id = `after-${round}`;
    for (let sent = false; !sent; ) {
      sent = await producer.send('contacts', { contacts: [someContact()] }, id).then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until(() => seen.includes(id), 20_000);
  }
}, 90_000);

test('closing does not wait for a Redis that is away', async () => {
  const consumer = consume(options, 'contacts', async () => undefined, { concurrency: 1 });
  const producer = await opened();
  process.kill(redis.pid, 'SIGKILL');
  await redis.exited;
  while ((await consumer.ready().catch(({ code }) => code)) !== 'queue-unavailable')
    await new Promise((resolve) => setTimeout(resolve, 20));
  const start = Date.now();
  await Promise.all([consumer.close(), producer.close()]);
  closers.length = 0;
  expect(Date.now() - start).toBeLessThan(5_000);
}, 20_000);
