import { CallbookError, TEXT_REPLY_LIMIT } from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls } from './call.ts';
import { type CallDeed, callFor, type SendingDeed, touched, wayTo } from './call-deed.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import { type NewOutboxMessage, putInOutbox } from './outbox.ts';

/** Where an answer of the desk goes to. */
export type Answered = Pick<NewOutboxMessage, 'id' | 'channel' | 'recipient'>;

/**
 * Writes an agent's answer into the outbox, for the requester, by the way that they last wrote. A call that nobody had
 * begun with is in progress from here on.
 * @throws CallbookError `call-unknown`, `call-changed`; `call-unanswerable`: nothing can be sent to its requester;
 * `reply-too-long`.
 */
export async function replyToCall(
  trx: LogTransaction,
  deed: SendingDeed & {
    readonly text: string;
    /** The article that is sent with it. */
    readonly knownError?: string | undefined;
  },
): Promise<Answered> {
  const { by, at, text, knownError } = deed;
  const call = await callFor(trx, deed);
  const way = await wayTo(trx, call, deed);
  if (!way) throw new CallbookError('call-unanswerable', `Nothing can be sent to whoever made ${call.reference}.`);
  if (way.channel === 'voice' && text.length > TEXT_REPLY_LIMIT)
    throw new CallbookError(
      'reply-too-long',
      `${way.recipient} is written to by text message: say it in ${TEXT_REPLY_LIMIT} characters, or call them.`,
    );
  await putInOutbox(trx, [{ ...way, kind: 'reply', message: { text, by } }]);
  const where = { message: way.id, channel: way.channel, account: way.account };
  const detail = { ...where, text, ...(knownError && { knownError }) };
  await appendHistory(trx, [{ callId: call.id, at, by, kind: 'reply.written', detail }]);
  await sql`update calls set responded_at = coalesce(responded_at, ${at}), updated_at = greatest(updated_at, ${at}),
      status = case when status in ('new', 'acknowledged') then 'in-progress' else status end
    where id = ${call.id}`.execute(trx);
  await announceCalls(trx, { created: [], updated: [call.id] });
  return { id: way.id, channel: way.channel, recipient: way.recipient };
}

/** Writes down what only the desk reads. @throws CallbookError `call-unknown`. */
export async function noteOnCall(trx: LogTransaction, deed: CallDeed & { readonly text: string }): Promise<void> {
  const { by, at, text } = deed;
  const { id } = await callFor(trx, deed);
  await appendHistory(trx, [{ callId: id, at, by, kind: 'note.written', detail: { text } }]);
  await touched(trx, id, at);
}
