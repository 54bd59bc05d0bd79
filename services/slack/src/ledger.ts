import { DAY, type LedgerReport } from '@callbook/contracts';
import type { Known } from './known.ts';
import { sourceIds } from './source-id.ts';
import { instantOf } from './ts.ts';

/** The first moment of a day in UTC: the ledger counts whole days. */
export function dayBegins(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/**
 * What Slack has of one conversation for the desk, day by day since `since`, and how far we are with it. Forms and buttons
 * are in no conversation, and Slack keeps none of them. Pure.
 */
export function reportsOf(
  part: { readonly team: string; readonly conversation: string; readonly since: Date; readonly now: Date },
  messages: readonly string[],
  known: Pick<Known, 'has' | 'recorded'>,
): LedgerReport[] {
  const { team, conversation, since, now } = part;
  const days = new Map<string, { seen: number; spooled: number; untaken: number }>();
  for (let day = dayBegins(since.getTime()); day <= now.getTime(); day += DAY)
    days.set(dayOf(new Date(day)), { seen: 0, spooled: 0, untaken: 0 });

  for (const ts of new Set(messages)) {
    const counts = days.get(dayOf(instantOf(ts) ?? now));
    if (!counts) continue;
    const sourceId = sourceIds.message({ team, conversation, ts });
    counts.seen += 1;
    if (!known.has(team, sourceId)) counts.untaken += 1;
    else if (!known.recorded(team, sourceId)) counts.spooled += 1;
  }
  return [...days].map(([day, counts]) => ({
    ...{ channel: 'slack', account: team, part: conversation, day },
    ...counts,
    at: now.toISOString(),
  }));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
