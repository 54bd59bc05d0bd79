import { cleanText, type LedgerReport } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/**
 * Enters what adapters report. Safe to run again and in any order: of a part and a day the latest report stands, with
 * the greatest count of what the log once confirmed.
 */
export async function enterReports(trx: LogTransaction, reports: readonly LedgerReport[]): Promise<void> {
  if (reports.length === 0) return;
  // In one order, since two workers that enter the same rows in different orders would wait for each other for ever.
  await sql`
    insert into ledger as known (day, channel, account, part, seen, spooled, untaken, confirmed, reported_at)
    select day, channel, account, part, seen, spooled, untaken, confirmed, reported_at
      from json_populate_recordset(null::ledger, ${JSON.stringify(rowsOf(reports))}::json)
      order by day, channel, account, part
    on conflict (day, channel, account, part) do update set
      seen = excluded.seen, spooled = excluded.spooled, untaken = excluded.untaken,
      confirmed = greatest(known.confirmed, excluded.confirmed), reported_at = excluded.reported_at
      where known.reported_at <= excluded.reported_at`.execute(trx);
}

/** One row for each part and day, the latest: one statement may touch a row only once. */
function rowsOf(reports: readonly LedgerReport[]): object[] {
  const rows = new Map<string, object>();
  for (const report of reports.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const { channel, day, seen, spooled, untaken, confirmed = 0, at } = report;
    const [account, part] = [cleanText(report.account), cleanText(report.part)];
    const row = { day, channel, account, part, seen, spooled, untaken, confirmed, reported_at: at };
    rows.set(JSON.stringify([day, channel, account, part]), row);
  }
  return [...rows.values()];
}
