import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numberedMail, type RunningHouse, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { environment } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** Two adapters, each with a disk of its own, are given the same mailbox: one reads it, and the other takes over. */
const PROGRAM = fileURLToPath(new URL('../../../services/email/dist/main.js', import.meta.url));
const BEFORE = 100;
const AFTER = 100;
/** The promise is 30 s: a lease that runs out after 15 s, and a new connection. */
const PROMISE = 30_000;

type Adapter = { readonly home: string; start(): void; kill(): void; said(): string };

let dovecot: Dovecot;
let house: RunningHouse;
let adapters: [Adapter, Adapter];
beforeAll(async () => {
  dovecot = await startDovecot();
  house = await startHouse({ args: ['--separate', '--roles', 'consolidation'] });
  adapters = [adapter(), adapter()];
}, 240_000);
afterAll(async () => {
  for (const { kill, home } of adapters ?? []) {
    kill();
    rmSync(home, { recursive: true, force: true });
  }
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

function adapter(): Adapter {
  const home = mkdtempSync(join(tmpdir(), 'adapter-'));
  const config = join(home, 'callbook.yaml');
  const log = join(home, 'log');
  const { imap, ...rest } = dovecot.mailbox('helpdesk');
  const accounts = [{ ...rest, imap: { ...imap, pollSeconds: 5 } }];
  writeFileSync(config, JSON.stringify({ email: { accounts } }));
  writeFileSync(log, '');
  let child: ChildProcess | undefined;
  return {
    home,
    start() {
      const { NODE_OPTIONS: _, ...variables } = environment().variables;
      const own = { CALLBOOK_HOME: home, CALLBOOK_CONFIG: config, CALLBOOK_PORT: '0', REDIS_URL: house.redisUrl() };
      const output = openSync(log, 'a');
      child = spawn(process.execPath, [PROGRAM], { env: { ...variables, ...own }, stdio: ['ignore', output, output] });
    },
    kill: () => void child?.kill('SIGKILL'),
    said: () => readFileSync(log, 'utf8'),
  };
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(met: () => boolean | Promise<boolean>, milliseconds: number): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await met()); await sleep(50))
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms:\n${adapters[1].said().slice(-2_000)}`);
}

async function recorded(): Promise<{ contacts: number; calls: number }> {
  const [row] = await house.query<{ contacts: number; calls: number }>(
    'select (select count(*)::int from contacts) as contacts, (select count(*)::int from calls) as calls',
  );
  return row as { contacts: number; calls: number };
}

async function deliver(first: number, mails: number, pause: number): Promise<void> {
  for (let number = first; number < first + mails; number++) {
    await dovecot.deliver('helpdesk', numberedMail(number));
    await sleep(pause);
  }
}

const READS = /"msg":"the mailbox is being read"/;
const STANDS_BY = /another process reads the mailbox/;
const TOOK = /"msg":"mail taken"/;

test('one adapter reads the mailbox, and the other takes over within 30 s when it is killed', async () => {
  const [first, second] = adapters;
  first.start();
  await until(() => READS.test(first.said()), 120_000);
  second.start();
  await until(() => STANDS_BY.test(second.said()), 120_000);
  await deliver(1, BEFORE, 10);
  await until(async () => (await recorded()).contacts === BEFORE, 120_000);
  expect(second.said()).not.toMatch(TOOK);

  const coming = deliver(BEFORE + 1, AFTER, 20);
  await sleep(700);
  first.kill();
  const killed = Date.now();
  await until(() => READS.test(second.said()), PROMISE);
  process.stderr.write(`taken over after ${((Date.now() - killed) / 1_000).toFixed(1)} s\n`);
  await coming;
  const all = { contacts: BEFORE + AFTER, calls: BEFORE + AFTER };
  await until(async () => (await recorded()).contacts >= all.contacts, 120_000);
  expect(await recorded()).toEqual(all);
}, 120_000);

test('the one that was killed comes back, hands over what it had, and stands by', async () => {
  const [first] = adapters;
  const before = first.said().length;
  first.start();
  await until(() => STANDS_BY.test(first.said().slice(before)), 120_000);
  await deliver(BEFORE + AFTER + 1, 10, 10);
  await until(async () => (await recorded()).contacts >= BEFORE + AFTER + 10, 120_000);
  await sleep(1_000);
  const all = BEFORE + AFTER + 10;
  expect(await recorded()).toEqual({ contacts: all, calls: all });
  expect(first.said().slice(before)).not.toMatch(TOOK);
}, 80_000);
