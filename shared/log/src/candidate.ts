import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** A recorded contact that a new one may repeat or belong to. */
export type Candidate = {
  readonly id: string;
  readonly callId: string;
  readonly messageId: string;
  readonly contentHash: string;
};

type Row = { id: string; call_id: string; message_id: string; content_hash: string };

/**
 * The latest contact of each Message-ID. An id that many contacts share (form programs reuse theirs for years) stands
 * for its latest one: that is what somebody is most likely to answer.
 */
export async function findThreads(trx: LogTransaction, messageIds: readonly string[]): Promise<Candidate[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select found.* from unnest(${messageIds}::text[]) as wanted (message_id)
    cross join lateral (
      select id, call_id, message_id, content_hash from contacts
      where contacts.message_id = wanted.message_id and call_id is not null
      order by received_at desc limit 1
    ) as found`.execute(trx);
  return rows.map(toCandidate);
}

/** The first contact with the same Message-ID *and* the same content, for each pair that has one. */
export async function findRepeats(
  trx: LogTransaction,
  wanted: readonly { messageId: string; contentHash: string }[],
): Promise<Candidate[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<Row>`
    select found.* from json_to_recordset(${JSON.stringify(wanted)}::json) as wanted ("messageId" text, "contentHash" text)
    cross join lateral (
      select id, call_id, message_id, content_hash from contacts
      where content_hash = wanted."contentHash" and message_id = wanted."messageId" and call_id is not null
      order by received_at limit 1
    ) as found`.execute(trx);
  return rows.map(toCandidate);
}

function toCandidate(row: Row): Candidate {
  return { id: row.id, callId: row.call_id, messageId: row.message_id, contentHash: row.content_hash };
}

/** The call of each contact key that has one. */
export async function findCallsOf(trx: LogTransaction, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; call_id: string }>`
    select key, call_id from contacts where key = any(${keys}) and call_id is not null`.execute(trx);
  return new Map(rows.map(({ key, call_id }) => [key, call_id]));
}
