import { randomBytes } from 'node:crypto';
import { quietLogger, testServices } from '@callbook/checks';
import { type Leases, openLeases } from '@callbook/queue';
import { afterEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function opened(url = testServices().redisUrl): Promise<Leases> {
  const leases = openLeases({ url, prefix: `test-${randomBytes(4).toString('hex')}`, logger: quietLogger() });
  closers.push(leases.close);
  const there = () =>
    leases.release('nothing', 'nobody').then(
      () => true,
      () => false,
    );
  while (url === testServices().redisUrl && !(await there())) await new Promise((resolve) => setTimeout(resolve, 10));
  return leases;
}

test('a lease has one holder, who may renew it, until it is given back by that one', async () => {
  const leases = await opened();
  expect(await leases.claim('desk/INBOX', 'a', 60_000)).toBe(true);
  expect(await leases.claim('desk/INBOX', 'b', 60_000)).toBe(false);
  expect(await leases.claim('desk/Sent', 'b', 60_000)).toBe(true);
  await leases.release('desk/INBOX', 'b');
  expect(await leases.claim('desk/INBOX', 'b', 60_000)).toBe(false);
  expect(await leases.claim('desk/INBOX', 'a', 60_000)).toBe(true);
  await leases.release('desk/INBOX', 'a');
  expect(await leases.claim('desk/INBOX', 'b', 60_000)).toBe(true);
});

test('a lease that is not renewed runs out, and one that is renewed does not', async () => {
  const leases = await opened();
  const end = Date.now() + 1_000;
  await leases.claim('left', 'a', 300);
  while (Date.now() < end) {
    expect(await leases.claim('renewed', 'a', 300)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await leases.claim('renewed', 'b', 300)).toBe(false);
  expect(await leases.claim('left', 'b', 300)).toBe(true);
});

test('of many who ask at once one gets it', async () => {
  const leases = await opened();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => leases.claim('desk', `holder-${i}`, 60_000)));
  expect(answers.filter((got) => got)).toHaveLength(1);
});

test('a Redis that is away is told apart from a lease that another has', async () => {
  const leases = await opened('redis://127.0.0.1:1');
  await expect(leases.claim('desk', 'a', 1_000)).rejects.toMatchObject({ code: 'queue-unavailable' });
  await expect(leases.release('desk', 'a')).rejects.toMatchObject({ code: 'queue-unavailable' });
});

test('a name of a lease is no name of a queue, and the leases of another prefix are others', async () => {
  const [one, other] = [await opened(), await opened()];
  expect(await one.claim('desk', 'a', 60_000)).toBe(true);
  expect(await other.claim('desk', 'b', 60_000)).toBe(true);
  const redis = new Redis(testServices().redisUrl);
  closers.push(async () => redis.disconnect());
  expect((await redis.keys('*:lease:desk')).length).toBeGreaterThanOrEqual(2);
});
