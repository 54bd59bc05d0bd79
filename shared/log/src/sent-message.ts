import { messageKey } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** A mail of ours that went out under another id than we gave it. */
export type SentMessage = { readonly sourceId: string; readonly callId: string; readonly sentAt: string };

/** Notes under which id a provider sent a mail of ours, so that an answer to it finds its call. Twice is once. */
export async function noteSentMessage(trx: LogTransaction, { sourceId, callId, sentAt }: SentMessage): Promise<void> {
  await sql`insert into sent_messages (message_id, call_id, sent_at)
    values (${messageKey(sourceId)}, ${callId}, ${sentAt}) on conflict (message_id) do nothing`.execute(trx);
}
