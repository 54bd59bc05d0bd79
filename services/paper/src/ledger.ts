import type { LedgerReport } from '@callbook/contracts';
import type { Station } from './station.ts';

/** A file that lies in the folder of a tray: when it was written, and whether it is in the intake. */
export type Lying = { readonly at: number; readonly taken: boolean };

export type Ledger = {
  /** Tells what lies in the folder now. What was moved away is counted where the log has it. */
  tell(lying: readonly Lying[]): Promise<void>;
};

/** The days of which something was told last, so that a day on which nothing is left is told of once more. */
type Told = Readonly<Record<string, readonly [spooled: number, untaken: number]>>;

/** Tells the ledger of a tray's folder, day by day, whenever that has changed. Kept on disk: a file may be taken away. */
export function openLedger({ tray, intake, now }: Pick<Station, 'tray' | 'intake' | 'now'>): Ledger {
  const cursor = `folder:${tray.name}`;
  return {
    async tell(lying) {
      const told = (intake.cursor.get(cursor) ?? {}) as Told;
      const counted = countsOf(lying, now());
      const days = [...new Set([...Object.keys(told), ...Object.keys(counted)])];
      const changed = days.filter((day) => String(told[day]) !== String(counted[day]));
      if (changed.length === 0) return;
      const at = now().toISOString();
      await intake.report(
        changed.map((day): LedgerReport => {
          const [spooled, untaken] = counted[day] ?? [0, 0];
          return {
            channel: 'paper',
            account: tray.name,
            part: 'folder',
            day,
            seen: spooled + untaken,
            spooled,
            untaken,
            at,
          };
        }),
      );
      await intake.cursor.set(cursor, counted);
    },
  };
}

function countsOf(lying: readonly Lying[], now: Date): Told {
  const counts: Record<string, [number, number]> = {};
  for (const { at, taken } of lying) {
    // As the contact is dated: files come from the future, and clocks of scanners begin in 1970.
    const day = new Date(at > 0 && at < now.getTime() ? at : now).toISOString().slice(0, 10);
    const [spooled, untaken] = counts[day] ?? [0, 0];
    counts[day] = taken ? [spooled + 1, untaken] : [spooled, untaken + 1];
  }
  return counts;
}
