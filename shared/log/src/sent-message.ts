import { type Channel, messageKey, slackMessageKey } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** A message of ours with an id that its channel gave it: a mail under another id than ours, a message in Slack. */
export type SentMessage = {
  readonly channel: Channel;
  readonly sourceId: string;
  readonly callId: string;
  readonly sentAt: string;
};

/** Notes under which id a message of ours went out, so that an answer to it finds its call. Twice is once. */
export async function noteSentMessage(trx: LogTransaction, sent: SentMessage): Promise<void> {
  const { channel, sourceId, callId, sentAt } = sent;
  const id = channel === 'slack' ? slackMessageKey(sourceId) : messageKey(sourceId);
  await sql`insert into sent_messages (message_id, call_id, sent_at)
    values (${id}, ${callId}, ${sentAt}) on conflict (message_id) do nothing`.execute(trx);
}
