import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, someContact } from '@callbook/checks';
import type { Contact } from '@callbook/contracts';
import { type Service, startRedis } from '@callbook/embedded';
import { consume, openDeadLetters } from '@callbook/queue';
import { createLifecycle, type Lifecycle } from '@callbook/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { UnrecoverableError } from 'bullmq';
import { Redis } from 'ioredis';
import { type Intake, openIntake } from '../src/index.ts';

const logger = quietLogger();
let home: string;
let redis: Service;
let lifecycle: Lifecycle;
let prefix: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'intake-'));
  redis = await startRedis({ directory: join(home, 'redis'), logger });
  lifecycle = createLifecycle(logger);
  prefix = `test-${randomBytes(4).toString('hex')}`;
});
afterEach(async () => {
  await lifecycle.stop('test');
  await redis.stop();
  rmSync(home, { recursive: true });
});

const open = (url = redis.url): Promise<Intake> =>
  openIntake('test', { config: { spool: { reserve: 0 }, redis: { url, prefix } }, home, logger, lifecycle });

function recorder(record: (contact: Contact) => unknown = () => undefined) {
  const seen = new Map<string, number>();
  const consumer = consume(
    { url: redis.url, prefix, logger },
    'contacts',
    async ({ contacts }) => {
      for (const contact of contacts) {
        await record(contact);
        seen.set(contact.key, (seen.get(contact.key) ?? 0) + 1);
      }
    },
    { concurrency: 8 },
  );
  lifecycle.onStop('recorder', () => consumer.close());
  return seen;
}

async function drained(intake: Intake, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (intake.pending() > 0) {
    if (Date.now() > end) throw new Error(`${intake.pending()} contacts are still in the spool`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a contact goes to the queue, and is released and told of when it is recorded', async () => {
  const seen = recorder();
  const intake = await open();
  const told: string[] = [];
  intake.recorded.onRecorded((keys) => told.push(...keys));
  const contact = someContact();
  expect(await intake.accept(contact)).toEqual({ key: contact.key, state: 'spooled' });
  await drained(intake, 5_000);
  expect(seen.get(contact.key)).toBe(1);
  // The spool lets go first, and tells then.
  while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(told).toEqual([contact.key]);
  expect(intake.recorded.has(contact.key)).toBe(true);
  expect(await intake.accept(contact)).toEqual({ key: contact.key, state: 'recorded' });
});

test('what is no contact is refused with a code', async () => {
  const intake = await open();
  const bad = { ...someContact(), occurredAt: 'yesterday' };
  await expect(intake.accept(bad)).rejects.toMatchObject({ code: 'contact-invalid' });
  expect(intake.pending()).toBe(0);
});

test('contacts are accepted while Redis is away, and forwarded when it comes', async () => {
  const { port } = redis;
  await redis.stop();
  const intake = await open();
  const contacts = Array.from({ length: 300 }, () => someContact());
  await Promise.all(contacts.map((contact) => intake.accept(contact)));
  expect(intake.pending()).toBe(300);
  redis = await startRedis({ directory: join(home, 'redis'), logger, port });
  const seen = recorder();
  await drained(intake, 30_000);
  expect(seen.size).toBe(300);
});

test('a flushed Redis with 500 contacts in flight loses none', async () => {
  const intake = await open();
  await Promise.all(Array.from({ length: 500 }, () => intake.accept(someContact())));
  const admin = new Redis(redis.url);
  while ((await admin.llen(`${prefix}:contacts:wait`)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await admin.flushall();
  admin.disconnect();
  const seen = recorder();
  await drained(intake, 60_000);
  expect(seen.size).toBe(500);
}, 70_000);

test('a backlog travels in packs, and a bounded number of them', async () => {
  const { port } = redis;
  await redis.stop();
  const intake = await open();
  await Promise.all(Array.from({ length: 5_000 }, () => intake.accept(someContact())));
  redis = await startRedis({ directory: join(home, 'redis'), logger, port });
  const admin = new Redis(redis.url);
  const waiting = () => admin.llen(`${prefix}:contacts:wait`);
  while ((await waiting()) < 32) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await waiting()).toBe(32);
  admin.disconnect();
  const seen = recorder();
  await drained(intake, 20_000);
  expect(seen.size).toBe(5_000);
  expect([...seen.values()].every((times) => times === 1)).toBe(true);
});

test('contacts with long texts travel in smaller packs', async () => {
  const { port } = redis;
  await redis.stop();
  const intake = await open();
  const fullText = 'long '.repeat(60_000);
  await Promise.all(Array.from({ length: 20 }, () => intake.accept(someContact({ fullText }))));
  redis = await startRedis({ directory: join(home, 'redis'), logger, port });
  const admin = new Redis(redis.url);
  while ((await admin.llen(`${prefix}:contacts:wait`)) < 7) await new Promise((resolve) => setTimeout(resolve, 20));
  admin.disconnect();
  const seen = recorder();
  await drained(intake, 20_000);
  expect(seen.size).toBe(20);
});

test('dead letters keep their contacts in the spool, and nothing behind them waits', async () => {
  const bad = new Set<string>();
  const seen = recorder((contact) => {
    if (bad.has(contact.key)) throw new UnrecoverableError('refused');
  });
  const intake = await open();
  for (let pack = 0; pack < 40; pack++) {
    const contact = someContact();
    bad.add(contact.key);
    await intake.accept(contact);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const good = someContact();
  await intake.accept(good);
  for (const end = Date.now() + 10_000; !seen.has(good.key) && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen.has(good.key)).toBe(true);
  expect(intake.pending()).toBeGreaterThanOrEqual(40);

  bad.clear();
  const letters = openDeadLetters({ url: redis.url, prefix, logger });
  lifecycle.onStop('letters', () => letters.close());
  await new Promise((resolve) => setTimeout(resolve, 500)); // it has to connect first
  for (const { id } of await letters.list(100)) await letters.redrive(id);
  await drained(intake, 20_000);
  expect(seen.size).toBe(41);
}, 60_000);
