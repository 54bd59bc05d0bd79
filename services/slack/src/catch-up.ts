import { type CallbookError, DAY, type ErrorCode, HOUR, isCallbookError, MINUTE } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { refusalOf } from './fault.ts';
import { listConversation } from './history.ts';
import { dayBegins, reportsOf } from './ledger.ts';
import { conversationsOf } from './membership.ts';
import type { Station } from './station.ts';
import { takeListed } from './take-listed.ts';

/** Slack's clock and ours may differ, and a message may be listed late. */
const OVERLAP = 10 * MINUTE;
/** After a standstill: no further back than this. Slack's free plan hides what is older than 90 days. */
const FURTHEST = 30 * DAY;
/** Old threads are looked through so often. */
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
    let deepAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const lease = await intake.lease(`slack/${team}`, signal);
      const until = AbortSignal.any([signal, lease.lost]);
      while (!until.aborted) {
        const deep = now().getTime() - deepAt >= BETWEEN_DEEP_LOOKS;
        try {
          await catchUp(station, { deep, until });
          if (deep) deepAt = now().getTime();
          is(undefined);
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

/**
 * One comparison of all conversations. A deep one looks for new replies in old threads too.
 * @throws CallbookError of the API, the spool or the archive, when all conversations were tried: the next comparison
 * begins where this one began.
 */
export async function catchUp(
  station: Station,
  { deep, until }: { deep: boolean; until?: AbortSignal },
): Promise<void> {
  let failed: unknown;
  for (const conversation of await conversationsOf(station)) {
    if (until?.aborted) return;
    try {
      await catchUpOn(station, conversation, deep);
    } catch (error) {
      // One conversation that we may not see must not keep us from the others; the desk may have been asked to leave it.
      if (!isCallbookError(error)) throw error;
      const left = LEFT.has(refusalOf(error) ?? '') && !station.workspace.helpChannels.includes(conversation);
      if (!left) failed ??= error;
    }
  }
  if (failed !== undefined) throw failed;
}

async function catchUpOn(station: Station, conversation: string, deep: boolean): Promise<void> {
  const { workspace, intake, now } = station;
  const { team, reconcile } = workspace;
  const began = now();
  const ours = await beginningOf(station, conversation, began);
  const window = began.getTime() - reconcile.windowHours * HOUR;
  const settled = dateIn(intake.cursor.get(`slack:seen:${team}:${conversation}`))?.getTime() ?? window;
  const furthest = Math.max(ours.getTime(), began.getTime() - FURTHEST);
  const since = new Date(Math.max(furthest, dayBegins(Math.min(window, settled - OVERLAP))));
  const threadsSince = deep ? new Date(began.getTime() - reconcile.threadDays * DAY) : since;

  const listed = await listConversation(station, conversation, { since, threadsSince });
  const forDesk: string[] = [];
  for (const { ts, message } of listed) if (await takeListed(station, conversation, message)) forDesk.push(ts);
  const part = { team, conversation, since, now: now() };
  await intake.report(reportsOf(part, forDesk, station.known));
  await intake.cursor.set(`slack:seen:${team}:${conversation}`, began.toISOString());
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
