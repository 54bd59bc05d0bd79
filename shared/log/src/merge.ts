import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { withdrawAcknowledgement } from './outbox.ts';

/** One call turned out to be a part of another. */
export type Merge = { readonly from: string; readonly into: string; readonly why: string };

/**
 * Folds calls into others, one after another: contacts and suggestions move, the folded call stays as the reference that
 * leads there, and the history of both says which contacts moved and why, so that it can be undone.
 */
export async function mergeCalls(trx: LogTransaction, merges: readonly Merge[], at: string): Promise<void> {
  for (const { from, into, why } of merges) {
    await sql`
      with moved as (
        update contacts set call_id = ${into} where call_id = ${from} returning id
      ), list as (
        select coalesce(json_agg(id), '[]') as contacts from moved
      )
      insert into history (call_id, at, by, kind, detail)
      select told.id, ${at}, 'callbook', told.kind,
        json_build_object('reference', other.reference, 'contacts', list.contacts, 'why', ${why}::text)
      from (values (${from}::uuid, 'call.merged', ${into}::uuid), (${into}::uuid, 'call.absorbed', ${from}::uuid))
        as told (id, kind, other_id)
      join calls as other on other.id = told.other_id cross join list order by told.kind desc`.execute(trx);
    await sql`update suggestions set call_id = case when call_id = ${from} then ${into} else call_id end,
        other_call_id = case when other_call_id = ${from} then ${into} else other_call_id end
      where call_id = ${from} or other_call_id = ${from}`.execute(trx);
    await sql`delete from suggestions where call_id = ${into} and other_call_id = ${into}`.execute(trx);
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
