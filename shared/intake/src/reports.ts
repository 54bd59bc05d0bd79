import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LedgerReport } from '@callbook/contracts';
import type { Database, RootDatabase } from 'lmdb';

/** A report that the queue does not have yet. */
export type KeptReport = { readonly id: string; readonly report: LedgerReport };

/** The latest report of each part and day: told to the queue once, and again when asked to. */
export type Reports = {
  /** @throws CallbookError `spool-full`, `spool-failed`. */
  keep(reports: readonly LedgerReport[]): Promise<void>;
  /** So many of those that are to be told. */
  untold(most: number): KeptReport[];
  /** The queue has these. Those that were replaced meanwhile are still to be told. */
  told(kept: readonly KeptReport[]): void;
  /** All are to be told once more; those of days before this one (`2026-11-24`) that were told are forgotten. */
  tellAgain(from: string): Promise<void>;
};

/**
 * The reports of a spool. `commit` makes several writes at once. What was told is not kept on disk: after a restart
 * everything is told again, which does no harm.
 */
export function openReports(root: RootDatabase, commit: (writes: () => void) => Promise<void>): Reports {
  const reports: Database<LedgerReport, string> = root.openDB({ name: 'reports', encoding: 'json' });
  const untold = new Set<string>(reports.getKeys());
  return {
    async keep(latest) {
      const kept: string[] = [];
      await commit(() => {
        for (const report of latest) {
          const id = idOf(report);
          const before = reports.get(id);
          if (before !== undefined && Date.parse(before.at) > Date.parse(report.at)) continue;
          reports.putSync(id, report);
          kept.push(id);
        }
      });
      for (const id of kept) untold.add(id);
    },
    untold: (most) =>
      [...untold].slice(0, most).flatMap((id) => {
        const report = reports.get(id);
        return report ? [{ id, report }] : [];
      }),
    told(kept) {
      for (const { id, report } of kept) if (isDeepStrictEqual(reports.get(id), report)) untold.delete(id);
    },
    async tellAgain(from) {
      const all = [...reports.getRange()].map(({ key, value }) => ({ id: key, day: value.day }));
      const old = all.filter(({ id, day }) => day < from && !untold.has(id));
      await commit(() => {
        for (const { id } of old) reports.removeSync(id);
      });
      for (const { id } of all) untold.add(id);
      for (const { id } of old) untold.delete(id);
    },
  };
}

/** A hash, since LMDB's keys are shorter than folder names may be. */
function idOf({ channel, account, part, day }: LedgerReport): string {
  return createHash('sha256')
    .update(JSON.stringify([channel, account, part, day]))
    .digest('base64url');
}
