import { CallbookError, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { backoff, sleep, within } from '@callbook/runtime';
import { startAcks } from './acks.ts';
import type { Mailbox } from './config.ts';
import { type Connection, connect } from './connection.ts';
import { type Flight, openFlight } from './flight.ts';
import { type Latch, latch } from './latch.ts';
import { takeMails } from './look.ts';
import { openPosition, type Position } from './position.ts';
import { openReport, type Report } from './report.ts';
import type { TakeDeps } from './take.ts';

/** How often everything that is not recorded is asked for, whatever we believe to know. */
const FULL_LOOK = 15 * MINUTE;
/** Only a connection that lasted this long makes the next one come at once. */
const HELD = 30 * SECOND;
/** What is being fetched when the stop begins may end within this time; a large mail is read again next time. */
const GRACE = 2 * SECOND;
/** A server that does not answer the goodbye is hung up on. */
const GOODBYE = SECOND;

export type Watch = {
  /** Why the mailbox cannot be read at this moment; undefined when it can. */
  trouble(): CallbookError | undefined;
  /** Resolves when the last connection is closed, soon after the signal. */
  readonly ended: Promise<void>;
};

type Session = TakeDeps & {
  readonly mailbox: Mailbox;
  readonly signal: AbortSignal;
  readonly flight: Flight;
  readonly position: Position;
  readonly report: Report;
  readonly news: Latch;
};

/** Watches one folder until the signal: takes what comes, acks what is recorded, connects again however often. */
export function watchMailbox(deps: TakeDeps, mailbox: Mailbox, signal: AbortSignal): Watch {
  const report = openReport(mailbox, deps.logger);
  const flight = openFlight();
  const position = openPosition(deps.intake, mailbox, flight);
  const session = { ...deps, mailbox, signal, flight, position, report, news: latch() };
  return { trouble: report.trouble, ended: keepConnected(session) };
}

async function keepConnected(session: Session): Promise<void> {
  const { signal, flight, position, report, news, mailbox } = session;
  const acks = startAcks(session.intake, flight, session.logger, position.save);
  const retry = backoff(SECOND, 30 * SECOND);
  // A wrong password that is tried every second locks accounts.
  const retryLogin = backoff(20 * SECOND, 10 * MINUTE);
  let connection: Connection | undefined;
  const hangUp = () => setTimeout(() => connection?.hangUp(), GRACE).unref();
  signal.addEventListener('abort', news.set, { once: true });
  signal.addEventListener('abort', hangUp, { once: true });

  while (!signal.aborted) {
    const began = Date.now();
    let next = retry;
    try {
      connection = await connect(mailbox, news.set, signal);
      retryLogin.reset();
      flight.enter(connection.uidValidity);
      acks.use(connection);
      await read(session, connection, acks.flush);
    } catch (error) {
      if (!isCallbookError(error)) throw error;
      report.failed(error);
      if (error.code === 'email-login') next = retryLogin;
    }
    acks.pause();
    await goodbye(connection);
    connection = undefined;
    if (Date.now() - began > HELD) retry.reset();
    if (!signal.aborted) await sleep(next.next(), signal);
  }
  acks.stop();
}

/** Reads the folder for as long as the connection lasts. Returns when it is to stop, throws when it is gone. */
async function read(session: Session, connection: Connection, flush: () => Promise<void>): Promise<void> {
  const { signal, flight, position, report, news, mailbox } = session;
  const full = backoff(SECOND, MINUTE);
  let lastFull = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const everything = Date.now() - lastFull > FULL_LOOK;
    const uids = everything ? await position.unrecorded(connection) : await connection.uidsAfter(flight.highest());
    if (everything) lastFull = Date.now();
    try {
      await takeMails(session, connection, uids);
      report.well();
      full.reset();
    } catch (error) {
      if (!isCallbookError(error) || error.code === 'email-connection') throw error;
      // No room, or a disk that fails: the mailbox keeps the mails, and all of them are asked for again.
      report.failed(error);
      lastFull = Number.NEGATIVE_INFINITY;
      await sleep(full.next(), signal);
      continue;
    }
    await flush();
    if (!connection.usable()) throw lost(mailbox);
    await news.wait(mailbox.account.imap.pollSeconds * SECOND);
    if (!connection.usable() && !signal.aborted) throw lost(mailbox);
  }
}

function lost({ account, folder }: Mailbox): CallbookError {
  return new CallbookError('email-connection', `The connection to ${folder} (account ${account.name}) was lost.`);
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
