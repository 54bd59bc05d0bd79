import { type CallbookError, DAY, type ErrorCode, HOUR, isCallbookError, MINUTE } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { refusalOf } from './fault.ts';
import { listConversation, type ReadThreads } from './history.ts';
import { dayBegins, reportsOf } from './ledger.ts';
import { conversationsOf } from './membership.ts';
import type { Json } from './payload.ts';
import type { Station } from './station.ts';
import { takeListed } from './take-listed.ts';
import { turnOf } from './turn.ts';

/** Slack's clock and ours may differ, and a message may be listed late. */
const OVERLAP = 10 * MINUTE;
/** After a standstill: no further back than this. Slack's free plan hides what is older than 90 days. */
const FURTHEST = 30 * DAY;
/** Of the quiet conversations so many are looked at in one comparison: two minutes at what Slack allows. */
const QUIET = 100;
/** Old threads, and all quiet conversations, are looked through so often. */
const BETWEEN_DEEP_LOOKS = HOUR;

/** Slack's words for a conversation that the app is not in, or not any more. */
const LEFT = new Set(['not_in_channel', 'channel_not_found']);

/** These stay until a person acts. */
const NEEDS_A_PERSON: ReadonlySet<ErrorCode> = new Set(['slack-login', 'spool-full', 'archive-full']);

export type CatchingUp = {
  /** Why Slack cannot be asked now. */
  trouble(): CallbookError | undefined;
  readonly ended: Promise<void>;
};

/**
 * Compares, again and again until the signal, what Slack has of the conversations with what we took, and takes the rest:
 * no event needs to arrive. One process of several does it; were there two, both would take the same under the same keys.
 */
export function startCatchingUp(station: Station): CatchingUp {
  const { workspace, intake, logger, signal, now } = station;
  const { team, reconcile } = workspace;
  let trouble: CallbookError | undefined;
  const is = (fault: CallbookError | undefined) => {
    if (fault && fault.code !== trouble?.code)
      logger[NEEDS_A_PERSON.has(fault.code) ? 'error' : 'warn'](
        { err: fault, team },
        'Slack cannot be compared; it is tried again',
      );
    if (!fault && trouble) logger.info({ team }, 'Slack is compared again');
    trouble = fault;
  };
  const run = async () => {
    const read: ReadThreads = new Map();
    let deepAt = Number.NEGATIVE_INFINITY;
    let begin = 0;
    while (!signal.aborted) {
      const lease = await intake.lease(`slack/${team}`, signal);
      const until = AbortSignal.any([signal, lease.lost]);
      while (!until.aborted) {
        const deep = now().getTime() - deepAt >= BETWEEN_DEEP_LOOKS;
        if (deep) read.clear();
        try {
          const { next, fault } = await catchUp(station, { deep, begin, read, until });
          begin = next;
          if (deep) deepAt = now().getTime();
          if (!until.aborted) is(fault);
        } catch (error) {
          if (!isCallbookError(error)) throw error;
          if (!until.aborted) is(error);
        }
        await sleep(reconcile.minutes * MINUTE, until);
      }
      await lease.release();
    }
  };
  return { trouble: () => trouble, ended: run() };
}

export type Look = {
  /** All conversations, and new replies in old threads too. */
  readonly deep: boolean;
  /** Which of the quiet conversations has its turn. */
  readonly begin?: number;
  readonly read?: ReadThreads;
  readonly until?: AbortSignal;
};

/**
 * One comparison: of the lively conversations and some of the quiet ones, or of all. Gives where the next one begins with
 * the quiet ones, and what went wrong with one of them, which is compared from there again.
 * @throws CallbookError `slack-api`, `slack-login`, when Slack does not say which conversations there are.
 */
export async function catchUp(
  station: Station,
  { deep, begin = 0, read, until }: Look,
): Promise<{ readonly next: number; readonly fault: CallbookError | undefined }> {
  const all = await conversationsOf(station);
  const most = deep ? all.length : QUIET;
  const { chosen, next } = turnOf(all, station.conversations.isLively, { begin, most });
  let fault: CallbookError | undefined;
  for (const conversation of chosen) {
    if (until?.aborted) break;
    try {
      await catchUpOn(station, conversation, deep, read);
    } catch (error) {
      // One conversation that we may not see must not keep us from the others; the desk may have been asked to leave it.
      if (!isCallbookError(error)) throw error;
      const left = LEFT.has(refusalOf(error) ?? '') && !station.workspace.helpChannels.includes(conversation);
      if (!left) fault ??= error;
    }
  }
  return { next, fault };
}

async function catchUpOn(station: Station, conversation: string, deep: boolean, read?: ReadThreads): Promise<void> {
  const { workspace, intake, now } = station;
  const { team, reconcile } = workspace;
  const began = now();
  const ours = await beginningOf(station, conversation, began);
  const window = began.getTime() - reconcile.windowHours * HOUR;
  const settled = dateIn(intake.cursor.get(`slack:seen:${team}:${conversation}`))?.getTime() ?? window;
  const furthest = Math.max(ours.getTime(), began.getTime() - FURTHEST);
  const since = new Date(Math.max(furthest, dayBegins(Math.min(window, settled - OVERLAP))));
  const threadsSince = deep ? new Date(began.getTime() - reconcile.threadDays * DAY) : since;

  const listed = await listConversation(station, conversation, { since, threadsSince }, read);
  if (listed.length > 0) station.conversations.heardOf(conversation);
  const forDesk: string[] = [];
  for (const { ts, message } of listed) if (await takeOne(station, conversation, message)) forDesk.push(ts);
  const part = { team, conversation, since, now: now() };
  await intake.report(reportsOf(part, forDesk, station.known));
  await intake.cursor.set(`slack:seen:${team}:${conversation}`, began.toISOString());
}

/**
 * One message that our own program fails at must not keep us from all that were said after it. Nobody knows then whether it
 * is for the desk, and so it counts as missing: better than a ledger that says that all is well.
 */
async function takeOne(station: Station, conversation: string, message: Json): Promise<boolean> {
  try {
    return await takeListed(station, conversation, message);
  } catch (error) {
    if (isCallbookError(error)) throw error;
    station.logger.error({ err: error, conversation, ts: message.ts }, 'a message could not be understood');
    return true;
  }
}

/** What was said before the desk was here is not for the desk; but what was said just before its first look is. */
async function beginningOf({ workspace, intake }: Station, conversation: string, now: Date): Promise<Date> {
  const name = `slack:began:${workspace.team}:${conversation}`;
  const kept = dateIn(intake.cursor.get(name));
  if (kept) return kept;
  const began = new Date(now.getTime() - workspace.reconcile.windowHours * HOUR);
  await intake.cursor.set(name, began.toISOString());
  return began;
}

function dateIn(kept: unknown): Date | undefined {
  const date = new Date(typeof kept === 'string' ? kept : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
