import type { EscalationConfig } from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls } from './call.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import { type NoticeWays, putNotices } from './notice.ts';

type Step = EscalationConfig['steps'][number];

/** A target that lies further back is not told of: whoever sets up a step does not want to hear of last year. */
const FURTHEST = '7 days';
/** As many calls in one transaction. */
const MOST = 200;

const TARGETS = {
  respondBy: { column: sql.ref('respond_by'), open: sql`calls.responded_at is null` },
  resolveBy: { column: sql.ref('resolve_by'), open: sql`true` },
} as const;

type Due = { id: string; target: Date; assignee: string | null };

/**
 * Takes the steps that are due: each once for each target of a call, with its messages and its line in the history in one
 * transaction. A reminder that nobody was there to send is not sent after the target: then the steps after it speak.
 * Answers how many were taken.
 */
export async function escalate(
  trx: LogTransaction,
  { steps, at, ways }: { readonly steps: readonly Step[]; readonly at: string; readonly ways: NoticeWays },
): Promise<number> {
  let taken = 0;
  for (const step of steps) {
    const due = await findDue(trx, step, at);
    taken += due.length;
    for (const { id, target, assignee } of due) {
      const recipients = step.to.flatMap((one) => (one === 'assignee' ? (assignee ?? []) : one));
      const notice = { target: step.target, due: target.toISOString() };
      const to = await putNotices(trx, { callId: id, recipients, message: { notice }, at, ways });
      const detail = { step: step.name, target: step.target, due: target.toISOString(), to };
      await appendHistory(trx, [{ callId: id, at, by: 'callbook', kind: 'call.escalated', detail }]);
    }
    await announceCalls(trx, { created: [], updated: due.map(({ id }) => id) });
  }
  return taken;
}

/** Calls that a step is due for, noted as taken. */
async function findDue(trx: LogTransaction, step: Step, at: string): Promise<Due[]> {
  const { column, open } = TARGETS[step.target];
  const { minutes, priorities, departments, name } = step;
  const { rows } = await sql<Due>`
    with due as (
      select calls.id, ${column} as target, calls.assignee from calls
      where status in ('new', 'acknowledged', 'in-progress') and merged_into is null and ${open}
        and ${column} <= ${at}::timestamptz - ${minutes} * interval '1 minute'
        and ${column} > ${at}::timestamptz - ${minutes} * interval '1 minute' - ${FURTHEST}::interval
        and ${minutes < 0 ? sql`${column} > ${at}::timestamptz` : sql`true`}
        and ${priorities ? sql`priority = any(${priorities}::text[])` : sql`true`}
        and ${departments ? sql`department = any(${departments}::text[])` : sql`true`}
        and not exists (select from escalations
          where call_id = calls.id and step = ${name} and escalations.target = ${column})
      order by ${column} limit ${MOST}
    ), taken as (
      insert into escalations (call_id, step, target, at) select id, ${name}, target, ${at} from due
      on conflict do nothing returning call_id
    )
    select due.* from due join taken on taken.call_id = due.id order by due.target, due.id`.execute(trx);
  return rows;
}
