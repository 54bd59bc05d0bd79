import { DAY, type LedgerReport, MINUTE, SECOND } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Mailbox } from '../config.ts';
import type { Connection } from './connection.ts';
import type { Flight } from './flight.ts';
import { dayOf, messageOf, type Register } from './register.ts';
import type { Tally } from './tally.ts';
import { parts } from './uid-set.ts';

/** Days before today that are counted again and again; older ones when a mail of theirs was taken. */
const WINDOW = 7;
/** Counting waits until nothing has happened for so long, but no longer than so long in all. */
const QUIET = 5 * SECOND;
const BUSY = MINUTE;
/** Mails whose dates are asked for in one round trip. */
const DATES = 500;

/** Counts for the ledger what the folder holds, per day (UTC, of INTERNALDATE) on which the mailbox got it. */
export type Census = {
  /** Begins anew when the folder's UIDs have changed their meaning. */
  enter(uidValidity: string): void;
  /** A mail was taken over, which arrived on this day. */
  note(uid: number, key: string, arrived: number): void;
  /** Something came, went or was recorded: what was told the ledger is no longer true. */
  changed(): void;
  /** Whether it is time to count. */
  due(): boolean;
  stop(): void;
  /** Keeps what was noted. @throws CallbookError `spool-full`, `spool-failed`. */
  save(): Promise<void>;
  /**
   * Counts, and tells the ledger of the days that changed, or of all days. Resolves with mails that are said to be
   * recorded and of which nobody remembers which message they are: they are to be read again. Their days wait.
   * @throws CallbookError `email-connection`, `spool-full`, `spool-failed`.
   */
  count(connection: Connection, which: 'changed' | 'all'): Promise<number[]>;
};

export type CensusDeps = {
  readonly intake: Pick<Intake, 'cursor' | 'report'>;
  readonly mailbox: Mailbox;
  readonly flight: Flight;
  readonly register: Register;
  readonly tally: Tally;
  readonly now: () => Date;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  /** Called when it is time to count. */
  readonly onDue: () => void;
};

type Day = { readonly messages: Set<number>; untaken: number; spooled: number; unknown: number };

export function openCensus({ intake, mailbox, flight, register, tally, now, clock, onDue }: CensusDeps): Census {
  const { account, folder } = mailbox;
  /** UIDVALIDITY under which every day was counted; afterwards only the last days need be. */
  const name = `imap-counted:${account.name}:${folder}`;
  /** What the ledger was told last, by the day. */
  const told = new Map<string, string>();
  let validity = '';
  let older = false;
  let change: { readonly first: number; readonly last: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const todayNow = () => Math.floor(now().getTime() / DAY);

  const wait = () => (change ? Math.min(change.last + QUIET, change.first + BUSY) - clock() : Number.POSITIVE_INFINITY);
  const ring = () => {
    timer = change && setTimeout(() => (wait() > 0 ? ring() : onDue()), Math.max(0, wait())).unref();
  };
  const changed = () => {
    const last = clock();
    change = { first: change?.first ?? last, last };
    if (timer === undefined) ring();
  };

  tally.onRecount(folder, (from) => {
    older ||= from < todayNow() - WINDOW;
    changed();
  });

  /** Counts what lies on which day, from the first one on. */
  const sort = async (connection: Connection, uids: readonly number[], first: number) => {
    const unnoted = uids.filter((uid) => register.of(uid) === undefined);
    const dates = await datesOf(connection, unnoted, now());
    const days = new Map<number, Day>();
    const unknown: number[] = [];
    const today = todayNow();
    for (const uid of uids) {
      const noted = register.of(uid);
      const date = noted?.day ?? dates.get(uid);
      // Gone since it was found, or of the day before the first.
      if (date === undefined || date < first) continue;
      const day = days.get(date) ?? emptyDay();
      days.set(date, day);
      const state = flight.state(uid);
      if (noted && !day.messages.has(noted.message) && !tally.elsewhere(folder, noted.message)) {
        day.messages.add(noted.message);
        if (state === 'spooled') day.spooled += 1;
      } else if (!noted && state !== undefined) day.untaken += 1;
      else if (!noted) {
        day.unknown += 1;
        if (date >= today - WINDOW) unknown.push(uid);
      }
    }
    // In the same breath: another folder must not count in between what this one has just counted.
    tally.count(folder, first, new Map([...days].map(([day, { messages }]) => [day, messages])));
    return { days, unknown };
  };

  const tell = async (days: ReadonlyMap<number, Day>, which: 'changed' | 'all') => {
    const reports = [...days]
      .filter(([, { unknown }]) => unknown === 0)
      .map(([day, { messages, untaken, spooled }]) => ({
        ...{ channel: 'email' as const, account: account.name, part: folder },
        day: new Date(day * DAY).toISOString().slice(0, 10),
        ...{ seen: messages.size + untaken, spooled, untaken },
        at: now().toISOString(),
      }))
      .filter((report) => which === 'all' || told.get(report.day) !== countsOf(report));
    if (reports.length > 0) await intake.report(reports);
    for (const report of reports) told.set(report.day, countsOf(report));
  };

  const count = async (connection: Connection, which: 'changed' | 'all'): Promise<number[]> => {
    const everything = older;
    const first = everything ? 0 : todayNow() - WINDOW;
    const uids = everything ? await connection.uidsAfter(0) : await connection.arrivedSince(first);
    const { days, unknown } = await sort(connection, uids, first);
    for (let day = todayNow() - WINDOW; day <= todayNow(); day++) if (!days.has(day)) days.set(day, emptyDay());
    await tell(days, which);
    if (everything && unknown.length === 0) {
      await intake.cursor.set(name, validity);
      older = false;
    }
    return unknown;
  };

  return {
    enter(uidValidity) {
      register.enter(uidValidity);
      validity = uidValidity;
      older = intake.cursor.get(name) !== validity;
      changed();
    },
    note(uid, key, arrived) {
      const message = messageOf(key);
      const day = tally.dayOf(message, arrived);
      register.note(uid, { message, day });
      older ||= day < todayNow() - WINDOW;
      changed();
    },
    changed,
    due: () => wait() <= 0,
    stop: () => clearTimeout(timer),
    async save() {
      await tally.save();
      await register.save();
      if (older && intake.cursor.get(name) === validity) await intake.cursor.set(name, '');
    },
    async count(connection, which) {
      // What changes from here on is for the next time; and when this fails, everything is.
      change = undefined;
      clearTimeout(timer);
      timer = undefined;
      try {
        return await count(connection, which);
      } catch (error) {
        changed();
        throw error;
      }
    },
  };
}

const emptyDay = (): Day => ({ messages: new Set(), untaken: 0, spooled: 0, unknown: 0 });

const countsOf = ({ seen, spooled, untaken }: LedgerReport) => `${seen} ${spooled} ${untaken}`;

async function datesOf(connection: Connection, uids: readonly number[], now: Date): Promise<Map<number, number>> {
  const days = new Map<number, number>();
  for (const asked of parts(uids, DATES))
    for (const [uid, date] of await connection.dates(asked)) days.set(uid, dayOf(date, now));
  return days;
}
