import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { numberedMail, type RunningHouse, startHouse } from '@callbook/checks';
import { type Dovecot, type Line, startDovecot, startLine } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** A folder that is full of old mail: read once, and afterwards no burden. */
const LONG = process.env.CALLBOOK_LONG === '1';
const MAILS = LONG ? 200_000 : 600;
const DAY = 86_400_000;
/** Over which they came in. */
const DAYS = 1_000;
const MEMORY = (LONG ? 400 : 250) * 1e6;
/** For all of them to be read and recorded. */
const PATIENCE = LONG ? 3_600_000 : 90_000;

let dovecot: Dovecot;
let line: Line;
let house: RunningHouse;
beforeAll(async () => {
  dovecot = await startDovecot();
  line = await startLine(dovecot.port);
  dovecot.seed('helpdesk', oldMails());
  const { imap, ...rest } = dovecot.mailbox('helpdesk');
  house = await startHouse({
    accounts: [{ ...rest, imap: { ...imap, port: line.port, pollSeconds: 5 } }],
    args: ['--separate', '--roles', 'consolidation,desk,email'],
  });
}, 300_000);
afterAll(async () => {
  await house?.stop();
  await line?.stop();
  await dovecot?.stop();
}, 120_000);

function* oldMails() {
  const now = Date.now();
  for (let number = 1; number <= MAILS; number++)
    yield { raw: numberedMail(number), at: new Date(now - DAYS * DAY * (1 - number / MAILS)) };
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(met: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; !(await met()); await sleep(250))
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
}

async function contacts(): Promise<number> {
  const [row] = await house.query<{ count: number }>('select count(*)::int from contacts');
  return row?.count ?? 0;
}

/** In a Maildir a keyword is a small letter among the flags at the end of a file's name. */
const MARKED = /:2,[A-Z]*[a-z]+$/;
const folder = () => join(dovecot.maildir('helpdesk'), 'cur');
const unmarked = () => readdirSync(folder()).filter((name) => !MARKED.test(name)).length;

function peak(): number {
  const status = readFileSync(`/proc/${house.pid('email')}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

/** Does something, and says how long it took, what came over the line, and what the adapter needed. */
async function measured(what: string, work: () => Promise<void>): Promise<{ bytes: number }> {
  const [began, heard] = [Date.now(), line.heard()];
  await work();
  const bytes = line.heard() - heard;
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  process.stderr.write(`${what}: ${seconds} s, ${megabytes(bytes)} MB heard, peak ${megabytes(peak())} MB\n`);
  expect(peak()).toBeLessThan(MEMORY);
  return { bytes };
}

test(
  'every old mail is read, recorded and marked',
  async () => {
    await measured(`${MAILS} old mails`, async () => {
      await until(async () => (await contacts()) === MAILS, 'contacts');
      await until(() => unmarked() === 0, 'marks');
    });
  },
  PATIENCE,
);

test(
  'a restart reads none of them again, and a new mail is logged',
  async () => {
    const before = house.pid('email');
    const { bytes } = await measured('restart', async () => {
      house.kill('email');
      await until(() => house.pid('email') !== before, 'another process');
      await dovecot.deliver('helpdesk', numberedMail(MAILS + 1));
      await until(async () => (await contacts()) === MAILS + 1, 'the new mail');
    });
    expect(bytes).toBeLessThan(200_000);
  },
  PATIENCE,
);

test(
  'under another UIDVALIDITY and without marks they are recognised',
  async () => {
    await dovecot.resetUidValidity('helpdesk');
    for (const name of readdirSync(folder()))
      renameSync(join(folder(), name), join(folder(), name.replace(MARKED, ':2,')));
    await measured('another UIDVALIDITY', () => until(() => unmarked() === 0, 'marks'));
    expect(await contacts()).toBe(MAILS + 1);
  },
  PATIENCE,
);

test(
  'the ledger has every day of them, and misses nothing',
  async () => {
    type Sums = { seen: number; spooled: number; untaken: number };
    const sums = async () => {
      const [row] = await house.query<Sums>(
        'select sum(seen)::int as seen, sum(spooled)::int as spooled, sum(untaken)::int as untaken from ledger',
      );
      return row as Sums;
    };
    const wanted = JSON.stringify({ seen: MAILS + 1, spooled: 0, untaken: 0 });
    await until(async () => JSON.stringify(await sums()) === wanted, 'the ledger');
    const response = await house.ask(`/api/ledger?missing=true&days=${DAYS + 2}`);
    expect(await response.json()).toMatchObject({ items: [] });
  },
  PATIENCE,
);
