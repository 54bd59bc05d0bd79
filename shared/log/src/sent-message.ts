import { type Channel, messageKey, slackMessageKey, textConversation } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** A message of ours that went out: under an id that its channel gave it, where it gave one. */
export type SentMessage = {
  readonly channel: Channel;
  readonly account: string;
  readonly recipient: string;
  readonly sourceId: string | undefined;
  readonly callId: string;
  readonly sentAt: string;
};

/**
 * Notes how an answer to a message of ours is known: by the id that it got, or, of a text message, by who it went to; there
 * the latest call that somebody was written to about is the one that they answer. Twice is once.
 */
export async function noteSentMessage(trx: LogTransaction, sent: SentMessage): Promise<void> {
  const { callId, sentAt } = sent;
  const id = answeredAs(sent);
  if (id === undefined) return;
  await sql`insert into sent_messages (message_id, call_id, sent_at) values (${id}, ${callId}, ${sentAt})
    on conflict (message_id) do update set call_id = excluded.call_id, sent_at = excluded.sent_at
    where ${sent.channel === 'voice'} and sent_messages.sent_at < excluded.sent_at`.execute(trx);
}

function answeredAs({ channel, account, recipient, sourceId }: SentMessage): string | undefined {
  if (channel === 'voice') return textConversation(account, recipient);
  if (sourceId === undefined) return undefined;
  return channel === 'slack' ? slackMessageKey(sourceId) : messageKey(sourceId);
}
