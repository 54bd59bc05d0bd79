import { CallbookError } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { standingRequester } from './requester-view.ts';

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
 * back. Joining what is one already changes nothing, and no rule joins whom a person has parted.
 */
export async function joinRequesters(trx: LogTransaction, joins: readonly RequesterJoin[], at: string): Promise<void> {
  for (const { id, from, into, by, why } of joins) {
    if (from === into || (isRule(by) && (await wereParted(trx, from, into)))) continue;
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

function isRule(by: string): boolean {
  return by === 'callbook' || by === 'directory';
}

async function wereParted(trx: LogTransaction, one: string, other: string): Promise<boolean> {
  const { rows } = await sql`select from requester_joins where parted_at is not null
    and (from_id, into_id) in ((${one}, ${other}), (${other}, ${one})) limit 1`.execute(trx);
  return rows.length > 0;
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

/**
 * Makes one person of two, as a person wants it.
 * @throws CallbookError `requester-unknown`; `request-invalid` where they are one already.
 */
export async function joinByPerson(
  trx: LogTransaction,
  { id, from, into, by, why, at }: RequesterJoin & { at: string },
) {
  const [one, other] = [await standingRequester(trx, from), await standingRequester(trx, into)];
  if (one === other) throw new CallbookError('request-invalid', 'They are one person already.');
  await joinRequesters(trx, [{ id, from: one, into: other, by, why }], at);
}
