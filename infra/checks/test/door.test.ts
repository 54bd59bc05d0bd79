import { createServer } from 'node:net';
import { numberedMail, type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';

/** Mail that is handed over is nowhere else once it is answered with 250: the door is killed as often as can be. */
const LONG = process.env.CALLBOOK_LONG === '1';
const MAILS = LONG ? 2_000 : 120;
const KILLS = LONG ? 120 : 7;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const PARTS = ['email', 'redis', 'email', 'consolidation', 'email', 'postgres', 'email'];
const CLIENTS = 6;

const { accounts } = ConfigSchema.parse({
  email: {
    accounts: [
      { name: 'helpdesk', address: 'helpdesk@callbook.example' },
      { name: 'facilities', address: 'facilities@callbook.example' },
    ],
  },
}).email;

let house: RunningHouse;
let port: number;
beforeAll(async () => {
  process.stderr.write(`door: SEED=${SEED}\n`);
  port = await freePort();
  house = await startHouse({
    accounts,
    smtp: { port, perMinute: 1_000_000 },
    args: ['--separate', '--roles', 'consolidation,desk,email'],
  });
}, 240_000);
afterAll(() => house?.stop(), 30_000);

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: free } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Gives a mail as a mail server does: again and again, until it hears a 250. Gives back how often that was. */
async function give(raw: string, to: readonly string[], deaf: () => boolean = () => false): Promise<number> {
  for (let tries = 1; ; tries++) {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    try {
      await transport.sendMail({ raw, envelope: { from: 'ada@example.org', to: [...to] } });
      // Now and then the 250 does not reach it: it gives the same bytes once more.
      if (!deaf()) return tries;
    } catch {
      await sleep(150);
    } finally {
      transport.close();
    }
  }
}

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
    await sleep(250);
  }
}

test(
  'mails that are handed over while everything is killed are logged, each once',
  async () => {
    const random = seeded(SEED);
    let given = 0;
    let tries = 0;
    let killing = true;
    const client = async () => {
      while (given < MAILS) {
        given += 1;
        const needed = await give(numberedMail(given), ['helpdesk@callbook.example'], () => random() < 0.05);
        tries += needed;
        // As long as the killing goes on, mail comes in.
        if (killing) await sleep(((KILLS * 800 * CLIENTS) / MAILS) * random());
      }
    };
    const kill = async () => {
      for (let kills = 0; kills < KILLS; ) {
        await sleep(100 + random() * 1_400);
        if (house.kill(PARTS[kills % PARTS.length] as string)) kills += 1;
      }
      killing = false;
    };
    await Promise.all([kill(), ...Array.from({ length: CLIENTS }, client)]);
    const all = { contacts: MAILS, keys: MAILS, subjects: MAILS, duplicates: 0, calls: MAILS };
    expect(await until(({ contacts }) => contacts >= MAILS, 120_000)).toEqual(all);
    await sleep(2_000);
    expect(await counts()).toEqual(all);
    process.stderr.write(`door: ${MAILS} mails in ${tries} tries, ${house.restarts('email')} restarts\n`);
    expect(tries).toBeGreaterThan(MAILS);
    expect(house.restarts('email')).toBeGreaterThan(2);
  },
  LONG ? 900_000 : 180_000,
);

test('a mail to two accounts is a contact of each, and one call', async () => {
  const before = await counts();
  await give(numberedMail(MAILS + 1), ['helpdesk+a@callbook.example', 'facilities@callbook.example']);
  expect(await until(({ contacts }) => contacts >= before.contacts + 2, 120_000)).toEqual({
    contacts: before.contacts + 2,
    keys: before.keys + 2,
    subjects: before.subjects + 1,
    duplicates: 1,
    calls: before.calls + 1,
  });
}, 40_000);
