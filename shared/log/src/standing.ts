import type { CallStatus } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { announceCalls } from './call.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** How a call stands: what its requester may see without being known to us, and no word of what it is about. */
export type Standing = {
  readonly reference: string;
  readonly status: CallStatus;
  readonly receivedAt: Date;
  readonly respondBy: Date | undefined;
  readonly respondedAt: Date | undefined;
};

type Row = {
  reference: string;
  status: CallStatus;
  received_at: Date;
  respond_by: Date | null;
  responded_at: Date | null;
};

/** How a call stands, for whoever names its reference and an address or a number of its requester. */
export async function findStanding(
  db: Kysely<Database>,
  { reference, identity }: { readonly reference: string; readonly identity: string },
): Promise<Standing | undefined> {
  const { rows } = await sql<Row>`
    select asked.reference, calls.status, calls.received_at, calls.respond_by, calls.responded_at from calls as asked
    join calls on calls.id = coalesce(asked.merged_into, asked.id)
    where asked.reference = ${reference.toUpperCase()} and exists (select from identities
      where requester_id in (asked.requester_id, calls.requester_id) and kind in ('email', 'phone') and value = ${identity})
    `.execute(db);
  const [row] = rows;
  return (
    row && {
      ...{ reference: row.reference, status: row.status, receivedAt: row.received_at },
      ...{ respondBy: row.respond_by ?? undefined, respondedAt: row.responded_at ?? undefined },
    }
  );
}

/** The secret of a call's mails; undefined where there is no such call. */
export async function findReplyToken(db: Kysely<Database>, reference: string): Promise<string | undefined> {
  const { rows } = await sql<{ reply_token: string }>`
    select reply_token from calls where reference = ${reference.toUpperCase()}`.execute(db);
  return rows[0]?.reply_token;
}

export type Rating = {
  readonly reference: string;
  readonly stars: number;
  readonly words?: string;
  readonly at: string;
};

/** Notes how content the requester is. The last rating counts; the same again changes nothing. */
export async function rateCall(trx: LogTransaction, { reference, stars, words, at }: Rating): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update calls set rating = ${stars}, rated_at = ${at}, updated_at = greatest(updated_at, ${at}::timestamptz)
    where id = (select coalesce(merged_into, id) from calls where reference = ${reference.toUpperCase()})
      and (rating is distinct from ${stars} or ${words !== undefined}) returning id`.execute(trx);
  const [row] = rows;
  if (!row) return;
  const detail = { stars, ...(words !== undefined && { words }) };
  await appendHistory(trx, [{ callId: row.id, at, by: 'requester', kind: 'call.rated', detail }]);
  await announceCalls(trx, { created: [], updated: [row.id] });
}
