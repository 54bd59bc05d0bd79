import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logCall, quietLogger, type TestDatabase, testDatabase, testServices } from '@callbook/checks';
import { targetsOf } from '@callbook/contracts';
import { changeCall, type Log, openLog } from '@callbook/log';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { desk } from './entry.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CALLS = 8;
/** Seconds. An event that was in hand when its worker died is taken for lost ten seconds after that. */
const PATIENCE = 5;

let database: TestDatabase;
let log: Log;
let receiver: Receiver;
let home: string;
let worker: ChildProcess | undefined;

beforeEach(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
  receiver = await startReceiver();
  home = mkdtempSync(join(tmpdir(), 'webhooks-'));
  writeFileSync(
    join(home, 'callbook.yaml'),
    JSON.stringify({
      redis: { url: testServices().redisUrl, prefix: `webhooks-${randomBytes(4).toString('hex')}` },
      webhooks: [{ name: 'itsm', url: receiver.url, secret: receiver.secret, timeoutSeconds: PATIENCE }],
      http: { port: 0 },
    }),
  );
});
afterEach(async () => {
  await kill();
  await receiver.stop();
  await log.close();
  await until('its connections are gone', async () => {
    const open = await database.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'callbook-webhooks-test'`,
    );
    return open.length === 0;
  });
  await database.drop();
  rmSync(home, { recursive: true });
});

function start(): void {
  const place = new URL(database.url);
  place.searchParams.set('application_name', 'callbook-webhooks-test');
  const env = { CALLBOOK_HOME: home, CALLBOOK_CONFIG: join(home, 'callbook.yaml'), DATABASE_URL: place.href };
  worker = spawn(process.execPath, [PROGRAM], { env, stdio: 'ignore' });
}

/** kill -9. */
async function kill(): Promise<void> {
  const dying = worker;
  worker = undefined;
  if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
  const dead = new Promise((resolve) => dying.once('exit', resolve));
  dying.kill('SIGKILL');
  await dead;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 180_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not within three minutes: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function change(reference: string, status: 'in-progress' | 'resolved'): Promise<void> {
  const deed = { reference, at: new Date().toISOString(), by: 'Grace', messageId: v7(), canSend: () => false };
  await log.db
    .transaction()
    .execute((trx) => changeCall(trx, { ...deed, targets: targetsOf(desk()), change: { status } }));
}

const TYPES = ['call.created', 'call.updated', 'call.resolved'];

test('whatever step a worker is killed at, each event is told, by one id, and those of a call in their order', async () => {
  start();
  await until('the worker runs', async () => (await database.query('select from webhook_endpoints')).length === 1);

  // It dies while the receiver has the event in its hands; with the answer on its way; and a moment after that.
  const deaths = [
    () => kill(),
    (answer: () => void) => {
      answer();
      return kill();
    },
    async (answer: () => void) => {
      answer();
      await new Promise((resolve) => setTimeout(resolve, 3));
      await kill();
    },
  ];
  let killed = 0;
  const dying: Promise<void>[] = [];
  receiver.answer((response) => {
    const answer = () => void response.writeHead(204).end();
    const death = receiver.received.length % 5 === 3 && worker ? deaths[killed] : undefined;
    if (!death) return answer();
    killed += 1;
    dying.push(death(answer).then(start));
  });

  const calls = [];
  for (let count = 0; count < CALLS; count++) {
    const { reference } = await logCall(log);
    calls.push(reference);
    await change(reference, 'in-progress');
    await change(reference, 'resolved');
  }
  await until('all is told', async () => {
    // A machine that is busy may not answer in time, and then the next attempt is minutes away.
    await database.query(`update webhook_messages set due_at = now()
      where state = 'waiting' and reason is not null and due_at > now() + interval '${PATIENCE + 11} seconds'`);
    const rows = await database.query(`select from webhook_messages where state = 'delivered'`);
    return rows.length === CALLS * TYPES.length;
  });
  await Promise.all(dying);
  expect(killed).toBe(deaths.length);

  const ids = new Set(receiver.received.map(({ id }) => id));
  const known = await database.query<{ id: string }>('select id from webhook_messages');
  expect([...ids].sort()).toEqual(known.map(({ id }) => id).sort());
  // What came again is the same event.
  for (const id of ids)
    expect(new Set(receiver.received.filter((one) => one.id === id).map(({ raw }) => raw)).size).toBe(1);
  for (const reference of calls) {
    const types = receiver.received
      .filter(({ body }) => body.data.reference === reference)
      .map(({ body }) => body.type);
    expect([...new Set(types)]).toEqual(TYPES);
  }
  const again = receiver.received.length - ids.size;
  process.stderr.write(`webhooks: ${ids.size} events, ${again} of them twice, ${killed} kills\n`);
  // Four may be in hand at once.
  expect(again).toBeLessThanOrEqual(4 * killed);
  expect(receiver.refused).toEqual([]);
}, 240_000);
