import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { quietLogger, someContact, testServices } from '@callbook/checks';
import { consume, openDeadLetters, openProducer, type QueueOptions, watchFinished } from '@callbook/queue';
import { afterEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const closing = <T extends { close(): Promise<unknown> }>(part: T): T => {
  closers.push(() => part.close());
  return part;
};

function options(url = testServices().redisUrl): QueueOptions {
  return { url, prefix: `test-${randomBytes(4).toString('hex')}`, logger: quietLogger() };
}

async function until(condition: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function opened(settings: QueueOptions) {
  const producer = closing(openProducer(settings));
  await new Promise<void>((resolve) => producer.onReady(resolve));
  return producer;
}

test('a message arrives once, and its sender hears that it is done', async () => {
  const settings = options();
  const producer = await opened(settings);
  const finished: string[] = [];
  closing(watchFinished(settings, 'contacts', ({ id, outcome }) => finished.push(`${id} ${outcome}`)));
  const seen: string[] = [];
  closing(
    consume(settings, 'contacts', async ({ contacts }) => void seen.push(...contacts.map(({ key }) => key)), {
      concurrency: 4,
    }),
  );
  const contact = someContact();
  await producer.send('contacts', { contacts: [contact] }, 'pack-1');
  await until(() => finished.length > 0);
  expect(seen).toEqual([contact.key]);
  expect(finished).toEqual(['pack-1 done']);
  expect(await producer.state('contacts', 'pack-1')).toBe('gone');
});

test('a message that breaks the contract is refused by the sender', async () => {
  const producer = await opened(options());
  await expect(
    producer.send('contacts', { contacts: [{ ...someContact(), key: 'x'.repeat(43) }] }, 'pack-1'),
  ).rejects.toMatchObject({ code: 'message-invalid' });
});

test('a message that breaks the contract on its way is a dead letter with its reason, and can be redriven', async () => {
  const settings = options();
  const producer = await opened(settings);
  await producer.send('contacts', { contacts: [someContact()] }, 'pack-1');
  const redis = new Redis(settings.url);
  const key = `${settings.prefix}:contacts:pack-1`;
  const data = await redis.hget(key, 'data');
  await redis.hset(key, 'data', '{"contacts":[]}');

  let handled = 0;
  closing(consume(settings, 'contacts', async () => void handled++, { concurrency: 1 }));
  const letters = closing(openDeadLetters(settings));
  await until(async () => (await letters.list(10).catch(() => [])).length === 1);
  const [letter] = await letters.list(10);
  expect(letter).toMatchObject({ id: 'contacts/pack-1', queue: 'contacts' });
  expect(letter?.reason).toContain('message-invalid');
  expect(handled).toBe(0);
  expect(await producer.state('contacts', 'pack-1')).toBe('dead');

  await redis.hset(key, 'data', data ?? '');
  redis.disconnect();
  await letters.redrive('contacts/pack-1');
  await until(() => handled === 1);
  expect(await letters.list(10)).toEqual([]);
  await expect(letters.redrive('contacts/pack-1')).rejects.toMatchObject({ code: 'dead-letter-unknown' });
});

test('a sender is told at once that Redis is away, also when it never was there', async () => {
  const producer = closing(openProducer(options('redis://127.0.0.1:1')));
  const start = Date.now();
  await expect(producer.send('contacts', { contacts: [someContact()] }, 'pack-1')).rejects.toMatchObject({
    code: 'queue-unavailable',
  });
  expect(Date.now() - start).toBeLessThan(5_000);
});

test('a sender does not hang on a Redis that keeps its connections and says nothing', async () => {
  const target = new URL(testServices().redisUrl);
  const sockets: Socket[] = [];
  const proxy = createServer((socket) => {
    const behind = connect(Number(target.port), target.hostname);
    for (const end of [socket, behind]) end.on('error', () => undefined);
    socket.pipe(behind).pipe(socket);
    sockets.push(socket, behind);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const through = new URL(target);
  through.port = String((proxy.address() as AddressInfo).port);
  const producer = await opened(options(through.href));
  await producer.send('contacts', { contacts: [someContact()] }, 'pack-1');

  for (const socket of sockets) socket.unpipe();
  const start = Date.now();
  await expect(producer.send('contacts', { contacts: [someContact()] }, 'pack-2')).rejects.toMatchObject({
    code: 'queue-unavailable',
  });
  expect(Date.now() - start).toBeLessThan(5_000);
  for (const socket of sockets) socket.destroy();
  proxy.close();
});

test('a Redis that may evict is refused by senders and workers', async () => {
  const settings = options();
  const redis = new Redis(settings.url);
  const before = (await redis.config('GET', 'maxmemory-policy')) as string[];
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  try {
    const producer = await opened(settings);
    await expect(producer.send('contacts', { contacts: [someContact()] }, 'p-1')).rejects.toMatchObject({
      code: 'queue-unsafe',
    });
    const consumer = closing(consume(settings, 'contacts', async () => undefined, { concurrency: 1 }));
    await until(async () => (await consumer.ready().catch((error) => error.code)) === 'queue-unsafe');
  } finally {
    await redis.config('SET', 'maxmemory-policy', before[1] ?? 'noeviction');
    redis.disconnect();
  }
});
