import { DAY, type LedgerReport, MINUTE } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { CallFacts } from './facts.ts';
import type { Known } from './known.ts';
import { sourceIds } from './normalise.ts';

/** The first moment of a day in UTC: the ledger counts whole days. */
export function dayBegins(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/** Twilio's clock and ours agree within this: a call this near to midnight may count for another day there than here. */
const NEAR = 15 * MINUTE;

/**
 * Keeps on which day a call is in the log, where Twilio may give another: the ledger sets both against each other, day
 * by day, and would miss a call on one day that it has on the next.
 */
export async function keepDay(cursor: Intake['cursor'], callSid: string, at: Date): Promise<void> {
  const past = at.getTime() - dayBegins(at.getTime());
  if (past < NEAR || past > DAY - NEAR) await cursor.set(nameOf(callSid), dayOf(at));
}

/** The day on which a call counts. */
export function dayOfCall(cursor: Intake['cursor'], { callSid, startedAt }: CallFacts, now: Date): string {
  const kept = cursor.get(nameOf(callSid));
  return typeof kept === 'string' ? kept : dayOf(startedAt ?? now);
}

function nameOf(callSid: string): string {
  return `twilio:day:${callSid}`;
}

/** What Twilio has of one number, day by day since `since` (the beginning of a day), and how far we are with it. Pure. */
export function reportsOf(
  number: { readonly account: string; readonly number: string; readonly since: Date; readonly now: Date },
  calls: readonly CallFacts[],
  known: Pick<Known, 'has' | 'recorded'>,
  dayOfOne: (call: CallFacts) => string,
): LedgerReport[] {
  const { account, since, now } = number;
  const days = new Map<string, { seen: number; spooled: number; untaken: number }>();
  for (let day = since.getTime(); day <= now.getTime(); day += DAY)
    days.set(dayOf(new Date(day)), { seen: 0, spooled: 0, untaken: 0 });

  for (const [callSid, call] of new Map(calls.map((call) => [call.callSid, call]))) {
    const counts = days.get(dayOfOne(call));
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
