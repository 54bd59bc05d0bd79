import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { withdrawAcknowledgement } from './outbox.ts';

/** One call turned out to be a part of another. */
export type Merge = {
  readonly from: string;
  readonly into: string;
  readonly why: string;
  /** Default: `callbook`, no person. */
  readonly by?: string;
};

/**
 * Folds calls into others, one after another: contacts move, the folded call stays as the reference that leads there, and
 * the history of both says what moved, how the survivor was before and why, so that it can be undone (`unmergeCall`).
 */
export async function mergeCalls(trx: LogTransaction, merges: readonly Merge[], at: string): Promise<void> {
  for (const { from, into, why, by = 'callbook' } of merges) {
    await sql`
      with moved as (
        update contacts set call_id = ${into} where call_id = ${from} returning id
      ), list as (
        select coalesce(json_agg(id), '[]') as contacts from moved
      ), folded as (
        select coalesce(json_agg(id), '[]') as calls from calls where merged_into = ${from}
      ), before as (
        select json_build_object('receivedAt', received_at, 'respondBy', respond_by, 'channels', channels) as call
        from calls where id = ${into}
      )
      insert into history (call_id, at, by, kind, detail)
      select told.id, ${at}, ${by}, told.kind, json_build_object('reference', other.reference, 'contacts', list.contacts,
        'folded', folded.calls, 'before', before.call, 'why', ${why}::text)
      from (values (${from}::uuid, 'call.merged', ${into}::uuid), (${into}::uuid, 'call.absorbed', ${from}::uuid))
        as told (id, kind, other_id)
      join calls as other on other.id = told.other_id cross join list cross join folded cross join before
      order by told.kind desc`.execute(trx);
    await withdrawAcknowledgement(trx, from, into);
    await sql`update calls set merged_into = ${into}, updated_at = greatest(updated_at, ${at}::timestamptz)
      where id = ${from} or merged_into = ${from}`.execute(trx);
    await sql`update calls set
        updated_at = greatest(calls.updated_at, ${at}::timestamptz),
        received_at = least(calls.received_at, folded.received_at),
        respond_by = least(calls.respond_by, folded.respond_by),
        channels = (select array_agg(distinct channel order by channel)
          from unnest(calls.channels || folded.channels) as channel)
      from calls as folded where calls.id = ${into} and folded.id = ${from}`.execute(trx);
  }
}
