import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedMail, type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** Short: every part is killed a few times. Long (`infra/test --long`): often enough to bound what luck can hide. */
const LONG = process.env.CALLBOOK_LONG === '1';
const MAILS = LONG ? 1_000 : 200;
const KILLS = LONG ? 120 : 8;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const PARTS = ['email', 'consolidation', 'redis', 'postgres'];
const ROLES = ['--separate', '--roles', 'consolidation,desk,email'];

let dovecot: Dovecot;
let house: RunningHouse;

beforeAll(async () => {
  process.stderr.write(`kills: SEED=${SEED}\n`);
  dovecot = await startDovecot();
  house = await startHouse({ accounts: [account()], args: ROLES });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

function account() {
  const { imap, ...rest } = dovecot.mailbox('helpdesk');
  return { ...rest, imap: { ...imap, pollSeconds: 5 } };
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Counts = { contacts: number; keys: number; subjects: number; duplicates: number; calls: number };
async function counts(): Promise<Counts> {
  const [row] = await house.query<Counts>(`select
    (select count(*) from contacts)::int as contacts,
    (select count(distinct key) from contacts)::int as keys,
    (select count(distinct subject) from contacts)::int as subjects,
    (select count(*) from contacts where duplicate_of is not null)::int as duplicates,
    (select count(*) from calls)::int as calls`);
  return row as Counts;
}

async function until(done: (now: Counts) => boolean, milliseconds: number): Promise<Counts> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const now = await counts();
    if (done(now)) return now;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms, seed ${SEED}: ${JSON.stringify(now)}`);
    await sleep(500);
  }
}

async function deliverAll(pause: number): Promise<void> {
  for (let number = 1; number <= MAILS; number++) {
    await dovecot.deliver('helpdesk', numberedMail(number));
    if (number % 10 === 0) await sleep(pause);
  }
}

async function killAtRandom(random: () => number): Promise<void> {
  for (let kills = 0; kills < KILLS; ) {
    await sleep(200 + random() * 1_800);
    const part = PARTS[kills % PARTS.length] as string;
    if (house.kill(part)) kills += 1;
  }
}

const ALL = { contacts: MAILS, keys: MAILS, subjects: MAILS, duplicates: 0, calls: MAILS };

test(
  'mails that come while every process is killed at random moments are a call each, and each once',
  async () => {
    const random = seeded(SEED);
    // As long as the killing goes on, mail comes in.
    await Promise.all([deliverAll((KILLS * 1_000) / (MAILS / 10)), killAtRandom(random)]);
    expect(await until(({ contacts }) => contacts >= MAILS, 120_000)).toEqual(ALL);
    await sleep(3_000);
    expect(await counts()).toEqual(ALL);
    for (const part of PARTS) expect(house.restarts(part)).toBeGreaterThan(0);
  },
  LONG ? 900_000 : 240_000,
);

test('every mail carries the mark that it is recorded', async () => {
  const end = Date.now() + 60_000;
  while ((await unmarked()) > 0) {
    if (Date.now() > end) throw new Error(`${await unmarked()} mails are not marked`);
    await sleep(500);
  }
}, 70_000);

test('the mailbox read again from the start, under another UIDVALIDITY and without marks, changes nothing', async () => {
  await dovecot.resetUidValidity('helpdesk');
  await forgetMarks();
  await marksComeBack();
  expect(await counts()).toEqual(ALL);
}, 120_000);

test('the same once more with an adapter that has lost its disk', async () => {
  const { home } = house;
  await house.stop({ keep: true });
  await rm(join(home, 'spool'), { recursive: true });
  house = await startHouse({ accounts: [account()], home, args: ROLES });
  await dovecot.resetUidValidity('helpdesk');
  await forgetMarks();
  await marksComeBack();
  expect(await counts()).toEqual(ALL);
}, 120_000);

test('the same mails delivered once more are as many duplicates and not one call', async () => {
  await deliverAll(0);
  const now = await until(({ contacts }) => contacts >= 2 * MAILS, 120_000);
  expect(now).toEqual({ contacts: 2 * MAILS, keys: 2 * MAILS, subjects: MAILS, duplicates: MAILS, calls: MAILS });
}, 150_000);

test('everything stops in order within ten seconds, and leaves no process behind', async () => {
  const pids = [...PARTS, 'desk'].map((part) => house.pid(part) as number);
  const { status, milliseconds } = await house.stop({ keep: true });
  expect(status).toBe(0);
  expect(milliseconds).toBeLessThan(10_000);
  expect(pids.filter(isAlive)).toEqual([]);
}, 30_000);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** In a Maildir a keyword is a small letter among the flags at the end of a file's name. */
const MARKED = /:2,[A-Z]*[a-z]+$/;

async function unmarked(): Promise<number> {
  const { length: fresh } = await readdir(join(dovecot.maildir('helpdesk'), 'new'));
  const taken = await readdir(join(dovecot.maildir('helpdesk'), 'cur'));
  return fresh + taken.filter((name) => !MARKED.test(name)).length;
}

async function forgetMarks(): Promise<void> {
  const folder = join(dovecot.maildir('helpdesk'), 'cur');
  for (const name of await readdir(folder)) await rename(join(folder, name), join(folder, name.replace(MARKED, ':2,')));
}

async function marksComeBack(): Promise<void> {
  const end = Date.now() + 90_000;
  while ((await unmarked()) > 0) {
    if (Date.now() > end) throw new Error(`${await unmarked()} mails were not looked at again`);
    await sleep(500);
  }
}
