import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, someContact } from '@callbook/checks';
import type { LedgerReport } from '@callbook/contracts';
import { type Service, startRedis } from '@callbook/embedded';
import { consume } from '@callbook/queue';
import { createLifecycle, type Lifecycle } from '@callbook/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Intake, openIntake } from '../src/index.ts';

const logger = quietLogger();
let home: string;
let redis: Service;
let lifecycle: Lifecycle;
const prefix = `test-${randomBytes(4).toString('hex')}`;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'report-'));
  redis = await startRedis({ directory: join(home, 'redis'), logger });
  lifecycle = createLifecycle(logger);
});
afterEach(async () => {
  await lifecycle.stop('test');
  await redis.stop();
  rmSync(home, { recursive: true });
});

const open = (): Promise<Intake> =>
  openIntake('test', { config: { spool: { reserve: 0 }, redis: { url: redis.url, prefix } }, home, logger, lifecycle });

function report(parts: Partial<LedgerReport> = {}): LedgerReport {
  const counts = { seen: 3, spooled: 1, untaken: 0 };
  const place = { channel: 'email', account: 'desk', part: 'INBOX', day: '2026-11-02' } as const;
  return { ...place, ...counts, at: '2026-11-02T10:00:00.000Z', ...parts };
}

/** Takes reports from the queue, into the list that it gives back. */
function ledger(): LedgerReport[] {
  const taken: LedgerReport[] = [];
  const consumer = consume(
    { url: redis.url, prefix, logger },
    'ledger',
    async ({ reports }) => void taken.push(...reports),
    { concurrency: 1 },
  );
  lifecycle.onStop('ledger', () => consumer.close());
  return taken;
}

async function until(met: () => boolean, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!met()) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${met}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a report goes to the queue once', async () => {
  const intake = await open();
  const taken = ledger();
  await intake.report([report(), report({ part: 'Sent', seen: 0, spooled: 0 })]);
  await until(() => taken.length === 2);
  await intake.report([report({ seen: 4, at: '2026-11-02T10:01:00.000Z' })]);
  await until(() => taken.length === 3);
  expect(taken[2]?.seen).toBe(4);
});

test('with Redis away the latest of each part and day is kept, over a restart too, and sent when it is back', async () => {
  const { port } = redis;
  await redis.stop();
  const intake = await open();
  const long = 'folder/'.repeat(70);
  for (let minute = 10; minute < 40; minute++)
    await intake.report([
      report({ seen: minute, at: `2026-11-02T10:${minute}:00Z` }),
      report({ part: `${long}${minute}` }),
    ]);
  await intake.report([report({ seen: 1, at: '2026-11-02T09:59:00Z' })]);
  const days = Array.from({ length: 150 }, (_, i) => new Date(Date.UTC(2026, 0, i + 1)).toISOString().slice(0, 10));
  await intake.report(days.map((day) => report({ day, account: 'other' })));
  await lifecycle.stop('restart');

  lifecycle = createLifecycle(logger);
  await open();
  redis = await startRedis({ directory: join(home, 'redis'), logger, port });
  const taken = ledger();
  await until(() => taken.length === 181);
  expect(taken.filter(({ part }) => part === 'INBOX').map(({ account, seen }) => [account, seen])).toContainEqual([
    'desk',
    39,
  ]);
  expect(new Set(taken.filter(({ account }) => account === 'other').map(({ day }) => day)).size).toBe(150);
}, 40_000);

test('what is no report is refused with a code, and keeps no other back', async () => {
  const intake = await open();
  const taken = ledger();
  await expect(intake.report([report({ day: 'yesterday' })])).rejects.toMatchObject({ code: 'message-invalid' });
  await intake.report([report()]);
  await until(() => taken.length === 1);
});

test('a report says how many contacts of its account and day the log has confirmed, and is told again after a restart', async () => {
  const recorder = consume({ url: redis.url, prefix, logger }, 'contacts', async () => undefined, { concurrency: 1 });
  const contacts = [1, 2, 3].map((hour) =>
    someContact({ account: 'desk', occurredAt: `2026-11-02T0${hour}:00:00.000Z` }),
  );
  const others = [
    someContact({ account: 'desk', occurredAt: '2026-11-03T00:00:00.000Z' }),
    someContact({ account: 'other', occurredAt: '2026-11-02T08:00:00.000Z' }),
    someContact({
      account: 'desk',
      occurredAt: '2026-11-02T09:00:00.000Z',
      revises: { key: 'a'.repeat(43), cause: 'edit' },
    }),
  ];
  const intake = await open();
  await Promise.all([...contacts, ...others].map((contact) => intake.accept(contact)));
  await until(() => intake.pending() === 0);
  await Promise.all(contacts.map((contact) => intake.accept(contact)));
  await recorder.close();
  const taken = ledger();
  await intake.report([report(), report({ part: 'Sent' })]);
  await until(() => taken.length === 2);
  expect(taken.map(({ confirmed }) => confirmed)).toEqual([3, 3]);
  await lifecycle.stop('restart');

  lifecycle = createLifecycle(logger);
  await open();
  const again = ledger();
  await until(() => again.length === 2);
  expect(again.map(({ part, confirmed }) => [part, confirmed]).sort()).toEqual([
    ['INBOX', 3],
    ['Sent', 3],
  ]);
});
