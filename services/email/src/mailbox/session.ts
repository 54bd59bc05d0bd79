import { CallbookError, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { backoff, sleep } from '@callbook/runtime';
import type { Mailbox } from '../config.ts';
import type { TakeDeps } from '../take.ts';
import type { Census } from './census.ts';
import type { Connection } from './connection.ts';
import type { Filing } from './filing.ts';
import type { Flight } from './flight.ts';
import type { Latch } from './latch.ts';
import { startPace, takeMails } from './look.ts';
import type { Position } from './position.ts';
import type { Report } from './trouble.ts';

/** How often everything that is not recorded is asked for, whatever we believe to know. */
const FULL_LOOK = 15 * MINUTE;
/** What the server did not give is asked for again after so long, and each time after longer: it may never come. */
const ASK_AGAIN = 2 * SECOND;
/** Of a backlog so many mails are taken before it is seen whether newer ones came: they wait for no backlog. */
const SLICE = 500;

/** What is known of a folder from one connection to the next. */
export type Session = TakeDeps & {
  readonly mailbox: Mailbox;
  readonly flight: Flight;
  readonly position: Position;
  readonly filing: Filing;
  readonly census: Census;
  readonly report: Report;
  readonly news: Latch;
};

/**
 * Reads the folder for as long as the connection lasts: takes what is not recorded, and counts for the ledger when it
 * is quiet. Returns when the signal says so.
 * @throws CallbookError `email-connection` when the connection is gone.
 */
export async function read(
  session: Session,
  connection: Connection,
  signal: AbortSignal,
  flush: () => Promise<void>,
): Promise<void> {
  const { flight, census, report, news, mailbox } = session;
  const patience = backoff(SECOND, MINUTE);
  const backlog: number[] = [];
  const pace = startPace();
  const between = backoff(ASK_AGAIN, FULL_LOOK);
  let looked: number | undefined;
  let askAt = Number.POSITIVE_INFINITY;
  let counted = false;

  const take = async () => {
    if (looked === undefined || Date.now() - looked > FULL_LOOK) {
      const uids = await everything(session, connection, looked !== undefined);
      backlog.splice(0, backlog.length, ...uids);
      looked = Date.now();
      counted = false;
    } else if (Date.now() >= askAt) {
      backlog.push(...flight.left());
      askAt = Number.POSITIVE_INFINITY;
    }
    const fresh = await connection.uidsAfter(flight.highest());
    flight.sees(fresh);
    const next = [...fresh, ...backlog.splice(0, SLICE)];
    await takeMails({ ...session, noted: census.note, pace, signal }, connection, next);
    await census.save();
    if (backlog.length === 0) askForLeft();
  };
  const askForLeft = () => {
    if (flight.left().length === 0) between.reset();
    else if (askAt === Number.POSITIVE_INFINITY) askAt = Date.now() + between.next();
  };
  const count = async () => {
    if (backlog.length > 0 || signal.aborted || (counted && !census.due())) return;
    backlog.push(...(await census.count(connection, counted ? 'changed' : 'all')));
    counted = true;
  };

  while (!signal.aborted) {
    const refused = await whatRefuses(take);
    if (refused) {
      // The mailbox keeps the mails, and all of them are asked for again.
      looked = undefined;
      backlog.length = 0;
    }
    await flush();
    const uncounted = await whatRefuses(count);
    const trouble = refused ?? uncounted;
    if (!connection.usable()) throw lost(mailbox);
    if (trouble) {
      report.failed(trouble);
      await sleep(patience.next(), signal);
      continue;
    }
    report.well();
    patience.reset();
    if (backlog.length > 0) continue;
    await news.wait(Math.max(0, Math.min(mailbox.account.imap.pollSeconds * SECOND, askAt - Date.now())));
    if (!connection.usable() && !signal.aborted) throw lost(mailbox);
  }
}

/** Does the work. Resolves with why there was no room for it, or no disk that works; undefined when it is done. */
async function whatRefuses(work: () => Promise<void>): Promise<CallbookError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!isCallbookError(error) || error.code === 'email-connection') throw error;
    return error;
  }
}

/** Every mail that may not be recorded, oldest first; and what was recorded and not filed is filed. */
async function everything(session: Session, connection: Connection, again: boolean): Promise<number[]> {
  const { flight, position, filing } = session;
  // Also on a new connection: what was recorded elsewhere and moved here carries our mark, and no search finds it.
  const left = flight.left();
  // In this order: a mail that comes in between is found by one of them.
  const last = await connection.lastUid();
  const uids = await position.unrecorded(connection, again);
  flight.unfiled(await filing.unfiled(connection));
  flight.sees(uids, last);
  return [...new Set([...left, ...uids])].sort((a, b) => a - b);
}

function lost({ account, folder }: Mailbox): CallbookError {
  return new CallbookError('email-connection', `The connection to ${folder} (account ${account.name}) was lost.`);
}
