import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { enterReports, keepWebhookEndpoints, type Log, openLog } from '@callbook/log';
import { consume, openProducer } from '@callbook/queue';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { deskRole } from '../src/index.ts';

const logger = quietLogger();
const redis = { url: testServices().redisUrl, prefix: `health-${process.pid}` };
let database: TestDatabase;
let log: Log;
let home: string;
let lifecycle: Lifecycle;
let lead: DeskFetch;
let agent: DeskFetch;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'health-'));
  log = openLog({ url: database.url, connections: 2 }, logger);
  lifecycle = createLifecycle(logger);
  const origin = await startDesk(redis);
  lead = deskFetch(origin, await deskToken(database.url));
  agent = deskFetch(origin, await deskToken(database.url, { scopes: ['read', 'work'] }));
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function startDesk(queue: { url: string; prefix: string }): Promise<string> {
  const config = ConfigSchema.parse({ database: { url: database.url }, redis: queue });
  const http = createSurface(logger, lifecycle);
  await deskRole.start({ config, home, logger, lifecycle, http });
  return `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the health tells what came by which account, what may be missing and what waits', async () => {
  const receivedAt = new Date(Date.now() - 60_000).toISOString();
  const arrived = { receivedAt, occurredAt: receivedAt };
  const problem = { code: 'contact-unrecordable', message: 'No charset.' } as const;
  await logCall(log, {
    contacts: [{ contact: someContact(arrived) }, { contact: someContact({ ...arrived, problem }) }],
  });
  const day = receivedAt.slice(0, 10);
  const report = { channel: 'email', account: 'helpdesk', part: 'INBOX', day, at: receivedAt } as const;
  await log.db.transaction().execute((trx) => enterReports(trx, [{ ...report, seen: 9, spooled: 0, untaken: 0 }]));
  const health = (await (await agent('/api/health')).json()) as { queues: object[] };
  expect(health).toMatchObject({
    accounts: [{ channel: 'email', account: 'helpdesk', lastReceivedAt: receivedAt, contacts: 2, problems: 1 }],
    missing: 7,
    outbox: { waiting: 0 },
    media: { waiting: 0 },
    search: { waiting: 1 },
    webhooks: [],
  });
  expect(health.queues).toContainEqual({ queue: 'contacts', waiting: 0, dead: 0 });
});

test('a message that was given up on is shown to leads with its reason, and goes back when they say so', async () => {
  const producer = openProducer({ ...redis, logger });
  await until(() =>
    producer.ready().then(
      () => true,
      () => false,
    ),
  );
  await producer.send('contacts', { contacts: [someContact()] }, 'pack-1');
  const client = new Redis(redis.url);
  const data = await client.hget(`${redis.prefix}:contacts:pack-1`, 'data');
  await client.hset(`${redis.prefix}:contacts:pack-1`, 'data', '{"contacts":"none"}');
  let handled = 0;
  const consumer = consume({ ...redis, logger }, 'contacts', async () => void handled++, { concurrency: 1 });
  const letters = async () => ((await (await lead('/api/dead-letters')).json()) as { items: object[] }).items;
  try {
    await until(async () => (await letters()).length === 1);
    const [letter] = await letters();
    expect(letter).toMatchObject({ id: 'contacts/pack-1', queue: 'contacts', message: { contacts: 'none' } });
    expect(letter).toHaveProperty('reason', expect.stringContaining('message-invalid'));
    expect(((await (await agent('/api/health')).json()) as { queues: object[] }).queues).toContainEqual({
      ...{ queue: 'contacts', waiting: 0, dead: 1 },
    });
    expect((await agent('/api/dead-letters')).status).toBe(403);
    const redrive = (who: DeskFetch) => who('/api/dead-letters/contacts%2Fpack-1/redrive', { method: 'POST' });
    expect((await redrive(agent)).status).toBe(403);

    await client.hset(`${redis.prefix}:contacts:pack-1`, 'data', data ?? '');
    expect(await (await redrive(lead)).json()).toEqual({ id: 'contacts/pack-1' });
    await until(async () => handled === 1);
    expect(await letters()).toEqual([]);
    const again = await redrive(lead);
    expect([again.status, await again.json()]).toMatchObject([404, { code: 'dead-letter-unknown' }]);
  } finally {
    await Promise.all([consumer.close(), producer.close()]);
    client.disconnect();
  }
});

test('an event that was given up on stands among the dead letters, and a lead has it tried again', async () => {
  const endpoint = {
    name: 'itsm',
    urlSha256: 'f0',
    events: ['call.created'],
    departments: undefined,
    hidden: [],
  } as const;
  await log.db.transaction().execute((trx) => keepWebhookEndpoints(trx, [endpoint], new Date().toISOString()));
  const { reference } = await logCall(log);
  await database.query(
    `update webhook_messages set state = 'dead', settled_at = now(), reason = 'HTTP 500', attempts = 10`,
  );
  await database.query('update webhook_endpoints set failing_since = now()');
  const webhooks = async () => ((await (await agent('/api/health')).json()) as { webhooks: object[] }).webhooks;
  expect(await webhooks()).toMatchObject([{ endpoint: 'itsm', waiting: 0, dead: 1, failingSince: expect.any(String) }]);

  const listed = (await (await lead('/api/dead-letters')).json()) as { items: { id: string }[] };
  expect(listed.items).toMatchObject([
    {
      queue: 'webhooks',
      reason: 'itsm: HTTP 500',
      attempts: 10,
      message: { type: 'call.created', data: { reference } },
    },
  ]);
  const path = `/api/dead-letters/${encodeURIComponent(listed.items[0]?.id ?? '')}/redrive`;
  expect((await agent(path, { method: 'POST' })).status).toBe(403);
  expect((await lead(path, { method: 'POST' })).status).toBe(200);
  expect(await webhooks()).toMatchObject([{ endpoint: 'itsm', waiting: 1, dead: 0 }]);
  expect((await lead(path, { method: 'POST' })).status).toBe(404);
  await log.db.transaction().execute((trx) => keepWebhookEndpoints(trx, [], new Date().toISOString()));
});

test('of a link that could not be sent nobody is shown where it leads', async () => {
  const producer = openProducer({ ...redis, logger });
  const client = new Redis(redis.url);
  await until(() =>
    producer.ready().then(
      () => true,
      () => false,
    ),
  );
  const sent = {
    id: '0198c8f2-7c1f-7aaa-8bbb-0123456789ab',
    kind: 'link',
    channel: 'email',
    account: 'helpdesk',
  } as const;
  const says = { to: 'ada@example.org', text: '/contact/link/secret', html: '/contact/link/secret' };
  const call = { reference: 'CB-10429', title: 'The lift', status: 'new' } as const;
  const about = { thread: { references: [] }, language: 'en', timeZone: 'UTC', call };
  await producer.send('deliveries-email', { ...sent, ...says, ...about }, sent.id);
  const broken = JSON.stringify({ ...sent, ...says });
  await client.hset(`${redis.prefix}:deliveries-email:${sent.id}`, 'data', broken);
  const consumer = consume({ ...redis, logger }, 'deliveries-email', async () => undefined, { concurrency: 1 });
  const letters = async () => {
    const { items } = (await (await lead('/api/dead-letters')).json()) as { items: { queue: string }[] };
    return items.filter(({ queue }) => queue === 'deliveries-email');
  };
  try {
    await until(async () => (await letters()).length === 1);
    expect(await letters()).toMatchObject([{ message: { kind: 'link', to: 'ada@example.org' } }]);
    expect(JSON.stringify(await letters())).not.toContain('secret');
    await client.del(`${redis.prefix}:deliveries-email:failed`);
  } finally {
    await Promise.all([consumer.close(), producer.close()]);
    client.disconnect();
  }
});

test('without Redis the health says so by leaving the queues out, and dead letters answer why', async () => {
  const away = deskFetch(
    await startDesk({ url: 'redis://127.0.0.1:1', prefix: 'away' }),
    await deskToken(database.url),
  );
  const health = (await (await away('/api/health')).json()) as object;
  expect(health).not.toHaveProperty('queues');
  const refused = await away('/api/dead-letters');
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'queue-unavailable' }]);
});
