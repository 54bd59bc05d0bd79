import type { Impact, Priority, Urgency } from '@callbook/contracts';
import { sql } from 'kysely';
import { waitsUntil } from './call.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import type { RoutedBy } from './schema.ts';

/** Lets calls go on that waited for their requester, who has answered. Answers which did. */
export async function wakeCalls(trx: LogTransaction, ids: readonly string[], at: string): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`update calls set status = 'in-progress',
      waits = ${waitsUntil('waiting_since', at)}, waiting_since = null, waiting_until = null
    where id = any(${ids}::uuid[]) and status = 'waiting' returning id`.execute(trx);
  const woken = rows.map(({ id }) => id);
  await tellWoken(trx, woken, at, 'the requester has answered');
  return woken;
}

/** Says in the history of calls that they wait no longer. */
export async function tellWoken(trx: LogTransaction, ids: readonly string[], at: string, why: string): Promise<void> {
  const detail = { status: 'in-progress', before: 'waiting', why };
  await appendHistory(
    trx,
    ids.map((callId) => ({ callId, at, by: 'callbook', kind: 'call.woken', detail })),
  );
}

/** Where a call would go by what came to be known of it. */
export type NewRoute = {
  readonly callId: string;
  readonly classification: {
    readonly department: string | undefined;
    readonly service: string | undefined;
    readonly impact: Impact;
    readonly urgency: Urgency;
    readonly priority: Priority;
    readonly routedBy: RoutedBy | undefined;
    readonly routedWhy: string | undefined;
  };
};

/** Nobody has said how much it matters: news may lack what was chosen at first, and must not take it away. */
const PLAIN = sql`(impact = 'medium' and urgency = 'medium')`;

/**
 * Gives calls a place that had none when they were opened, because what was said was not known then. A choice of the
 * requester's counts more than what was found otherwise; what a person decided stays. Answers which calls moved.
 */
export async function rerouteCalls(trx: LogTransaction, routes: readonly NewRoute[], at: string): Promise<Set<string>> {
  const found = routes.filter(({ classification: { routedBy } }) => routedBy !== undefined && routedBy !== 'triage');
  const moved = new Set<string>();
  for (const { callId, classification } of found) {
    const { department = null, service = null, impact, urgency, priority, routedBy, routedWhy = null } = classification;
    const chosen = routedBy === 'choice';
    const { rows } = await sql<{ before: string | null }>`update calls set department = ${department},
        service = ${service}, impact = case when ${PLAIN} then ${impact} else impact end,
        urgency = case when ${PLAIN} then ${urgency} else urgency end,
        priority = case when ${PLAIN} then ${priority} else priority end,
        routed_by = ${routedBy ?? null}, routed_why = ${routedWhy}
      from (select id as old_id, department as old_department from calls where id = ${callId} for update) as old
      where calls.id = old_id and status in ('new', 'acknowledged') and (routed_by is null or routed_by = 'triage'
        or (${chosen} and routed_by not in ('choice', 'person'))) returning old_department as before`.execute(trx);
    const [row] = rows;
    if (!row) continue;
    moved.add(callId);
    const changes = { department: { before: row.before, after: department } };
    await appendHistory(trx, [
      { callId, at, by: 'callbook', kind: 'call.reclassified', detail: { changes, why: routedWhy } },
    ]);
  }
  return moved;
}
