import { DAY, type LedgerReport, MINUTE } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Known } from './known.ts';

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
export async function keepDay(cursor: Intake['cursor'], sid: string, at: Date): Promise<void> {
  const past = at.getTime() - dayBegins(at.getTime());
  if (past < NEAR || past > DAY - NEAR) await cursor.set(nameOf(sid), dayOf(at));
}

/** A call or a text message as Twilio lists it. */
export type Listed = { readonly sid: string; readonly at: Date | undefined };

/** The day on which it counts. */
export function dayOfListed(cursor: Intake['cursor'], { sid, at }: Listed, now: Date): string {
  const kept = cursor.get(nameOf(sid));
  return typeof kept === 'string' ? kept : dayOf(at ?? now);
}

function nameOf(sid: string): string {
  return `twilio:day:${sid}`;
}

/**
 * What Twilio has of one part of an account, day by day since `since` (the beginning of a day), and how far we are with it.
 * What is listed is taken under its own name. Pure.
 */
export function reportsOf(
  of: { readonly account: string; readonly part: string; readonly since: Date; readonly now: Date },
  listed: readonly Listed[],
  known: Pick<Known, 'has' | 'recorded'>,
  dayOfOne: (listed: Listed) => string,
): LedgerReport[] {
  const { account, part, since, now } = of;
  const days = new Map<string, { seen: number; spooled: number; untaken: number }>();
  for (let day = since.getTime(); day <= now.getTime(); day += DAY)
    days.set(dayOf(new Date(day)), { seen: 0, spooled: 0, untaken: 0 });

  for (const [sid, one] of new Map(listed.map((one) => [one.sid, one]))) {
    const counts = days.get(dayOfOne(one));
    if (!counts) continue;
    counts.seen += 1;
    if (!known.has(account, sid)) counts.untaken += 1;
    else if (!known.recorded(account, sid)) counts.spooled += 1;
  }
  return [...days].map(([day, counts]) => ({
    channel: 'voice',
    account,
    part,
    day,
    ...counts,
    at: now.toISOString(),
  }));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
