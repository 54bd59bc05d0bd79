import { logCall, quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { targetsOf } from '@callbook/contracts';
import { changeCall, EVERYTHING, escalate, getCall, type Log, onRounds, openLog } from '@callbook/log';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { round } from '../src/rounds.ts';
import { desk } from './entry.ts';

const RESPOND = '2026-11-02T10:00:00.000Z';
const RESOLVE = '2026-11-03T10:00:00.000Z';
const config = desk({
  departments: [{ name: 'IT', aliases: ['computers'] }, { name: 'HR' }],
  escalation: {
    steps: [
      { name: 'soon', target: 'respondBy', minutes: -30, to: ['assignee', 'duty@example.org'] },
      {
        name: 'late',
        target: 'respondBy',
        minutes: 15,
        to: ['Boss@Example.org', 'T0000001/C0000009', 'T9999999/C0000009'],
      },
      {
        name: 'done?',
        target: 'resolveBy',
        minutes: 0,
        priorities: ['P3'],
        departments: ['Computers'],
        to: ['duty@example.org'],
      },
    ],
  },
  closing: { afterDays: 7 },
});
const targets = targetsOf(config);

let database: TestDatabase;
let log: Log;
beforeEach(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 6 }, quietLogger());
});
afterEach(async () => {
  await log.close();
  await database.drop();
});

const roundAt = (at: string) => round({ log, config, logger: quietLogger(), now: () => new Date(at) }, targets);
const some = (call: object = {}) =>
  logCall(log, {
    contacts: [{ contact: someContact({ from: { email: 'ada@example.org' } }) }],
    call: { receivedAt: '2026-11-02T08:00:00.000Z', respondBy: RESPOND, resolveBy: RESOLVE, ...call },
  });
const told = (id: string) =>
  database.query<{ recipient: string }>(
    `select kind, channel, account, recipient, message from outbox where call_id = $1 order by created_at, recipient`,
    [id],
  );
const whom = async (id: string) => (await told(id)).map(({ recipient }) => recipient);
const change = (reference: string, at: string, given: object) =>
  log.db
    .transaction()
    .execute((trx) =>
      changeCall(trx, { reference, at, by: 'Ada', messageId: v7(), canSend: () => false, targets, change: given }),
    );

describe('a call that nobody answers', () => {
  test('is told of before its target, and after it', async () => {
    const { id, reference } = await some({ assignee: 'ada@desk.example' });
    await roundAt('2026-11-02T09:29:59.000Z');
    expect(await whom(id)).toEqual([]);
    await roundAt('2026-11-02T09:30:00.000Z');
    const notice = { target: 'respondBy', due: RESPOND };
    const row = { kind: 'notice', channel: 'email', account: 'helpdesk', message: { notice } };
    expect(await told(id)).toEqual([
      { ...row, recipient: 'ada@desk.example' },
      { ...row, recipient: 'duty@example.org' },
    ]);
    await roundAt('2026-11-02T10:15:00.000Z');
    expect((await told(id)).slice(2)).toEqual([
      { ...row, channel: 'slack', account: 'T0000001', recipient: 'T0000001/C0000009' },
      { ...row, recipient: 'boss@example.org' },
    ]);
    const { history } = await getCall(log.db, EVERYTHING, reference);
    expect(history.filter(({ kind }) => kind === 'call.escalated').map(({ detail }) => detail)).toMatchObject([
      { step: 'soon', due: RESPOND, to: ['ada@desk.example', 'duty@example.org'] },
      { step: 'late', due: RESPOND },
    ]);
  });

  test('is told of once, however often and by however many it is looked at', async () => {
    const { id } = await some();
    await Promise.all(Array.from({ length: 6 }, () => roundAt('2026-11-02T09:45:00.000Z')));
    await roundAt('2026-11-02T09:46:00.000Z');
    expect(await whom(id)).toEqual(['duty@example.org']);
  });

  test('is told of once where whoever told it died before it was committed', async () => {
    const { id } = await some();
    const { steps } = config.escalation;
    const died = onRounds(log, async (trx) => {
      await escalate(trx, { steps, at: '2026-11-02T09:45:00.000Z', ways: { email: 'helpdesk', slack: [] } });
      throw new Error('killed');
    });
    await expect(died).rejects.toThrow('killed');
    expect(await whom(id)).toEqual([]);
    await roundAt('2026-11-02T09:50:00.000Z');
    expect(await whom(id)).toEqual(['duty@example.org']);
  });

  test('while another worker is on its round, this one does nothing', async () => {
    const { id } = await some();
    await onRounds(log, async () => roundAt('2026-11-02T09:45:00.000Z'));
    expect(await whom(id)).toEqual([]);
  });

  test('is not reminded of after a standstill: then it is late', async () => {
    const { id } = await some();
    await roundAt('2026-11-02T12:00:00.000Z');
    expect(await whom(id)).toEqual(['T0000001/C0000009', 'boss@example.org']);
  });

  test('is not told of when it is answered, waits, is done, or was due long ago', async () => {
    const calls = [await some(), await some(), await some(), await some({ respondBy: '2026-10-02T10:00:00.000Z' })];
    await database.query('update calls set responded_at = now() where id = $1', [calls[0]?.id]);
    await change(calls[1]?.reference ?? '', '2026-11-02T08:30:00.000Z', { status: 'waiting' });
    await change(calls[2]?.reference ?? '', '2026-11-02T08:30:00.000Z', { status: 'resolved' });
    await roundAt('2026-11-02T11:00:00.000Z');
    for (const { id } of calls) expect(await whom(id)).toEqual([]);
  });

  test('is told of again when its target is another', async () => {
    const { id } = await some();
    await roundAt('2026-11-02T09:45:00.000Z');
    await database.query(`update calls set respond_by = '2026-11-02T14:00:00Z' where id = $1`, [id]);
    await roundAt('2026-11-02T13:45:00.000Z');
    expect(await whom(id)).toEqual(['duty@example.org', 'duty@example.org']);
  });

  test('is told of to whom it is for: by its priority and its department', async () => {
    const calls = [
      await some({ department: 'IT' }),
      await some({ department: 'HR' }),
      await some({ department: 'IT', impact: 'high' }),
    ];
    for (const { id } of calls) await database.query('update calls set responded_at = now() where id = $1', [id]);
    await roundAt(RESOLVE);
    expect(await Promise.all(calls.map(({ id }) => whom(id)))).toEqual([['duty@example.org'], [], []]);
  });
});

describe('on a round', () => {
  test('a call that waited long enough goes on, with what was left on its clock', async () => {
    const { id, reference } = await some();
    await change(reference, '2026-11-02T08:30:00.000Z', {
      status: 'waiting',
      waitingUntil: '2026-11-02T09:30:00.000Z',
    });
    await roundAt('2026-11-02T09:29:00.000Z');
    expect(await getCall(log.db, EVERYTHING, reference)).toMatchObject({ status: 'waiting' });
    await roundAt('2026-11-02T09:30:00.000Z');
    const { status, respondBy, history } = await getCall(log.db, EVERYTHING, reference);
    // An hour of service from nine in Berlin, and an hour of waiting.
    expect([status, respondBy]).toEqual(['in-progress', '2026-11-02T10:00:00.000Z']);
    // Half an hour is left: that it waits no longer comes first, and then that somebody should hurry.
    expect(history.slice(-2).map(({ kind }) => kind)).toEqual(['call.woken', 'call.escalated']);
    expect(await whom(id)).toEqual(['duty@example.org']);
  });

  test('a call that was resolved a week ago is closed, once', async () => {
    const { reference } = await some();
    await change(reference, '2026-11-02T09:00:00.000Z', { status: 'resolved' });
    await roundAt('2026-11-09T08:59:00.000Z');
    expect(await getCall(log.db, EVERYTHING, reference)).toMatchObject({ status: 'resolved' });
    for (const at of ['2026-11-09T09:01:00.000Z', '2026-11-09T09:02:00.000Z']) await roundAt(at);
    const { status, resolvedAt, history } = await getCall(log.db, EVERYTHING, reference);
    expect([status, resolvedAt]).toEqual(['closed', '2026-11-02T09:00:00.000Z']);
    expect(history.filter(({ detail }) => detail.status === 'closed')).toHaveLength(1);
  });
});
