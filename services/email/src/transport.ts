import { CallbookError, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import type { Held } from '@callbook/intake';
import { backoff, sleep, within } from '@callbook/runtime';
import type { Mailbox } from './config.ts';
import type { Login } from './login.ts';
import { type Acks, startAcks } from './mailbox/acks.ts';
import { openCensus } from './mailbox/census.ts';
import { type Connection, connect } from './mailbox/connection.ts';
import { askedPause, needsPatience } from './mailbox/connection-fault.ts';
import { openFiling } from './mailbox/filing.ts';
import { openFlight } from './mailbox/flight.ts';
import { latch } from './mailbox/latch.ts';
import { openPosition } from './mailbox/position.ts';
import { openRegister } from './mailbox/register.ts';
import { read, type Session } from './mailbox/session.ts';
import type { Tally } from './mailbox/tally.ts';
import { openReport } from './mailbox/trouble.ts';
import type { TakeDeps } from './take.ts';

/** Only a connection that lasted this long, or gave mails, makes the next one come at once. */
const HELD = 30 * SECOND;
/** A pause from which on another process may try its luck with the mailbox. */
const LONG = 20 * SECOND;
/** Waiting so long for the lease means that somebody else has it. */
const STANDING_BY = 5 * SECOND;
/** What is being fetched when the stop begins may end within this time; a large mail is read again next time. */
const GRACE = 2 * SECOND;
/** A server that does not answer the goodbye is hung up on. */
const GOODBYE = SECOND;

export type Watch = {
  /** Why the mailbox cannot be read at this moment; undefined when it can, or another process reads it. */
  trouble(): CallbookError | undefined;
  /** Resolves when the last connection is closed, soon after the signal. */
  readonly ended: Promise<void>;
};

export type WatchDeps = TakeDeps & {
  /** Shared by the folders of the account. */
  readonly login: Login;
  readonly tally: Tally;
  /** Milliseconds that a command may go without any answer. */
  readonly patience?: number;
};

type Watching = Session & WatchDeps & { readonly signal: AbortSignal };

/**
 * Watches one folder until the signal, as the only process that does: takes what comes, acks what is recorded, tells
 * the ledger, connects again however often.
 */
export function watchMailbox(deps: WatchDeps, mailbox: Mailbox, signal: AbortSignal): Watch {
  const { intake, logger, now, tally } = deps;
  const report = openReport(mailbox, logger);
  const flight = openFlight();
  const position = openPosition(intake, mailbox, flight);
  const register = openRegister(intake.cursor, mailbox);
  const clock = () => performance.now();
  const news = latch();
  const census = openCensus({ intake, mailbox, flight, register, tally, now, clock, onDue: news.set });
  const filing = openFiling(mailbox, logger);
  const watching = { ...deps, mailbox, signal, flight, position, filing, census, report, news };
  return { trouble: report.trouble, ended: keepWatching(watching) };
}

async function keepWatching(watching: Watching): Promise<void> {
  const { intake, flight, filing, position, census, report, news, logger, signal } = watching;
  const onAcked = async () => {
    census.changed();
    await position.save();
  };
  const acks = startAcks({ intake, flight, filing, logger, onAcked });
  const soon = backoff(SECOND, 30 * SECOND);
  // A wrong password that is tried every second locks accounts.
  const slowly = backoff(LONG, 10 * MINUTE);
  signal.addEventListener('abort', news.set, { once: true });

  let held: Held | undefined;
  while (!signal.aborted) {
    held ??= await standBy(watching);
    const began = Date.now();
    const before = flight.taken();
    let pause = 0;
    try {
      await converse(watching, held.lost, acks, slowly.reset);
    } catch (error) {
      if (!isCallbookError(error)) throw error;
      report.failed(error);
      if (Date.now() - began > HELD || flight.taken() > before) soon.reset();
      pause = Math.max(needsPatience(error) ? slowly.next() : soon.next(), askedPause(error));
    }
    if (held.lost.aborted) held = undefined;
    else if (pause > LONG) held = void (await held.release());
    await sleep(pause, signal);
  }
  await held?.release();
  acks.stop();
  census.stop();
}

/** Waits until no other process reads the mailbox. */
async function standBy({ intake, mailbox, report, signal }: Watching): Promise<Held> {
  const had = new AbortController();
  const waiting = sleep(STANDING_BY, had.signal).then(() => had.signal.aborted || signal.aborted || report.standsBy());
  const held = await intake.lease(`email/${mailbox.account.name}/${mailbox.folder}`, signal);
  had.abort();
  await waiting;
  return held;
}

/** One connection, from the login to the goodbye. Returns when it is over, or a newer token wants another one. */
async function converse(watching: Watching, lost: AbortSignal, acks: Acks, connected: () => void): Promise<void> {
  const { signal, mailbox, login, flight, census, news, patience } = watching;
  const over = new AbortController();
  const ends = AbortSignal.any([signal, lost, over.signal]);
  if (ends.aborted) return;
  ends.addEventListener('abort', news.set, { once: true });
  const credentials = await login.credentials();
  let connection: Connection | undefined;
  const hangUp = () => void setTimeout(() => connection?.hangUp(), GRACE).unref();
  for (const leaving of [signal, lost]) leaving.addEventListener('abort', hangUp, { once: true });
  const onNews = (kind: 'arrived' | 'gone' | 'ended') => {
    if (kind === 'gone') census.changed();
    news.set();
  };
  try {
    connection = await connect(mailbox, { credentials, onNews, signal: ends, ...(patience && { patience }) });
    connected();
    void login.outdated(credentials, ends).then(() => over.abort());
    flight.enter(connection.uidValidity);
    census.enter(connection.uidValidity);
    acks.use(connection);
    await read(watching, connection, ends, acks.flush);
  } catch (error) {
    if (!isCallbookError(error, 'email-login') || !login.refused(credentials)) throw error;
    throw new CallbookError('email-connection', 'The access token is no longer taken; another one is fetched.', {
      cause: error,
    });
  } finally {
    over.abort();
    for (const leaving of [signal, lost]) leaving.removeEventListener('abort', hangUp);
    acks.pause();
    await goodbye(connection);
  }
}

async function goodbye(connection: Connection | undefined): Promise<void> {
  if (!connection) return;
  try {
    await within(GOODBYE, 'saying goodbye', connection.end);
  } catch (error) {
    if (!isCallbookError(error, 'shutdown-late')) throw error;
    connection.hangUp();
  }
}
