import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger } from '@callbook/checks';
import { type Service, startRedis } from '@callbook/embedded';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';

const logger = quietLogger();
const PROGRAM = new URL('fixtures/hold-lease.ts', import.meta.url).pathname;
let home: string;
let redis: Service;
let prefix: string;
let holders: Holder[];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'lease-'));
  redis = await startRedis({ directory: join(home, 'redis'), logger });
  prefix = `test-${randomBytes(4).toString('hex')}`;
  holders = [];
});
afterEach(async () => {
  for (const { child } of holders) child.kill('SIGKILL');
  await Promise.all(holders.map(({ ended }) => ended));
  await redis.stop();
  rmSync(home, { recursive: true });
});

type Holder = { child: ChildProcess; holds(): boolean; ended: Promise<unknown> };

/** A process that wants the lease; on a disk of its own, unless it is given that of another. */
function holder(disk = holders.length): Holder {
  const args = ['--import', 'tsx', PROGRAM];
  const own = join(home, `holder-${disk}`);
  const child = spawn(process.execPath, [...args, own, redis.url, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let last = '';
  child.stdout.on('data', (chunk) => {
    last = String(chunk).at(-1) ?? last;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const made = { child, holds: () => last === '+', ended };
  holders.push(made);
  return made;
}

const holding = () => holders.filter((one) => one.holds()).length;

async function until(met: () => boolean, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!met()) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${met}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Throws when it is ever untrue in that time. */
async function always(true_: () => boolean, milliseconds: number): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (!true_()) throw new Error(`was untrue: ${true_}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('one process holds it, another takes over within 30 s of its kill, and at once when it is given back', async () => {
  const first = holder();
  await until(first.holds, 20_000);
  const second = holder();
  const third = holder();
  await always(() => first.holds() && holding() === 1, 18_000); // longer than a term: it is renewed
  first.child.kill('SIGKILL');
  await first.ended;
  await until(() => second.holds() || third.holds(), 30_000);
  const [next, last] = second.holds() ? [second, third] : [third, second];
  expect(last.holds()).toBe(false);
  next.child.kill('SIGTERM');
  await until(last.holds, 5_000);
}, 100_000);

test('a process that was killed and comes back to its disk need not wait for its own lease', async () => {
  const first = holder();
  await until(first.holds, 20_000);
  const second = holder();
  first.child.kill('SIGKILL');
  await first.ended;
  const again = holder(0);
  await until(() => holding() > 1, 20_000);
  expect(again.holds()).toBe(true);
  expect(second.holds()).toBe(false);
}, 60_000);

test('without Redis everyone holds, and when it is back one does', async () => {
  const first = holder();
  await until(first.holds, 20_000);
  const second = holder();
  const { port } = redis;
  process.kill(redis.pid, 'SIGKILL');
  await redis.exited;
  await until(() => second.holds(), 30_000);
  const third = holder();
  await until(() => third.holds(), 30_000);
  expect(first.holds()).toBe(true);
  redis = await startRedis({ directory: join(home, 'redis'), logger, port });
  await until(() => holding() === 1, 12_000);
  await always(() => holding() === 1, 6_000);
}, 100_000);

test('a flushed Redis leaves one holder when the next renewal is over', async () => {
  holder();
  await until(() => holding() === 1, 20_000);
  holder();
  const admin = new Redis(redis.url);
  for (let flushes = 0; flushes < 3; flushes++) {
    await admin.flushall();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await always(() => holding() === 1, 1_000);
  }
  admin.disconnect();
}, 60_000);
