import { CallbookError } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** Two requesters turned out to be one person. */
export type RequesterJoin = {
  readonly id: string;
  readonly from: string;
  readonly into: string;
  /** Who says so: `callbook`, `directory`, or an agent. */
  readonly by: string;
  readonly why: string;
};

/**
 * Makes two requesters one, one pair after another: identities and calls move, and what moved is kept, so that it can move
 * back. Joining what is one already changes nothing.
 */
export async function joinRequesters(trx: LogTransaction, joins: readonly RequesterJoin[], at: string): Promise<void> {
  for (const { id, from, into, by, why } of joins) {
    if (from === into) continue;
    await sql`
      with identity as (
        update identities set requester_id = ${into} where requester_id = ${from} returning id
      ), call as (
        update calls set requester_id = ${into} where requester_id = ${from} returning id
      )
      insert into requester_joins (id, from_id, into_id, identities, calls, by, why, at)
      select ${id}, ${from}, ${into}, coalesce((select array_agg(id) from identity), '{}'),
        coalesce((select array_agg(id) from call), '{}'), ${by}, ${why}, ${at}`.execute(trx);
  }
}

/**
 * Undoes the last join of this requester with others, in either direction, with all that had moved. What came since stays
 * with whom it came to.
 * @throws CallbookError `request-invalid` where nothing was joined.
 */
export async function partRequesters(trx: LogTransaction, requesterId: string, by: string, at: string): Promise<void> {
  const { rows } = await sql<{ from_id: string; identities: string[]; calls: string[] }>`
    update requester_joins set parted_at = ${at}, parted_by = ${by} where id = (
      select id from requester_joins where parted_at is null and (from_id = ${requesterId} or into_id = ${requesterId})
      order by at desc, id desc limit 1
    ) returning from_id, identities, calls`.execute(trx);
  const [join] = rows;
  if (!join) throw new CallbookError('request-invalid', 'This requester was not joined with another one.');
  await sql`update identities set requester_id = ${join.from_id} where id = any(${join.identities}::uuid[])`.execute(
    trx,
  );
  await sql`update calls set requester_id = ${join.from_id} where id = any(${join.calls}::uuid[])`.execute(trx);
}
