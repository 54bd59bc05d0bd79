import type { Targets } from '@callbook/contracts';
import { sql } from 'kysely';
import { alone } from './alone.ts';
import { announceCalls, waitsUntil } from './call.ts';
import { tellWoken } from './go-on.ts';
import { appendHistory } from './history.ts';
import type { Log, LogTransaction } from './log.ts';
import { retarget } from './target.ts';

/** Any number that nobody else in this database uses for an advisory lock: the letters CBRD. */
const ROUND_LOCK = 0x43_42_52_44;

/** Runs `work` in one transaction, unless another process is at it: then that one does it. Answers whether it ran. */
export async function onRounds(log: Log, work: (trx: LogTransaction) => Promise<void>): Promise<boolean> {
  const ran = await alone(log, ROUND_LOCK, async (trx) => {
    await work(trx);
    return true;
  });
  return ran ?? false;
}

/** Lets calls go on that were to wait until now. Answers how many. */
export async function wakeDue(trx: LogTransaction, at: string, targets: Targets): Promise<number> {
  const { rows } = await sql<{ id: string }>`update calls set status = 'in-progress',
      waits = ${waitsUntil('waiting_since', at)}, waiting_since = null, waiting_until = null,
      updated_at = greatest(updated_at, ${at}::timestamptz)
    where status = 'waiting' and waiting_until <= ${at} returning id`.execute(trx);
  const ids = rows.map(({ id }) => id);
  await tellWoken(trx, ids, at, 'the time until which it was to wait is over');
  await retarget(trx, ids, targets);
  await announceCalls(trx, { created: [], updated: ids });
  return ids.length;
}

/** Closes calls that were resolved before an instant, and that nobody opened again. Answers how many. */
export async function closeResolved(trx: LogTransaction, before: string, at: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`update calls set status = 'closed',
      updated_at = greatest(updated_at, ${at}::timestamptz)
    where id in (select id from calls where status = 'resolved' and resolved_at < ${before} and merged_into is null
      order by resolved_at limit 500) returning id`.execute(trx);
  const ids = rows.map(({ id }) => id);
  const detail = { status: 'closed', before: 'resolved', why: 'nobody opened it again' };
  await appendHistory(
    trx,
    ids.map((callId) => ({ callId, at, by: 'callbook', kind: 'status.changed', detail })),
  );
  await announceCalls(trx, { created: [], updated: ids });
  return ids.length;
}
