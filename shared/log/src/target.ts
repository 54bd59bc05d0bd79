import type { CallTargets, Pause, Priority, Targets } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** What of a call its targets depend on. */
export type TargetRow = {
  readonly department: string | null;
  readonly service: string | null;
  readonly priority: Priority;
  readonly received_at: Date;
  readonly responded_at: Date | null;
  readonly waits: readonly Pause[];
  readonly waiting_since: Date | null;
  readonly waiting_until: Date | null;
};

/**
 * The targets of a call as it stands. What it waited for after somebody had answered does not move the answer's target:
 * that one has been met or missed.
 */
export function targetsOfRow(row: TargetRow, targets: Targets): CallTargets {
  const { waiting_since: since, waiting_until: until, responded_at: responded } = row;
  const waits = since
    ? [...row.waits, { from: since.toISOString(), until: until === null ? undefined : until.toISOString() }]
    : row.waits;
  const call = {
    ...{ department: row.department ?? undefined, service: row.service ?? undefined, priority: row.priority },
    receivedAt: row.received_at.toISOString(),
  };
  const before = responded ? waits.filter(({ from }) => Date.parse(from) < responded.getTime()) : waits;
  return {
    respondBy: targets.of({ ...call, waits: before }).respondBy,
    resolveBy: targets.of({ ...call, waits }).resolveBy,
  };
}

/** Computes the targets of calls anew, after something has changed that they depend on. */
export async function retarget(trx: LogTransaction, ids: readonly string[], targets: Targets): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<TargetRow & { id: string }>`
    select id, department, service, priority, received_at, responded_at, waits, waiting_since, waiting_until
    from calls where id = any(${ids}::uuid[])`.execute(trx);
  const computed = rows.map((row) => ({ id: row.id, ...targetsOfRow(row, targets) }));
  await sql`update calls set respond_by = computed."respondBy", resolve_by = computed."resolveBy"
    from json_to_recordset(${JSON.stringify(computed)}::json)
      as computed (id uuid, "respondBy" timestamptz, "resolveBy" timestamptz)
    where calls.id = computed.id`.execute(trx);
}
