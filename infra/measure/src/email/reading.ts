import { join } from 'node:path';
import type { Dovecot } from '@callbook/peers';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { anotherDatabase } from '../intake/another-database.ts';
import type { RawSqlTasks } from '../intake/parts/raw-sql.ts';
import { peakOf } from '../memory.ts';
import { type Part, startPart } from '../part.ts';
import { processorOf } from '../processor.ts';
import { startAdapter } from './adapter.ts';
import { fillMailbox, type Mailbox } from './mailbox.ts';
import type { ReaderTasks, Took } from './parts/reader.ts';
import { watchRecorded } from './recorded.ts';
import { largeMails, sampleMails } from './sample-mail.ts';

const RUNS = 3;
const COUNT = 3_000;
/** The first mails of each mailbox warm up the processes that read it. */
const WARM_UP = 1_000;
/** Megabytes. */
const LARGE = [20, 30, 40, 50];
const LARGE_WARM_UP = 20;

/** What reading one mailbox into the log came to. */
type Reading = {
  readonly mailsPerSecond: number;
  readonly megabytesPerSecond: number;
  /** Milliseconds of processor time that the adapter took for each mail, from its start. */
  readonly processor: number | undefined;
  readonly peak: number;
};

/** How many mails a second come from a mailbox into the log, and how many megabytes of large ones. */
export async function measureReading(bench: Bench, dovecot: Dovecot): Promise<Figure[]> {
  const reader = await startPart<ReaderTasks>(bench, 'reader', 'email/parts/reader');
  const figures = [...(await measureMixed(bench, dovecot, reader)), ...(await measureLarge(bench, dovecot, reader))];
  await reader.stop();
  return figures;
}

async function measureMixed(bench: Bench, dovecot: Dovecot, reader: Part<ReaderTasks>): Promise<Figure[]> {
  const sql = await openRawSql(bench);
  const readings: Reading[] = [];
  const alone = { imapflow: [] as number[], mailparser: [] as number[], both: [] as Took[], sql: [] as number[] };
  for (let run = 0; run <= RUNS; run += 1) {
    bench.say(run === 0 ? 'a mailbox, warm-up' : `a mailbox, run ${run} of ${RUNS}`);
    const user = `mixed-${run}`;
    const mailbox = fillMailbox(dovecot, user, sampleMails(user, run === 0 ? WARM_UP * 2 : COUNT + WARM_UP));
    const reading = await read(bench, dovecot, mailbox, WARM_UP);
    const both = await reader.ask('fetchAndParse', mailbox);
    const imapflow = perSecond(mailbox.count, await reader.ask('fetch', mailbox));
    const folder = join(dovecot.maildir(user), 'cur');
    const mailparser = perSecond(mailbox.count, await reader.ask('parse', { folder }));
    const rows = await sql.perSecond(user, mailbox.count);
    mailbox.remove();
    if (run === 0) continue;
    readings.push(reading);
    alone.both.push(both);
    alone.imapflow.push(imapflow);
    alone.mailparser.push(mailparser);
    alone.sql.push(rows);
  }
  await sql.close();
  const both = alone.both.map((took) => perSecond(COUNT + WARM_UP, took));
  return [
    figure(
      'mail_per_s',
      '/s',
      readings.map(({ mailsPerSecond }) => mailsPerSecond),
      { fetch_and_parse: both, imapflow: alone.imapflow, mailparser: alone.mailparser, raw_sql: alone.sql },
    ),
    ...processorFigure(
      readings,
      alone.both.map(({ processor }) => processor / (COUNT + WARM_UP)),
    ),
    figure(
      'peak_rss_mb',
      'MB',
      readings.map(({ peak }) => peak),
    ),
  ];
}

function processorFigure(readings: readonly Reading[], alone: readonly number[]): Figure[] {
  const ours = readings.flatMap(({ processor }) => processor ?? []);
  return ours.length === 0 ? [] : [figure('mail_cpu_ms', 'ms', ours, { fetch_and_parse: alone })];
}

async function measureLarge(bench: Bench, dovecot: Dovecot, reader: Part<ReaderTasks>): Promise<Figure[]> {
  const readings: Reading[] = [];
  const both: number[] = [];
  const imapflow: number[] = [];
  const sizes = [LARGE_WARM_UP, ...LARGE];
  const megabytes = sizes.reduce((sum, size) => sum + size);
  for (let run = 1; run <= RUNS; run += 1) {
    bench.say(`large mails, run ${run} of ${RUNS}`);
    const mailbox = fillMailbox(dovecot, `large-${run}`, largeMails(`large-${run}`, sizes));
    readings.push(await read(bench, dovecot, mailbox, 1));
    both.push(perSecond(megabytes, await reader.ask('fetchAndParseLarge', mailbox)));
    imapflow.push(perSecond(megabytes, await reader.ask('fetchLarge', mailbox)));
    mailbox.remove();
  }
  return [
    figure(
      'large_mail_mb_per_s',
      'MB/s',
      readings.map(({ megabytesPerSecond }) => megabytesPerSecond),
      { fetch_and_parse: both, imapflow },
    ),
    figure(
      'peak_rss_mb_large',
      'MB',
      readings.map(({ peak }) => peak),
    ),
  ];
}

/**
 * Lets an adapter read a mailbox that is full already, in a process and a home of its own. The clock runs from the
 * moment at which the log has the first `warmUp` mails until it has all.
 */
async function read(bench: Bench, dovecot: Dovecot, mailbox: Mailbox, warmUp: number): Promise<Reading> {
  const { user, count } = mailbox;
  const watch = await watchRecorded(bench, user);
  const adapter = await startAdapter(bench, user, { accounts: [dovecot.mailbox(user)] });
  const begin = await watch.until(warmUp);
  const end = await watch.until(count);
  const processor = processorOf(adapter.pid);
  const peak = peakOf(adapter.pid);
  await adapter.end();
  await watch.close();
  const seconds = (end.at - begin.at) / 1000;
  return {
    mailsPerSecond: (end.contacts - begin.contacts) / seconds,
    megabytesPerSecond: (end.bytes - begin.bytes) / 1e6 / seconds,
    processor: processor === undefined ? undefined : processor / count,
    peak,
  };
}

function perSecond(amount: number, { milliseconds }: Took): number {
  return (amount * 1000) / milliseconds;
}

/** The rows that the log has of an account, put into another database by one connection that does nothing else. */
async function openRawSql(bench: Bench) {
  const databaseUrl = await anotherDatabase(bench.databaseUrl, 'raw_email');
  const part = await startPart<RawSqlTasks>(bench, 'raw-sql-email', 'intake/parts/raw-sql', {
    DATABASE_URL: databaseUrl,
  });
  return {
    async perSecond(account: string, count: number): Promise<number> {
      await part.ask('prepare', { from: bench.databaseUrl, account });
      return (count * 1000) / (await part.ask('insert', undefined as never));
    },
    close: () => part.stop(),
  };
}
