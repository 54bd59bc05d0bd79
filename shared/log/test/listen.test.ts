import { logCall, logContact, quietLogger, someContact, testDatabase } from '@callbook/checks';
import { announceCalls, type ChangedCalls, listenToCalls, openLog } from '@callbook/log';
import { afterAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';

const database = await testDatabase();
const log = openLog({ url: database.url, connections: 4 }, quietLogger());
const stop = new AbortController();
const heard: ChangedCalls[] = [];
let resyncs = 0;
const listening = listenToCalls(
  log,
  { changed: (calls) => void heard.push(calls), resync: () => void resyncs++ },
  quietLogger(),
  stop.signal,
);
afterAll(async () => {
  stop.abort();
  await listening;
  await log.close();
  await database.drop();
});

const LISTENERS = `from pg_stat_activity where application_name = 'callbook-listen' and datname = current_database()
  and query like 'listen%'`;
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('it did not happen within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const listens = async () => (await database.query(`select pid ${LISTENERS}`)).length === 1;

test('what is committed is heard, new and changed apart', async () => {
  await until(listens);
  const call = await logCall(log);
  await logContact(log, call, { contact: someContact() });
  await until(() => heard.length === 2);
  expect(heard).toEqual([
    { created: [call.id], updated: [] },
    { created: [], updated: [call.id] },
  ]);
  expect(resyncs).toBe(0);
});

test('what is rolled back is not heard', async () => {
  heard.length = 0;
  await expect(
    log.db.transaction().execute(async (trx) => {
      await announceCalls(trx, { created: [v7()], updated: [] });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const call = await logCall(log);
  await until(() => heard.length > 0);
  expect(heard).toEqual([{ created: [call.id], updated: [] }]);
});

test('a thousand calls of one transaction are all heard', async () => {
  heard.length = 0;
  const created = Array.from({ length: 700 }, () => v7());
  const updated = Array.from({ length: 300 }, () => v7());
  await log.db.transaction().execute((trx) => announceCalls(trx, { created, updated }));
  await until(() => heard.flatMap((calls) => [...calls.created, ...calls.updated]).length === 1000);
  expect(heard.flatMap((calls) => calls.created)).toEqual(created);
  expect(heard.flatMap((calls) => calls.updated)).toEqual(updated);
});

test('a killed connection comes back, and says that something may have been missed', async () => {
  heard.length = 0;
  await database.query(`select pg_terminate_backend(pid) ${LISTENERS}`);
  await until(() => resyncs === 1);
  const call = await logCall(log);
  await until(() => heard.length === 1);
  expect(heard).toEqual([{ created: [call.id], updated: [] }]);
});

test('without Postgres it keeps trying, and stops when it is told to', async () => {
  const away = new AbortController();
  const trying = listenToCalls(
    { url: 'postgres://callbook@127.0.0.1:1/none' },
    { changed: () => undefined, resync: () => undefined },
    quietLogger(),
    away.signal,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  away.abort();
  await expect(trying).resolves.toBeUndefined();
});
