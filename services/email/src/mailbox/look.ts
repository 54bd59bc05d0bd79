import type { Stored } from '@callbook/archive';
import type { Mailbox } from '../config.ts';
import { type TakeDeps, takeMail } from '../take.ts';
import type { Connection, MailSize } from './connection.ts';
import { type Fetched, fetchLarge, fetchSmall, groups } from './fetch.ts';
import type { Flight } from './flight.ts';
import { dayOf } from './register.ts';

/** Mails whose sizes are asked about in one round trip. */
const MOST_SIZES = 500;
const FIRST_SIZES = 32;

/**
 * How much is asked for at once on a connection: little at first, and each time twice as much. On a line that breaks
 * after a few thousand bytes the list of sizes would else be all that ever comes.
 */
export type Pace = { sizes: number };
export const startPace = (): Pace => ({ sizes: FIRST_SIZES });

export type LookDeps = TakeDeps & {
  readonly mailbox: Mailbox;
  readonly flight: Flight;
  /** Told which message a mail is that was taken over, and on which day (since 1970, UTC) the mailbox got it. */
  readonly noted: (uid: number, key: string, day: number) => void;
  /** Of this connection. */
  readonly pace: Pace;
  /** Ends the look between two groups. */
  readonly signal: AbortSignal;
};

/** One pass over mails of the folder. `left` are those that are not taken yet. */
type Look = LookDeps & { readonly connection: Connection; readonly left: Set<number> };

/**
 * Takes mails out of the folder: sizes first, small ones many at a time, large ones streamed. While one group is being
 * archived and accepted, the next is on its way. Resolves when all are accepted or known to be gone.
 * @throws CallbookError `email-connection`, or those of `takeMail` when mails cannot be taken now: they stay unacked in
 * the mailbox, for the next full look.
 */
export async function takeMails(deps: LookDeps, connection: Connection, uids: readonly number[]): Promise<void> {
  const begun = deps.flight.begin(uids);
  const look: Look = { ...deps, connection, left: new Set(begun) };
  let previous: Promise<void> = Promise.resolve();
  try {
    for (let first = 0; first < begun.length; ) {
      const asked = begun.slice(first, first + deps.pace.sizes);
      first += asked.length;
      const sizes = await connection.sizes(asked);
      deps.pace.sizes = Math.min(MOST_SIZES, 2 * deps.pace.sizes);
      const there = new Set(sizes.map(({ uid }) => uid));
      await missing(
        look,
        asked.filter((uid) => !there.has(uid)),
      );
      for (const group of groups(sizes, deps.mailbox.account.imap.streamAbove)) {
        if (deps.signal.aborted) return;
        const fetched = await fetchGroup(look, group);
        await previous;
        previous = takeFetched(look, fetched);
        // It is waited for below; until then its failure must not count as one that nobody handles.
        previous.catch(() => undefined);
        if (fetched.broke) throw fetched.broke;
        await missing(look, fetched.gone);
      }
    }
    await previous;
  } finally {
    // Also when the connection broke: nothing may go on behind the back of the next one.
    await Promise.allSettled([previous]);
    for (const uid of look.left) deps.flight.failed(uid);
  }
}

async function fetchGroup(look: Look, group: readonly MailSize[]): Promise<Fetched> {
  const [only] = group;
  return only !== undefined && only.size > look.mailbox.account.imap.streamAbove
    ? await fetchLarge(look.connection, only, look.archive, look.logger)
    : await fetchSmall(look.connection, group, look.logger);
}

/** What is left to do when mails have come; meanwhile the next ones travel. */
async function takeFetched(look: Look, { large, small }: Fetched): Promise<void> {
  await all([
    ...large.map(({ mail, original }) => take(look, mail, original)),
    ...small.map(async ({ mail, bytes }) => take(look, mail, await look.archive.put(bytes), bytes)),
  ]);
}

async function take(look: Look, mail: MailSize, original: Stored, bytes?: Buffer): Promise<void> {
  const { mailbox, flight, connection, intake, logger } = look;
  const { uid, size, internalDate } = mail;
  const { folder } = mailbox;
  const account = mailbox.account.name;
  if (original.size !== size)
    logger.warn({ account, folder, uid, size, stored: original.size }, 'a mail is not as long as its server says');
  const place = { account, folder, uid, uidValidity: connection.uidValidity };
  const { key, state } = await takeMail(look, { ...place, internalDate, original, ...(bytes && { bytes }) });
  look.left.delete(uid);
  look.noted(uid, key, dayOf(internalDate, look.now()));
  flight.accepted(uid, key);
  // It may have been recorded while it was being accepted, and that is not told twice.
  if (state === 'recorded' || intake.recorded.has(key)) flight.recorded(key);
}

/**
 * Mails that were not in an answer: expunged by somebody else, or cut off with the connection. Only the server's word
 * that they are not there makes them gone; else one that is still there would count as settled and never be taken.
 */
async function missing(look: Look, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return;
  const { mailbox, flight, left, logger, connection } = look;
  const place = { account: mailbox.account.name, folder: mailbox.folder };
  const there = new Set(await connection.present(uids));
  const gone = uids.filter((uid) => !there.has(uid));
  for (const uid of gone) left.delete(uid);
  flight.done(gone);
  if (gone.length > 0) logger.info({ ...place, uids: gone }, 'mails were gone before they were taken');
  if (there.size > 0)
    logger.warn({ ...place, uids: [...there] }, 'mails were left out of an answer; they are asked again');
}

/** Waits for every one, and then throws what the first failed one threw. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) if (result.status === 'rejected') throw result.reason;
}
