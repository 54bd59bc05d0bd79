import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** How many tasks of a call are open. */
export async function openTasksOf(trx: LogTransaction, callId: string): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from tasks where status = 'open' and ${isOf(callId)}`.execute(trx);
  return rows[0]?.open ?? 0;
}

/** Tasks of a call, those of calls that were folded into it among them. */
export function isOf(callId: string) {
  return sql`tasks.call_id in (select ${callId}::uuid union all select id from calls where merged_into = ${callId})`;
}
