import { randomBytes } from 'node:crypto';
import { logCall, quietLogger, someContact, type TestDatabase, testDatabase, testServices } from '@callbook/checks';
import type { Delivery } from '@callbook/contracts';
import { EVERYTHING, getCall, type Log, noteOptOuts, openLog, putInOutbox } from '@callbook/log';
import { takeDeliveries } from '@callbook/outbound';
import { openProducer, type Producer } from '@callbook/queue';
import { createLifecycle, type Lifecycle } from '@callbook/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import { v7 } from 'uuid';
import { consumeAnswers } from '../src/answers.ts';
import { type DispatchDeps, dispatch, letOut } from '../src/dispatch.ts';
import { createMetrics } from '../src/metrics.ts';
import { sweepOnce } from '../src/sweep.ts';
import { desk } from './entry.ts';

const logger = quietLogger();
let database: TestDatabase;
let log: Log;
let lifecycle: Lifecycle;
let redis: { url: string; prefix: string };
let queue: Producer;
let deps: DispatchDeps;

beforeEach(async () => {
  lifecycle = createLifecycle(logger);
  database = await testDatabase();
  lifecycle.onStop('database', () => database.drop());
  log = openLog({ url: database.url, connections: 4 }, logger);
  lifecycle.onStop('log', () => log.close());
  redis = { url: testServices().redisUrl, prefix: `test-${randomBytes(4).toString('hex')}` };
  queue = openProducer({ ...redis, logger });
  lifecycle.onStop('queue', () => queue.close());
  await new Promise<void>((resolve) => queue.onReady(resolve));
  const metrics = createMetrics(new Registry());
  deps = { log, queue, config: desk(), logger, metrics, now: () => new Date() };
});
afterEach(() => lifecycle.stop('test'));

/** The adapter, which says of each delivery what becomes of it. */
function adapter(
  send: (delivery: Delivery) => Promise<{ outcome: 'sent' | 'refused'; sourceId?: string; reason?: string }>,
) {
  const seen: Delivery[] = [];
  const hear = async (delivery: Delivery) => {
    seen.push(delivery);
    return send(delivery);
  };
  for (const channel of ['email', 'slack'] as const)
    takeDeliveries(channel, hear, { config: { redis }, logger, lifecycle });
  const answers = consumeAnswers({ ...redis, logger }, log, (work) => work(), deps.metrics);
  lifecycle.onStop('answers', () => answers.close());
  return seen;
}

type Row = Parameters<typeof putInOutbox>[1][number];

async function acknowledged(parts: Partial<Omit<Row, 'id' | 'callId'>> = {}, to = 'ada@example.org') {
  const contact = someContact({ from: { email: to } });
  const call = await logCall(log, { contacts: [{ contact }] });
  const id = v7();
  const createdAt = new Date().toISOString();
  const row = { kind: 'acknowledgement', channel: 'email', account: 'helpdesk', recipient: to, message: {} } as const;
  await log.db
    .transaction()
    .execute((trx) => putInOutbox(trx, [{ id, callId: call.id, contactId: contact.id, ...row, createdAt, ...parts }]));
  return { ...call, id };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('It did not come to be.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const settled = async (id: string) =>
  (
    await database.query(
      'select from outbox where id = $1 and (delivered_at is not null or refused_reason is not null)',
      [id],
    )
  ).length === 1;
const lastOf = async (reference: string) => (await getCall(log.db, EVERYTHING, reference)).history.at(-1);

test('a message goes out once, and its call knows of it', async () => {
  const seen = adapter(async () => ({ outcome: 'sent' }));
  const { id, reference } = await acknowledged();
  await letOut(deps);
  await until(() => settled(id));
  await letOut(deps);
  await sweepOnce(deps, lifecycle.signal);
  expect(seen.map((one) => [one.id, one.to])).toEqual([[id, 'ada@example.org']]);
  expect(await getCall(log.db, EVERYTHING, reference)).toMatchObject({ status: 'acknowledged' });
  expect(await lastOf(reference)).toMatchObject({ kind: 'acknowledgement.sent', detail: { message: id } });
});

test('a message whose queue was emptied is sent all the same, with the same id', async () => {
  const { id } = await acknowledged();
  await letOut(deps);
  const client = new Redis(redis.url);
  for (const key of await client.keys(`${redis.prefix}:*`)) await client.del(key);
  await client.quit();
  await sweepOnce(deps, lifecycle.signal);
  await sweepOnce(deps, lifecycle.signal);
  const seen = adapter(async () => ({ outcome: 'sent' }));
  await until(() => settled(id));
  expect(seen.map((one) => one.id)).toEqual([id]);
});

test('one that was sent and whose answer still waits is not taken for lost', async () => {
  const seen: string[] = [];
  const { id } = await acknowledged();
  await letOut(deps);
  takeDeliveries(
    'email',
    async (delivery) => {
      seen.push(delivery.id);
      return { outcome: 'sent' };
    },
    { config: { redis }, logger, lifecycle },
  );
  await until(async () => (await queue.state('delivery-answers', `answer-${id}`)) === 'queued');
  await until(async () => (await queue.state('deliveries-email', id)) === 'gone');
  await sweepOnce(deps, lifecycle.signal);
  adapter(async ({ id: again }) => {
    seen.push(again);
    return { outcome: 'sent' };
  });
  await until(() => settled(id));
  await sweepOnce(deps, lifecycle.signal);
  expect(seen).toEqual([id]);
});

test('a link goes out once and is forgotten then, and no call hears of it', async () => {
  const seen = adapter(async ({ thread }) => ({ outcome: 'sent', sourceId: thread.messageId ?? '' }));
  const { id, reference } = await acknowledged({ kind: 'link', message: { link: 'id.1.signed', language: 'en' } });
  const before = await getCall(log.db, EVERYTHING, reference);
  await letOut(deps);
  await until(() => settled(id));
  expect(seen.map(({ text }) => text)).toEqual([expect.stringContaining('/contact/link/id.1.signed')]);
  expect(await getCall(log.db, EVERYTHING, reference)).toEqual(before);
  expect(await database.query('select message from outbox where id = $1', [id])).toEqual([
    { message: { language: 'en' } },
  ]);
  expect(await database.query('select from sent_messages')).toEqual([]);
});

test('what the channel refuses is said on the call, with the reason', async () => {
  adapter(async () => ({ outcome: 'refused', reason: '550 no such user' }));
  const { id, reference } = await acknowledged();
  await letOut(deps);
  await until(() => settled(id));
  expect(await lastOf(reference)).toMatchObject({
    kind: 'acknowledgement.failed',
    detail: { why: '550 no such user' },
  });
  expect(await getCall(log.db, EVERYTHING, reference)).toMatchObject({ status: 'new' });
});

test('what is given up on is said once, and is sent when a person has it tried again', async () => {
  const { id, reference } = await acknowledged();
  await letOut(deps);
  const state = { dead: true };
  const pretending = {
    ...deps,
    queue: { ...queue, state: async () => (state.dead ? ('dead' as const) : queue.state('deliveries-email', id)) },
  };
  await sweepOnce(pretending, lifecycle.signal);
  await sweepOnce(pretending, lifecycle.signal);
  const history = (await getCall(log.db, EVERYTHING, reference)).history.map(({ kind }) => kind);
  expect(history.filter((kind) => kind === 'acknowledgement.failed')).toHaveLength(1);
  adapter(async () => ({ outcome: 'sent' }));
  await until(() => settled(id));
  expect(await lastOf(reference)).toMatchObject({ kind: 'acknowledgement.sent' });
});

test('the caps hold over workers and restarts, and calls say what was withheld', async () => {
  const all = [];
  for (let count = 0; count < 6; count++) all.push(await acknowledged());
  const others = await acknowledged({}, 'grace@example.org');
  await Promise.all([letOut(deps), letOut({ ...deps }), letOut({ ...deps })]);
  const out = await database.query<{ id: string }>('select id from outbox where queued_at is not null order by id');
  expect(out.map(({ id }) => id)).toEqual([...all.slice(0, 3), others].map(({ id }) => id));
  expect(await lastOf(all[5]?.reference ?? '')).toMatchObject({ kind: 'acknowledgement.withheld' });
  const later = await acknowledged();
  await letOut(deps);
  expect(await settled(later.id)).toBe(true);
});

test('nothing is let out while Redis is away, and nothing fails', async () => {
  const { id } = await acknowledged();
  const nowhere = openProducer({ url: 'redis://127.0.0.1:1', prefix: 'x', logger });
  const stop = new AbortController();
  let asked = 0;
  const ready = () => {
    asked += 1;
    if (asked === 2) stop.abort();
    return nowhere.ready();
  };
  await dispatch({ ...deps, queue: { ...nowhere, ready } }, stop.signal);
  await nowhere.close();
  expect(await database.query('select from outbox where id = $1 and queued_at is null', [id])).toHaveLength(1);
});

test('what Slack calls a message of ours leads to its call', async () => {
  adapter(async () => ({ outcome: 'sent', sourceId: 'T0000001:D1:1732.5' }));
  const { id, reference } = await acknowledged({ channel: 'slack', account: 'T0000001', recipient: 'U1' });
  await letOut(deps);
  await until(() => settled(id));
  const rows = await database.query<{ message_id: string; reference: string }>(
    'select message_id, reference from sent_messages join calls on calls.id = call_id',
  );
  expect(rows).toEqual([{ message_id: '<slack>T0000001:D1:1732.5', reference }]);
});

test('an answer that comes twice changes nothing', async () => {
  const { id, reference } = await acknowledged();
  await letOut(deps);
  const answers = consumeAnswers({ ...redis, logger }, log, (work) => work(), deps.metrics);
  lifecycle.onStop('answers', () => answers.close());
  const answer = { id, outcome: 'sent', at: new Date().toISOString() } as const;
  await queue.send('delivery-answers', answer, 'one');
  await queue.send('delivery-answers', answer, 'two');
  await until(async () => (await queue.state('delivery-answers', 'two')) === 'gone');
  await until(async () => (await queue.state('delivery-answers', 'one')) === 'gone');
  const told = (await getCall(log.db, EVERYTHING, reference)).history.filter(
    ({ kind }) => kind === 'acknowledgement.sent',
  );
  expect(told).toHaveLength(1);
});

describe('a text message', () => {
  const MOBILE = '+4915112345678';
  const way = { channel: 'voice', account: 'hotline', recipient: MOBILE } as const;
  const hotline = { name: 'hotline', accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret' };
  const account = { ...hotline, numbers: [{ number: '+493012345678' }], sms: { from: '+4915735990000' } };
  const texting = desk({ voice: { twilio: { publicUrl: 'https://desk.example.org', accounts: [account] } } });
  const statusOf = async (reference: string) => (await getCall(log.db, EVERYTHING, reference)).status;

  test('that did not arrive is told in the history, once, and nobody knows of its call', async () => {
    const seen = adapter(async () => ({ outcome: 'sent', sourceId: 'SM1' }));
    const outbound = takeDeliveries('voice', async () => ({ outcome: 'sent' }), {
      config: { redis },
      logger,
      lifecycle,
    });
    const { id, reference } = await acknowledged(way);
    await letOut({ ...deps, config: texting });
    await until(() => settled(id));
    expect(seen).toEqual([]);
    expect(await statusOf(reference)).toBe('acknowledged');
    const news = { reason: 'Twilio says that it is undelivered', at: new Date() };
    for (const _ of [1, 2]) await outbound.undelivered(id, news);
    await until(async () => (await statusOf(reference)) === 'new');
    await outbound.undelivered(id, news);
    const { history } = await getCall(log.db, EVERYTHING, reference);
    const told = history.filter(({ kind }) => kind === 'acknowledgement.undelivered');
    expect(told).toMatchObject([{ detail: { message: id, why: news.reason } }]);
  });

  test('to who wants none is refused once, and later ones are withheld until they want them again', async () => {
    adapter(async () => ({ outcome: 'sent' }));
    const send = async () => ({ outcome: 'refused', reason: 'STOP', optedOut: true }) as const;
    takeDeliveries('voice', send, { config: { redis }, logger, lifecycle });
    const first = await acknowledged(way);
    await letOut({ ...deps, config: texting });
    await until(() => settled(first.id));
    expect(await lastOf(first.reference)).toMatchObject({ kind: 'acknowledgement.failed', detail: { why: 'STOP' } });
    const [second, third] = [await acknowledged({ ...way, kind: 'reply' }), await acknowledged(way, 'bo@example.org')];
    await letOut({ ...deps, config: texting });
    for (const { reference } of [second, third])
      expect((await lastOf(reference))?.detail).toMatchObject({ why: 'its recipient wants no more messages' });
    const again = { ...way, stopped: false, at: new Date(Date.now() + 1000).toISOString() };
    await log.db.transaction().execute((trx) => noteOptOuts(trx, [again]));
    const { id } = await acknowledged({ ...way, kind: 'reply' });
    await letOut({ ...deps, config: texting });
    const [row] = await database.query('select queued_at is not null as out from outbox where id = $1', [id]);
    expect(row).toEqual({ out: true });
  });
});
