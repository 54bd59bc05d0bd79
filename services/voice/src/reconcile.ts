import { type CallbookError, DAY, HOUR, isCallbookError, MINUTE, type VoiceNumber } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { CallFacts, RecordingFacts } from './facts.ts';
import { dayBegins, dayOfListed, reportsOf } from './ledger.ts';
import { sourceIds } from './normalise.ts';
import { reconcileTexts } from './reconcile-texts.ts';
import { deleteOld } from './retention.ts';
import { settle } from './settle.ts';
import type { Station } from './station.ts';
import { openTrouble } from './trouble.ts';

/** Twilio's clock and ours may differ, and a call may be listed late. */
const OVERLAP = HOUR;
/** Beside the numbers: text messages are compared for the account as a whole. */
const TEXTS = 'sms';
/** After a standstill: no further back than this, since Twilio forgets too. */
const FURTHEST = 30 * DAY;
const BETWEEN_DELETIONS = HOUR;

export type Reconciliation = {
  /** Why Twilio cannot be asked now. */
  trouble(): CallbookError | undefined;
  readonly ended: Promise<void>;
};

/**
 * Compares, again and again until the signal, what Twilio has of an account with what we took, and takes the rest: no
 * webhook needs to arrive. One process of several does it; were there two, both would take the same under the same keys.
 */
export function startReconciling(station: Station): Reconciliation {
  const { account, twilio, intake, logger, signal, now } = station;
  const trouble = openTrouble(account.name, logger, () => now().getTime());

  const run = async () => {
    let deletedAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const lease = await intake.lease(`voice/${account.name}`, signal);
      const until = AbortSignal.any([signal, lease.lost]);
      while (!until.aborted) {
        try {
          await reconcile(station);
          if (now().getTime() - deletedAt >= BETWEEN_DELETIONS) {
            await deleteOld(station);
            deletedAt = now().getTime();
          }
          trouble.over();
        } catch (error) {
          if (!isCallbookError(error)) throw error;
          trouble.is(error);
        }
        await sleep(twilio.reconcile.minutes * MINUTE, until);
      }
      await lease.release();
    }
  };
  return { trouble: trouble.now, ended: run() };
}

/**
 * One comparison of all numbers of an account. The recordings that it finds are fetched afterwards, by the worklist.
 * @throws CallbookError of the API, the spool or the archive: the next one begins where this one began.
 */
export async function reconcile(station: Station): Promise<void> {
  const { account } = station;
  const began = station.now();
  const since = new Map(account.numbers.map(({ number }) => [number, beginning(station, number, began)]));
  const earliest = new Date(Math.min(...[...since.values()].map((date) => date.getTime())));
  const recordings = byCall(await station.api.recordingsSince(earliest));
  for (const number of account.numbers)
    await reconcileNumber(station, number, { began, since: since.get(number.number) ?? began, recordings });
  if (!account.sms) return;
  await reconcileTexts(station, beginning(station, TEXTS, began));
  await station.intake.cursor.set(cursorOf(account.name, TEXTS), began.toISOString());
}

function byCall(recordings: readonly RecordingFacts[]): Map<string, RecordingFacts[]> {
  const found = new Map<string, RecordingFacts[]>();
  for (const recording of recordings) {
    const others = found.get(recording.callSid);
    if (others) others.push(recording);
    else found.set(recording.callSid, [recording]);
  }
  return found;
}

type Round = {
  readonly began: Date;
  readonly since: Date;
  readonly recordings: ReadonlyMap<string, readonly RecordingFacts[]>;
};

async function reconcileNumber(station: Station, { number }: VoiceNumber, round: Round): Promise<void> {
  const { account, api, intake, known, metrics, signal } = station;
  const calls = await api.callsTo(number, round.since);
  let untaken: unknown;
  let found = 0;
  // Everything before it is taken: of a call that is not, the beginning.
  let settledUntil = round.began.getTime();
  for (const call of calls) {
    if (signal.aborted) return;
    if (!known.has(account.name, sourceIds.call(call.callSid))) found += 1;
    try {
      if (await settleOnce(station, call, round.recordings.get(call.callSid) ?? [])) continue;
    } catch (error) {
      if (!isCallbookError(error)) throw error;
      untaken = error;
    }
    settledUntil = Math.min(settledUntil, call.startedAt?.getTime() ?? round.since.getTime());
  }
  if (found > 0) metrics.found(found);
  const part = { account: account.name, part: number, since: round.since, now: station.now() };
  const listed = calls.map((call) => ({ sid: sourceIds.call(call.callSid), at: call.startedAt }));
  await intake.report(reportsOf(part, listed, known, (call) => dayOfListed(intake.cursor, call, part.now)));
  if (untaken) throw untaken;
  await intake.cursor.set(cursorOf(account.name, number), new Date(settledUntil).toISOString());
}

/** A call of which everything is known is not looked at again: a window holds thousands. */
async function settleOnce(station: Station, call: CallFacts, recordings: readonly RecordingFacts[]): Promise<boolean> {
  const has = (sourceId: string) => station.known.has(station.account.name, sourceId);
  const settled =
    has(sourceIds.call(call.callSid)) &&
    has(sourceIds.ended(call.callSid)) &&
    recordings.every((recording) => has(sourceIds.recording(recording)));
  return settled || settle(station, call, recordings);
}

/** Where a comparison begins: at the window's first day, or as far back as calls may be unsettled. */
function beginning({ account, twilio, intake }: Station, number: string, now: Date): Date {
  const window = now.getTime() - twilio.reconcile.windowHours * HOUR;
  const kept = intake.cursor.get(cursorOf(account.name, number));
  const settled = typeof kept === 'string' ? Date.parse(kept) - OVERLAP : window;
  const furthest = now.getTime() - FURTHEST;
  return new Date(dayBegins(Math.max(furthest, Math.min(window, Number.isNaN(settled) ? window : settled))));
}

function cursorOf(account: string, number: string): string {
  return `twilio:${account}:${number}`;
}
