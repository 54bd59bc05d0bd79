import { randomBytes } from 'node:crypto';
import { quietLogger, type TestDatabase, testDatabase, testServices } from '@callbook/checks';
import type { LedgerReport } from '@callbook/contracts';
import { createPatience, listLedger, openLog } from '@callbook/log';
import { openProducer, type QueueOptions } from '@callbook/queue';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { consumeReports } from '../src/ledger.ts';

const logger = quietLogger();
const options: QueueOptions = {
  url: testServices().redisUrl,
  prefix: `test-${randomBytes(4).toString('hex')}`,
  logger,
};
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('what adapters report is in the ledger, each once, also when Postgres was away meanwhile', async () => {
  const log = openLog({ url: database.url, connections: 2 }, logger);
  const stop = new AbortController();
  const producer = openProducer(options);
  await new Promise<void>((resolve) => producer.onReady(resolve));
  const place = { channel: 'email', account: 'desk', part: 'INBOX', day: '2026-11-02' } as const;
  const report: LedgerReport = { ...place, seen: 4, spooled: 1, untaken: 2, at: '2026-11-02T10:00:00.000Z' };
  const away = openLog({ url: 'postgres://127.0.0.1:1/nothing', connections: 1 }, logger);
  const waiting = consumeReports(options, away, createPatience(logger, stop.signal));
  await producer.send('ledger', { reports: [report] }, 'report-1');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  stop.abort();
  await waiting.close();
  await away.close();

  const consumer = consumeReports(options, log, createPatience(logger, new AbortController().signal));
  await producer.send('ledger', { reports: [report] }, 'report-2');
  await producer.send('ledger', { reports: [{ ...report, seen: 5, at: '2026-11-02T11:00:00.000Z' }] }, 'report-3');
  const seen = async () => (await listLedger(log.db, { since: '2026-11-01' }, new Date())).items;
  for (const end = Date.now() + 20_000; (await seen())[0]?.parts[0]?.seen !== 5; ) {
    if (Date.now() > end) throw new Error('the reports were not entered');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // The first comes again by its back-off, and is too old by then.
  for (const end = Date.now() + 20_000; (await producer.state('ledger', 'report-1')) !== 'gone'; ) {
    if (Date.now() > end) throw new Error('the report that waited was not entered');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await seen()).toMatchObject([{ account: 'desk', seen: 5, missing: 4, spooled: 1, recorded: 0 }]);
  await Promise.all([consumer.close(), producer.close()]);
  await log.close();
}, 60_000);
