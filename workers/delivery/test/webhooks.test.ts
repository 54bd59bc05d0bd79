import { logCall, logContact, quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { type Config, targetsOf } from '@callbook/contracts';
import {
  appendHistory,
  changeCall,
  getWebhookHealth,
  type Log,
  type LogTransaction,
  listDeadWebhooks,
  mergeByPerson,
  openLog,
  redriveWebhook,
  replyToCall,
  splitCall,
  unmergeCall,
} from '@callbook/log';
import { createLifecycle, type Lifecycle } from '@callbook/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { v7 } from 'uuid';
import { createWebhookMetrics } from '../src/webhook/metrics.ts';
import { ATTEMPTS } from '../src/webhook/schedule.ts';
import { keepEndpoints, tellWebhooks } from '../src/webhook/webhooks.ts';
import { desk } from './entry.ts';
import { newSecret, type Receiver, startReceiver } from './receiver.ts';

const logger = quietLogger();
const HOUR = 3_600_000;
let database: TestDatabase;
let log: Log;
let lifecycle: Lifecycle;
let receiver: Receiver;

beforeEach(async () => {
  lifecycle = createLifecycle(logger);
  database = await testDatabase();
  lifecycle.onStop('database', () => database.drop());
  log = openLog({ url: database.url, connections: 6 }, logger);
  lifecycle.onStop('log', () => log.close());
  receiver = await aReceiver();
});
afterEach(() => lifecycle.stop('test'));

async function aReceiver(): Promise<Receiver> {
  const one = await startReceiver();
  lifecycle.onStop('receiver', () => one.stop());
  return one;
}

const now = () => new Date();
/** Lets the time be over until which something waits for its next attempt. */
const hurry = () => database.query(`update webhook_messages set due_at = now() where state = 'waiting'`);
const endpoint = (parts: object = {}, to = receiver) => ({ name: 'itsm', url: to.url, secret: to.secret, ...parts });
const configured = (webhooks: readonly object[], parts: object = {}) => desk({ webhooks, ...parts });

/** Runs the worker, and waits until it knows its endpoints. */
async function run(config: Config, signal = lifecycle.signal): Promise<{ readonly working: Promise<void> }> {
  const metrics = createWebhookMetrics(new Registry());
  await keepEndpoints({ log, config, now });
  const working = tellWebhooks({ log, config, logger, metrics, now, random: () => 0.5 }, signal);
  lifecycle.onStop('webhooks', () => working);
  return { working };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const deed = () => ({ at: new Date().toISOString(), by: 'Grace', messageId: v7(), canSend: () => true });
const change = (reference: string, given: object) =>
  log.db
    .transaction()
    .execute((trx) => changeCall(trx, { ...deed(), reference, targets: targetsOf(desk()), change: given }));
const doing = <T>(work: (trx: LogTransaction) => Promise<T>) => log.db.transaction().execute(work);
const health = async (name = 'itsm') => (await getWebhookHealth(log.db)).find((one) => one.endpoint === name);
const types = () => receiver.received.map(({ body }) => body.type);
/** Long enough for what waits to be taken. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 2_500));

test('what happens to a call is told, signed, and without a word of what people wrote', async () => {
  await run(configured([endpoint()], { desk: { url: 'https://desk.example.org/' } }));
  const { reference } = await logCall(log, { call: { department: 'IT', respondBy: '2026-11-02T10:00:00.000Z' } });
  const [created] = await receiver.has(1);
  expect(created?.body).toEqual({
    type: 'call.created',
    timestamp: '2026-11-02T08:00:01.000Z',
    data: {
      ...{ reference, status: 'new', department: 'IT', impact: 'medium', urgency: 'medium', priority: 'P3' },
      ...{ firstChannel: 'email', receivedAt: '2026-11-02T08:00:01.000Z', respondBy: '2026-11-02T10:00:00.000Z' },
      ...{ version: 1, by: 'callbook' },
      links: {
        desk: `https://desk.example.org/calls/${reference}`,
        api: `https://desk.example.org/api/calls/${reference}`,
      },
    },
  });
  await change(reference, { department: 'Network', urgency: 'high', assignee: 'Grace' });
  await change(reference, { status: 'resolved', resolution: 'Paper was put in.' });
  const [, updated, resolved] = await receiver.has(3);
  // All that one change did is one event.
  expect(updated?.body).toMatchObject({
    type: 'call.updated',
    data: { department: 'Network', priority: 'P2', assignee: 'Grace', by: 'Grace', version: 2 },
  });
  expect(resolved?.body).toMatchObject({ type: 'call.resolved', data: { status: 'resolved', version: 3 } });
  expect(resolved?.body.data).toHaveProperty('resolvedAt');
  expect(receiver.refused).toEqual([]);
  expect(receiver.received.map(({ raw }) => raw).join()).not.toMatch(/printer|jammed|ada@|Lindqvist|Paper was/i);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
});

test('each thing that happens to a call is the event that it is documented as', async () => {
  await run(configured([endpoint()]));
  const from = { name: 'Ada Lindqvist', email: 'ada@example.org', verified: true };
  const contacts = ['a', 'b'].map(() => ({ contact: someContact({ from }) }));
  const one = await logCall(log, { contacts });
  const two = await logCall(log);
  const { reference } = one;
  await doing((trx) => replyToCall(trx, { ...deed(), reference, text: 'Have you tried another tray?' }));
  await logContact(log, one, { contact: someContact({ from }) });
  await change(reference, { status: 'waiting' });
  await change(reference, { status: 'resolved' });
  await change(reference, { status: 'in-progress' });
  await change(reference, { status: 'closed' });
  await doing((trx) =>
    appendHistory(trx, [
      { callId: one.id, at: deed().at, by: 'callbook', kind: 'call.escalated', detail: { step: 'late' } },
      // Of this nobody outside the desk is told.
      { callId: one.id, at: deed().at, by: 'Grace', kind: 'note.written', detail: { text: 'He is impatient.' } },
    ]),
  );
  await doing((trx) => mergeByPerson(trx, { ...deed(), reference: two.reference, into: reference }));
  await doing((trx) => unmergeCall(trx, { ...deed(), reference: two.reference, from: reference }));
  const [, second] = contacts.map(({ contact }) => contact.id);
  const split = await doing((trx) => splitCall(trx, { ...deed(), reference, contacts: [second ?? ''], newId: v7 }));
  // Two calls were opened, and the split opened a third; both sides of merging and parting have news.
  await receiver.has(16);
  await aWhile();
  const of = (call: string) =>
    receiver.received.filter(({ body }) => body.data.reference === call).map(({ body }) => body.type);
  expect(of(reference)).toEqual([
    ...['call.created', 'call.contacted', 'call.replied', 'call.contacted', 'call.updated', 'call.resolved'],
    ...['call.reopened', 'call.closed', 'call.escalated', 'call.updated', 'call.updated', 'call.updated'],
  ]);
  expect(of(two.reference)).toEqual(['call.created', 'call.merged', 'call.unmerged']);
  expect(of(split)).toEqual(['call.created']);
  const merged = receiver.received.find(({ body }) => body.type === 'call.merged');
  expect(merged?.body.data).toMatchObject({ mergedInto: reference });
});

test('only those events are told that an endpoint wants', async () => {
  await run(configured([endpoint({ events: ['call.resolved', 'call.created'] })]));
  const { reference } = await logCall(log);
  await change(reference, { status: 'in-progress' });
  await change(reference, { status: 'resolved' });
  await receiver.has(2);
  await aWhile();
  expect(types()).toEqual(['call.created', 'call.resolved']);
});

test('nothing is told before it is committed, and nothing that is taken back', async () => {
  await run(configured([endpoint()]));
  const { reference, id } = await logCall(log);
  await receiver.has(1);
  const entry = { callId: id, at: deed().at, by: 'Grace', kind: 'call.assigned', detail: {} } as const;
  await doing(async (trx) => {
    await appendHistory(trx, [entry]);
    await aWhile();
    expect(types()).toEqual(['call.created']);
    // The history is written first: the event has what the call is at the end.
    await trx.updateTable('calls').set({ assignee: 'Grace' }).where('id', '=', id).execute();
  });
  await receiver.has(2);
  expect(receiver.received[1]?.body).toMatchObject({ type: 'call.updated', data: { assignee: 'Grace', reference } });
  const undone = doing(async (trx) => {
    await appendHistory(trx, [entry]);
    throw new Error('taken back');
  });
  await expect(undone).rejects.toThrow('taken back');
  await aWhile();
  expect(receiver.received).toHaveLength(2);
});

test('what is refused is tried again with the same id, in order, and is a dead letter after three days', async () => {
  await run(configured([endpoint()]));
  receiver.answer((response) => response.writeHead(500).end());
  const { reference } = await logCall(log);
  await change(reference, { status: 'in-progress' });
  const pauses: number[] = [];
  for (let attempts = 1; attempts < ATTEMPTS; attempts++) {
    await until(async () => {
      const rows = await database.query(
        `select from webhook_messages as one join webhook_messages as after using (due_at)
          where one.attempts = $1 and one.type = 'call.created' and after.type = 'call.updated'`,
        [attempts],
      );
      // What came after it waits for it.
      return rows.length === 1;
    });
    const [due] = await database.query<{ due_at: Date }>('select due_at from webhook_messages');
    pauses.push((due?.due_at.getTime() ?? 0) - Date.now());
    await hurry();
  }
  await until(async () => (await health())?.dead === 1);
  expect(pauses.slice(1).map((pause) => Math.ceil(pause / 60_000))).toEqual([
    ...[6, 33, 132, 330, 660, 924, 1320, 1584],
  ]);
  expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThan(72 * HOUR);
  const tries = receiver.received.filter(({ body }) => body.type === 'call.created');
  expect(tries).toHaveLength(ATTEMPTS);
  expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
  expect(new Set(tries.map(({ raw }) => raw)).size).toBe(1);

  // Past the dead letter the call goes on; a person has the dead letter tried again.
  receiver.answer((response) => response.writeHead(200).end('thanks'));
  await hurry();
  await until(async () => (await health())?.waiting === 0);
  expect(receiver.received.map(({ body }) => body.type)).toContain('call.updated');
  const [dead] = await listDeadWebhooks(log.db, 10);
  expect(dead).toMatchObject({ id: tries[0]?.id, endpoint: 'itsm', attempts: ATTEMPTS, reason: 'HTTP 500' });
  await doing((trx) => redriveWebhook(trx, dead?.id ?? '', now().toISOString()));
  await until(async () => (await health())?.waiting === 0);
  expect(receiver.received.filter(({ id }) => id === dead?.id)).toHaveLength(ATTEMPTS + 1);
  expect(await health()).toEqual({ endpoint: 'itsm', waiting: 0, dead: 0 });
}, 90_000);

test('a receiver that says when to come again is not asked before', async () => {
  await run(configured([endpoint()]));
  receiver.answer((response) => response.writeHead(503, { 'retry-after': '1800' }).end());
  await logCall(log);
  await until(async () => (await health())?.failingSince !== undefined);
  const [row] = await database.query<{ due_at: Date }>('select due_at from webhook_messages');
  expect(Math.round(((row?.due_at.getTime() ?? 0) - Date.now()) / 60_000)).toBe(30);
});

test('a redirect is not followed, and no answer in time is none', async () => {
  const elsewhere = await aReceiver();
  await run(configured([endpoint({ timeoutSeconds: 1 })]));
  receiver.answer((response) => response.writeHead(307, { location: elsewhere.url }).end());
  await logCall(log);
  const reason = async () => {
    const [row] = await database.query<{ reason: string | null }>('select reason from webhook_messages');
    return row?.reason ?? '';
  };
  await until(async () => (await reason()).startsWith('HTTP 307'));
  expect([elsewhere.received, elsewhere.refused]).toEqual([[], []]);
  receiver.answer(() => undefined);
  await hurry();
  await until(async () => (await reason()) === 'no answer within 1 s');
  receiver.answer((response) => void response.writeHead(200).end());
  await hurry();
  await until(async () => (await health())?.waiting === 0);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
});

test('a receiver that answers 410 is left alone, until it has another address or a person wants it', async () => {
  const config = configured([endpoint()]);
  await run(config);
  receiver.answer((response) => response.writeHead(410).end());
  const { reference } = await logCall(log);
  await until(async () => (await health())?.goneAt !== undefined);
  await change(reference, { status: 'in-progress' });
  await aWhile();
  expect(types()).toEqual(['call.created']);
  expect(await health()).toMatchObject({ waiting: 0, dead: 1 });
  await keepEndpoints({ log, config, now });
  expect(await health()).toHaveProperty('goneAt');

  receiver.answer((response) => void response.writeHead(204).end());
  const [dead] = await listDeadWebhooks(log.db, 1);
  await doing((trx) => redriveWebhook(trx, dead?.id ?? '', now().toISOString()));
  await change(reference, { status: 'resolved' });
  await receiver.has(3);
  expect(types()).toEqual(['call.created', 'call.created', 'call.resolved']);

  await database.query('update webhook_endpoints set gone_at = now()');
  await keepEndpoints({ log, config: configured([endpoint({ url: `${receiver.url}&moved=1` })]), now });
  expect(await health()).not.toHaveProperty('goneAt');
});

test('an endpoint that is dead or slow holds up no other', async () => {
  const [slow, refusing] = [await aReceiver(), await aReceiver()];
  slow.answer(() => undefined);
  await refusing.stop();
  await run(
    configured([
      endpoint({ name: 'slow', timeoutSeconds: 30 }, slow),
      endpoint({ name: 'dead' }, refusing),
      endpoint(),
    ]),
  );
  for (let count = 0; count < 20; count++) await logCall(log);
  const began = Date.now();
  await receiver.has(20);
  expect(Date.now() - began).toBeLessThan(25_000);
  expect(slow.received.length).toBeLessThan(5);
  await until(async () => (await health('dead'))?.failingSince !== undefined);
  expect(await health('dead')).toMatchObject({ waiting: 20 });
});

test('an event that cannot be sent at all has failed, and holds up nothing else', async () => {
  const config = configured([endpoint()]);
  await keepEndpoints({ log, config, now });
  await logCall(log);
  await database.query(`update webhook_messages set data = 'null'`);
  await run(config);
  const { reference } = await logCall(log);
  await receiver.has(1);
  expect(receiver.received[0]?.body.data).toMatchObject({ reference });
  const reasons = () => database.query('select reason, attempts from webhook_messages order by seq limit 1');
  await until(async () => JSON.stringify(await reasons()).includes('cannot be put'));
  expect(await reasons()).toMatchObject([{ attempts: 1 }]);
});

test('what waited out a long outage is told as soon as the receiver answers', async () => {
  await run(configured([endpoint()]));
  receiver.answer((response) => response.writeHead(502).end());
  await logCall(log);
  await until(async () => (await health())?.failingSince !== undefined);
  await database.query(`update webhook_messages set due_at = now() + interval '20 hours', attempts = 8`);
  await database.query(`update webhook_endpoints set failing_since = now() - interval '2 hours'`);
  receiver.answer((response) => void response.writeHead(204).end());
  await logCall(log);
  await receiver.has(3);
  await until(async () => (await health())?.waiting === 0);
});

test('while a receiver changes its secret, either one verifies', async () => {
  const after = await startReceiver(newSecret());
  lifecycle.onStop('other receiver', () => after.stop());
  const rotating = { secret: after.secret, previousSecret: receiver.secret };
  await run(configured([endpoint(rotating), { name: 'other', url: after.url, ...rotating }]));
  await logCall(log);
  await Promise.all([receiver.has(1), after.has(1)]);
  expect([receiver.refused, after.refused]).toEqual([[], []]);
});

test('several workers tell of each event once', async () => {
  const config = configured([endpoint()]);
  await Promise.all([run(config), run(config), run(config)]);
  for (let count = 0; count < 40; count++) await logCall(log);
  await receiver.has(40);
  await aWhile();
  expect(receiver.received).toHaveLength(40);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(40);
});

test('a worker that is stopped leaves its attempt to the next one, and it counts for nothing', async () => {
  const config = configured([endpoint()]);
  const stop = new AbortController();
  const { working } = await run(config, stop.signal);
  receiver.answer(() => undefined);
  await logCall(log);
  await receiver.has(1);
  stop.abort();
  await working;
  await until(async () => (await database.query('select from webhook_messages where attempts = 0')).length === 1);
  receiver.answer((response) => void response.writeHead(204).end());
  await run(config);
  await receiver.has(2);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
});

describe('departments', () => {
  const departments = [
    { name: 'IT', aliases: ['computers'] },
    { name: 'HR', private: true, aliases: ['people'] },
  ];

  test('of a private one only who names it is told, and of others who names none of them', async () => {
    const [hr, it] = [await aReceiver(), await aReceiver()];
    await run(
      configured(
        [
          endpoint(),
          endpoint({ name: 'hr', departments: ['People'] }, hr),
          endpoint({ name: 'it', departments: ['computers'] }, it),
        ],
        { departments },
      ),
    );
    const calls = [];
    for (const department of ['HR', 'people', 'IT', undefined])
      calls.push((await logCall(log, { call: { department } })).reference);
    await Promise.all([receiver.has(2), hr.has(2), it.has(1)]);
    await aWhile();
    const heard = (one: Receiver) => one.received.map(({ body }) => body.data.reference).sort();
    expect(heard(hr)).toEqual([calls[0], calls[1]]);
    expect(heard(it)).toEqual([calls[2]]);
    expect(heard(receiver)).toEqual([calls[2], calls[3]]);
  });

  test('of a call that becomes private nothing is told but that it is hidden', async () => {
    await run(configured([endpoint({ content: true })], { departments }));
    const { reference } = await logCall(log, { call: { department: 'IT' } });
    await receiver.has(1);
    await change(reference, { department: 'HR', status: 'resolved', resolution: 'A secret.' });
    await change(reference, { status: 'closed' });
    await receiver.has(2);
    expect(receiver.received[1]?.body).toEqual({
      ...{ type: 'call.hidden', timestamp: expect.any(String), data: { reference } },
    });
    await change(reference, { department: 'IT' });
    await receiver.has(3);
    expect(receiver.received[2]?.body).toMatchObject({ type: 'call.updated', data: { department: 'IT' } });
  });

  test('a call that was folded into one of a private department is hidden, and its new reference is not told', async () => {
    await run(configured([endpoint()], { departments }));
    const [open, closed] = [await logCall(log), await logCall(log, { call: { department: 'HR' } })];
    await receiver.has(1);
    await doing((trx) => mergeByPerson(trx, { ...deed(), reference: open.reference, into: closed.reference }));
    await receiver.has(2);
    await aWhile();
    expect(types()).toEqual(['call.created', 'call.hidden']);
    expect(receiver.received.map(({ raw }) => raw).join()).not.toContain(closed.reference);
  });

  test('what waits when its call becomes private is not told any more', async () => {
    const config = configured([endpoint({ content: true })], { departments });
    await keepEndpoints({ log, config, now });
    const { reference } = await logCall(log, { call: { department: 'IT' } });
    await change(reference, { department: 'HR' });
    await run(config);
    await receiver.has(1);
    await aWhile();
    expect(types()).toEqual(['call.hidden']);
    const states = await database.query('select type, state from webhook_messages order by seq');
    expect(states).toEqual([
      { type: 'call.created', state: 'withheld' },
      { type: 'call.hidden', state: 'delivered' },
    ]);
  });
});

test('an endpoint that may have them gets the words, with whose they are', async () => {
  await run(configured([endpoint({ content: true })]));
  const from = { name: 'Ada Lindqvist', email: 'ada@example.org', verified: true };
  const said = someContact({ from, subject: 'Printer', text: 'Paper jam.' });
  const call = await logCall(log, { contacts: [{ contact: said }] });
  await logContact(log, call, { contact: someContact({ from, text: 'It is on fire now.' }) });
  await doing((trx) => replyToCall(trx, { ...deed(), reference: call.reference, text: 'Leave the room.' }));
  await change(call.reference, { status: 'resolved', resolution: 'It burnt down.' });
  await receiver.has(4);
  const requester = { name: 'Ada Lindqvist', email: 'ada@example.org' };
  expect(receiver.received.map(({ body }) => 'content' in body.data && body.data.content)).toEqual([
    { title: 'Printer', requester, text: 'Paper jam.' },
    { title: 'Printer', requester, text: 'It is on fire now.' },
    { title: 'Printer', requester, text: 'Leave the room.' },
    { title: 'Printer', requester, resolution: 'It burnt down.' },
  ]);
});

test('what waits for an endpoint that is taken out of the configuration is a dead letter', async () => {
  await keepEndpoints({ log, config: configured([endpoint()]), now });
  await logCall(log);
  await keepEndpoints({ log, config: configured([]), now });
  await logCall(log);
  expect(await health()).toEqual({ endpoint: 'itsm', waiting: 0, dead: 1 });
  const [dead] = await listDeadWebhooks(log.db, 10);
  expect(dead?.reason).toBe('its webhook is not configured any more');
  await expect(doing((trx) => redriveWebhook(trx, dead?.id ?? '', now().toISOString()))).rejects.toMatchObject({
    code: 'dead-letter-unknown',
  });
  await keepEndpoints({ log, config: configured([endpoint()]), now });
  await run(configured([endpoint()]));
  await doing((trx) => redriveWebhook(trx, dead?.id ?? '', now().toISOString()));
  expect((await receiver.has(1))[0]?.id).toBe(dead?.id);
});
