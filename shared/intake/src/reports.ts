import { createHash } from 'node:crypto';
import type { LedgerReport } from '@callbook/contracts';
import type { Database, RootDatabase } from 'lmdb';

/** A report that the queue does not have yet. */
export type KeptReport = { readonly id: string; readonly report: LedgerReport };

/** The latest report of each part and day, on disk until the queue has it. */
export type Reports = {
  /** @throws CallbookError `spool-full`, `spool-failed`. */
  keep(reports: readonly LedgerReport[]): Promise<void>;
  /** So many of them at the most. */
  some(most: number): KeptReport[];
  /** Forgets these, but for those that were replaced meanwhile. */
  forget(kept: readonly KeptReport[]): Promise<void>;
};

/** The reports of a spool. `commit` makes several writes at once. */
export function openReports(root: RootDatabase, commit: (writes: () => void) => Promise<void>): Reports {
  const reports: Database<LedgerReport, string> = root.openDB({ name: 'reports', encoding: 'json' });
  return {
    keep: (latest) =>
      commit(() => {
        for (const report of latest) {
          const id = idOf(report);
          const before = reports.get(id);
          if (before === undefined || Date.parse(before.at) <= Date.parse(report.at)) reports.putSync(id, report);
        }
      }),
    some: (most) => [...reports.getRange({ limit: most })].map(({ key, value }) => ({ id: key, report: value })),
    forget: (kept) =>
      commit(() => {
        for (const { id, report } of kept) if (reports.get(id)?.at === report.at) reports.removeSync(id);
      }),
  };
}

/** A hash, since LMDB's keys are shorter than folder names may be. */
function idOf({ channel, account, part, day }: LedgerReport): string {
  return createHash('sha256')
    .update(JSON.stringify([channel, account, part, day]))
    .digest('base64url');
}
