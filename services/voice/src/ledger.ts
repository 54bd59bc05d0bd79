import { DAY, type LedgerReport } from '@callbook/contracts';
import type { CallFacts } from './facts.ts';
import type { Known } from './known.ts';
import { sourceIds } from './normalise.ts';

/** The first moment of a day in UTC: the ledger counts whole days. */
export function dayBegins(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/** What Twilio has of one number, day by day since `since` (the beginning of a day), and how far we are with it. Pure. */
export function reportsOf(
  number: { readonly account: string; readonly number: string; readonly since: Date; readonly now: Date },
  calls: readonly CallFacts[],
  known: Pick<Known, 'has' | 'recorded'>,
): LedgerReport[] {
  const { account, since, now } = number;
  const days = new Map<string, { seen: number; spooled: number; untaken: number }>();
  for (let day = since.getTime(); day <= now.getTime(); day += DAY)
    days.set(dayOf(new Date(day)), { seen: 0, spooled: 0, untaken: 0 });

  for (const { callSid, startedAt } of new Map(calls.map((call) => [call.callSid, call])).values()) {
    const counts = days.get(dayOf(startedAt ?? now));
    if (!counts) continue;
    counts.seen += 1;
    if (!known.has(account, sourceIds.call(callSid))) counts.untaken += 1;
    else if (!known.recorded(account, sourceIds.call(callSid))) counts.spooled += 1;
  }
  return [...days].map(([day, counts]) => ({
    channel: 'voice',
    account,
    part: number.number,
    day,
    ...counts,
    at: now.toISOString(),
  }));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
