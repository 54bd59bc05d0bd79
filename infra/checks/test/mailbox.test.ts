import { numberedMail, type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type Dovecot, type Line, startDovecot, startLine } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OtherHands, startOtherHands } from './mailbox/other-hands.ts';

/**
 * The whole way, while the mailbox is anything but quiet: lines are cut at random bytes, the server is restarted, every
 * mail gets another UID, and somebody else moves and deletes mails all the while. Short in CI; long as the promise is.
 */
const LONG = process.env.CALLBOOK_LONG === '1';
const MAILS = LONG ? 5_000 : 300;
const CUTS = LONG ? 50 : 8;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Over which mails come in, at the least. */
const SECONDS = LONG ? 240 : 12;
/** No limit of the tests below depends on how quick the machine is: what stands still ends them, and this what hangs. */
const HANGS = LONG ? 3_600_000 : 900_000;

/** Two accounts: one whose folders keep our keyword, and one whose folders do not. */
const ACCOUNTS = [
  { user: 'helpdesk', folders: ['INBOX', 'Team'], first: 1 },
  { user: 'plain', folders: ['Plain', 'PlainTeam'], first: 100_001 },
] as const;

let dovecot: Dovecot;
let lines: Line[];
let house: RunningHouse;
let hands: OtherHands[];
const random = seeded(SEED);

beforeAll(async () => {
  process.stderr.write(`mailbox: SEED=${SEED}\n`);
  dovecot = await startDovecot({ plainFolders: ['Plain', 'PlainTeam'] });
  lines = await Promise.all(ACCOUNTS.map(() => startLine(dovecot.port)));
  hands = await Promise.all(ACCOUNTS.map(({ user, folders }) => startOtherHands(dovecot, user, folders, random)));
  house = await startHouse({
    args: ['--separate', '--roles', 'consolidation,desk,email'],
    accounts: ACCOUNTS.map(({ user, folders }, which) => {
      const { imap, ...rest } = dovecot.mailbox(user);
      return { ...rest, imap: { ...imap, folders: [...folders], port: line(which).port, pollSeconds: 5 } };
    }),
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await Promise.all((lines ?? []).map((line) => line.stop()));
  await dovecot?.stop();
}, 120_000);

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const mailAbout = (subject: string) => `From: other@example.org\r\nSubject: ${subject}\r\n\r\n${subject}\r\n`;

type Counts = { contacts: number; subjects: number; duplicates: number };
const EVERY = { contacts: MAILS, subjects: MAILS, duplicates: 0 };

async function counts(user: string, subjects: string): Promise<Counts> {
  const [row] = await house.query<Counts>(`select count(*)::int as contacts, count(distinct subject)::int as subjects,
    count(duplicate_of)::int as duplicates from contacts where account = '${user}' and subject like '${subjects}'`);
  return row as Counts;
}

async function recorded(user: string): Promise<Set<string>> {
  const rows = await house.query<{ subject: string }>(`select subject from contacts where account = '${user}'`);
  return new Set(rows.map(({ subject }) => subject));
}

/** Longer than anything takes that happens by itself: the next poll, the next connection, the next count for the ledger. */
const STANDSTILL = 120_000;

/** Looks until it is so. However long that takes, it is going on; what has not changed for long is not going on any more. */
async function eventually<T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<void> {
  let [before, since] = ['', Date.now()];
  for (let seen = await look(); !good(seen); seen = await look()) {
    const now = JSON.stringify(seen);
    if (now !== before) [before, since] = [now, Date.now()];
    if (Date.now() - since > STANDSTILL) throw new Error(`it stays so, seed ${SEED}: ${now}`);
    await sleep(500);
  }
}

/** Cuts the line at random bytes: in a greeting now and then, mostly among mails. */
async function cutAtRandom(line: Line, over: () => boolean): Promise<void> {
  line.cut();
  while (line.made() < CUTS && !over()) {
    if (line.cuts.length === 0) line.cuts.push(Math.floor(random() < 0.2 ? random() * 1_000 : random() * 30_000));
    await sleep(50);
  }
  line.cuts.length = 0;
  for (; line.made() < CUTS; await sleep(1_000)) line.cut();
}

const both = (work: (which: number) => Promise<void>) => Promise.all([work(0), work(1)]);
const account = (which: number) => ACCOUNTS[which] as (typeof ACCOUNTS)[number];
const line = (which: number) => lines[which] as Line;
const other = (which: number) => hands[which] as OtherHands;

/** What happens to the server of both, by how many of the mails are delivered. */
async function shake(progress: number): Promise<void> {
  if (progress === 0.4) await dovecot.restart();
  for (const [at, { user, folders }] of [[0.6, account(0)] as const, [0.8, account(1)] as const])
    if (progress === at) await dovecot.resetUidValidity(user, folders[0]);
}

/** Delivers all mails while everything happens at once, and resolves when the last one is delivered. */
async function deliverInStorm(which: number): Promise<void> {
  const { user, folders, first } = account(which);
  let delivered = false;
  const deliver = async () => {
    for (let number = 0; number < MAILS; number++) {
      await dovecot.deliver(user, numberedMail(first + number), folders[0]);
      if (number % 50 === 0) await dovecot.deliver(user, mailAbout(`Risky ${number}`), folders[0]);
      if (number % 10 === 9) await sleep((SECONDS * 1_000) / (MAILS / 10));
      if (which === 0) await shake(number / MAILS);
    }
    delivered = true;
  };
  const meddle = async () => {
    while (!delivered) {
      await other(which).meddle(await recorded(user), 'Risky ');
      await sleep(200);
    }
  };
  await Promise.all([deliver(), meddle(), cutAtRandom(line(which), () => delivered)]);
}

test(
  'every mail is one contact while lines are cut, the server restarts, UIDs change, and others move and delete mails',
  () =>
    both(async (which) => {
      const { user } = account(which);
      await deliverInStorm(which);
      const now = () => counts(user, 'Trouble number %');
      await eventually(now, ({ contacts }) => contacts >= MAILS);
      await sleep(2_000);
      expect(await now()).toEqual(EVERY);
      // Deleted while it may just have been fetched: it is a contact or none, and never two.
      const risky = await counts(user, 'Risky %');
      expect(risky.contacts).toBe(risky.subjects);
      expect(line(which).made()).toBeGreaterThanOrEqual(CUTS);
      const { moved, deleted } = other(which).done();
      expect(Math.min(moved, deleted)).toBeGreaterThan(0);
      process.stderr.write(`${user}: ${line(which).made()} cuts, ${moved} moved and ${deleted} deleted by others\n`);
    }),
  HANGS,
);

test(
  'what was gone before we could read it is in no log, and nothing stops at it',
  () =>
    both(async (which) => {
      const { user, folders } = account(which);
      line(which).close();
      for (let number = 0; number < 10; number++) await dovecot.deliver(user, mailAbout(`Gone ${number}`), folders[0]);
      await other(which).remove('Gone ');
      line(which).open();
      await dovecot.deliver(user, mailAbout(`After them, for ${user}`), folders[0]);
      await eventually(
        () => counts(user, 'After them%'),
        ({ contacts }) => contacts === 1,
      );
      expect((await counts(user, 'Gone %')).contacts).toBe(0);
    }),
  HANGS,
);

test(
  'the ledger says that nothing is missing, and how many mails lie in the folders',
  () =>
    both(async (which) => {
      const { user } = account(which);
      const wanted = async () => {
        const { contacts } = await counts(user, '%');
        return { missing: 0, spooled: 0, recorded: contacts, there: await other(which).held() };
      };
      const entries = async () => {
        const response = await house.ask(`/api/ledger?account=${user}`);
        return ((await response.json()) as { items: Ledger[] }).items;
      };
      const now = async () => {
        const items = await entries();
        const sum = (of: (entry: Ledger) => number) => items.reduce((total, entry) => total + of(entry), 0);
        return {
          ...{ missing: sum(({ missing }) => missing), spooled: sum(({ spooled }) => spooled) },
          recorded: sum(({ recorded }) => recorded),
          there: sum(({ parts }) => parts.reduce((total, { seen }) => total + seen, 0)),
        };
      };
      await eventually(
        async () => ({ now: await now(), wanted: await wanted(), entries: await entries() }),
        ({ now, wanted }) => JSON.stringify(now) === JSON.stringify(wanted),
      );
    }),
  HANGS,
);

type Ledger = {
  readonly missing: number;
  readonly spooled: number;
  readonly recorded: number;
  readonly parts: readonly { readonly seen: number }[];
};
