import { numberedMail, type RunningHouse, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';

/** Redis is never the only place where a contact is: it may forget everything. */
const MAILS = 500;

let dovecot: Dovecot;
let house: RunningHouse;
let redis: Redis;
beforeAll(async () => {
  dovecot = await startDovecot();
  house = await startHouse({
    accounts: [dovecot.mailbox('helpdesk')],
    args: ['--separate', '--roles', 'consolidation,desk,email'],
  });
  redis = new Redis(house.redisUrl());
}, 240_000);
afterAll(async () => {
  redis?.disconnect();
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How many messages wait in Redis. Past its window of 32 the forwarder keeps contacts in the spool. */
const queued = () => redis.llen('callbook:contacts:wait');

async function recorded(): Promise<{ contacts: number; calls: number }> {
  const [row] = await house.query<{ contacts: number; calls: number }>(
    'select (select count(*)::int from contacts) as contacts, (select count(*)::int from calls) as calls',
  );
  return row as { contacts: number; calls: number };
}

test('FLUSHALL with five hundred contacts in flight: all are recorded within a minute, each once', async () => {
  const worker = house.pid('consolidation') as number;
  process.kill(worker, 'SIGSTOP'); // so that they stay in flight
  for (let number = 1; number <= MAILS; number++) await dovecot.deliver('helpdesk', numberedMail(number));
  for (let before = -1; before !== (await queued()) || before === 0; await sleep(2_000)) before = await queued();
  expect(await queued()).toBeGreaterThan(10);
  await redis.flushall();
  expect(await queued()).toBe(0);
  process.kill(worker, 'SIGCONT');

  const end = Date.now() + 60_000;
  while ((await recorded()).contacts < MAILS && Date.now() < end) await sleep(250);
  process.stderr.write(`recorded ${60 - Math.round((end - Date.now()) / 1_000)} s after the flush\n`);
  expect(await recorded()).toEqual({ contacts: MAILS, calls: MAILS });
}, 120_000);
