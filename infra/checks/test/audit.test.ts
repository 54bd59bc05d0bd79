import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { numberedMail, type RunningHouse, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { environment } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** A log that was put back from a backup, as its operator meets it: the ledger says so, and one command heals it. */
const PROGRAM = fileURLToPath(new URL('../../../services/command/bin/callbook.js', import.meta.url));
const MAILS = 60;

let dovecot: Dovecot;
let house: RunningHouse;
beforeAll(async () => {
  dovecot = await startDovecot();
  house = await startHouse({ accounts: [dovecot.mailbox('helpdesk')], args: ['--roles', 'consolidation,desk,email'] });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

/** Runs the program with nothing but the home of the house to go by. */
async function callbook(...args: string[]): Promise<{ status: number | null; output: string; notes: string }> {
  const { DATABASE_URL: _database, REDIS_URL: _redis, NODE_OPTIONS: _options, ...variables } = environment().variables;
  const env = { ...variables, CALLBOOK_HOME: house.home };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, cwd: house.home });
  const output: Buffer[] = [];
  const notes: Buffer[] = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => notes.push(chunk));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, output: Buffer.concat(output).toString(), notes: Buffer.concat(notes).toString() };
}

type Counts = { seen: number; spooled: number; recorded: number; missing: number };

/** What the ledger says of all days together. */
async function ledger(): Promise<Counts> {
  const response = await house.ask('/api/ledger?account=helpdesk');
  const { items } = (await response.json()) as { items: Counts[] };
  const sum = { seen: 0, spooled: 0, recorded: 0, missing: 0 };
  for (const name of Object.keys(sum) as (keyof Counts)[]) for (const item of items) sum[name] += item[name];
  return sum;
}

async function until(expected: Partial<Counts>): Promise<void> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await ledger();
    if (Object.entries(expected).every(([name, count]) => found[name as keyof Counts] === count)) return;
    if (Date.now() > end) throw new Error(`the ledger says ${JSON.stringify(found)}`);
  }
}

const keys = async () =>
  (await house.query<{ key: string }>('select key from contacts order by key')).map(({ key }) => key);

test('the ledger of a mailbox comes to nothing missing', async () => {
  for (let number = 0; number < MAILS; number++) await dovecot.drop('helpdesk', numberedMail(number));
  await until({ seen: MAILS, recorded: MAILS, spooled: 0, missing: 0 });
  const { status, output, notes } = await callbook('audit', 'email');
  expect([status, notes]).toEqual([0, '']);
  expect(output).toContain('Nothing is missing.');
}, 120_000);

test('a log that has lost half of it shows so, and is healed whole by one command, none twice', async () => {
  const whole = await keys();
  // The half of the calls that came later, with all that hangs on them: the backup is from before them.
  await house.query(`
    set session_replication_role = replica;
    create temp table lost as select id from calls order by number desc limit ${MAILS / 2};
    delete from history where call_id in (table lost);
    delete from attachments where contact_id in (select id from contacts where call_id in (table lost));
    delete from contacts where call_id in (table lost);
    delete from calls where id in (table lost)`);
  await until({ seen: MAILS, recorded: MAILS / 2, missing: MAILS / 2 });
  const found = await callbook('audit', 'email');
  expect(found.status).toBe(1);
  expect(found.output).toContain(`${MAILS / 2} missing.`);

  const repaired = await callbook('audit', 'email', '--repair');
  expect(repaired.notes).toBe(`helpdesk: ${MAILS / 2} of ${MAILS / 2} missing mails are in the log now.\n`);
  expect(repaired.status).toBe(0);
  expect(await keys()).toEqual(whole);
  await until({ seen: MAILS, recorded: MAILS, missing: 0 });
  expect((await callbook('audit', 'email', '--json')).status).toBe(0);
}, 180_000);
