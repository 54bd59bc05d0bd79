import type { DayBalance, Place } from './balance.ts';

/** What was found of one account. */
export type AccountBalance = { readonly account: string; readonly days: readonly DayBalance[] };

type Totals = { onServer: number; recorded: number; duplicates: number; missing: number; unread: number };

export function totalsOf(days: readonly DayBalance[]): Totals {
  const totals = { onServer: 0, recorded: 0, duplicates: 0, missing: 0, unread: 0 };
  for (const { onServer, recorded, duplicates, missing, unread } of days) {
    totals.onServer += onServer;
    totals.recorded += recorded;
    totals.duplicates += duplicates;
    totals.missing += missing.length;
    totals.unread += unread.length;
  }
  return totals;
}

/** The balances as people read them: a line a day, and below it the mails that are not in the log. */
export function asText(accounts: readonly AccountBalance[]): string {
  const width = Math.max('account'.length, ...accounts.map(({ account }) => account.length));
  const row = (account: string, day: string, ...counts: readonly (string | number)[]) =>
    [account.padEnd(width), day.padEnd(10), ...counts.map((count) => String(count).padStart(10))].join('  ').trimEnd();
  const lines = [row('account', 'day', 'on server', 'recorded', 'duplicates', 'missing')];
  for (const { account, days } of accounts) {
    for (const { day, onServer, recorded, duplicates, missing, unread } of days) {
      lines.push(row(account, day, onServer, recorded, duplicates, missing.length));
      lines.push(...placesAs('missing', missing), ...placesAs('not given by the server', unread));
    }
    const { onServer, recorded, duplicates, missing } = totalsOf(days);
    lines.push(row(account, 'all days', onServer, recorded, duplicates, missing));
  }
  return `${lines.join('\n')}\n`;
}

/** `  missing: INBOX 3 17 18`, a line for each folder. */
function placesAs(what: string, places: readonly Place[]): string[] {
  const folders = new Map<string, number[]>();
  for (const { folder, uid } of places) folders.set(folder, [...(folders.get(folder) ?? []), uid]);
  return [...folders].map(([folder, uids]) => `  ${what}: ${folder} ${uids.sort((a, b) => a - b).join(' ')}`);
}
