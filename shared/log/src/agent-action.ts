import { CallbookError, type CallStatus, type Channel, type Contact } from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls } from './call.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import { type NewOutboxMessage, putInOutbox } from './outbox.ts';

/** What an agent does to a call, and when. */
type Deed = {
  /** In any case. That of a folded call leads to the one that it was folded into. */
  readonly reference: string;
  /** The agent. */
  readonly by: string;
  readonly at: string;
  /** Of the message that is sent for it. */
  readonly messageId: string;
  /** Whether anything can be sent by an account of a channel. */
  canSend(channel: Channel, account: string): boolean;
};

/** Where an answer of the desk goes to. */
export type Answered = Pick<NewOutboxMessage, 'id' | 'channel' | 'recipient'>;

/**
 * Writes an agent's answer into the outbox, for the requester, by the way that they last wrote. A call that nobody had
 * begun with is in progress from here on.
 * @throws CallbookError `call-unknown`; `call-unanswerable`: nothing can be sent to its requester.
 */
export async function replyToCall(trx: LogTransaction, deed: Deed & { readonly text: string }): Promise<Answered> {
  const { by, at, text } = deed;
  const call = await callFor(trx, deed.reference);
  const way = await wayTo(trx, call, deed);
  if (!way) throw new CallbookError('call-unanswerable', `Nothing can be sent to whoever made ${call.reference}.`);
  await putInOutbox(trx, [{ ...way, kind: 'reply', message: { text, by } }]);
  const detail = { message: way.id, channel: way.channel, account: way.account, text };
  await appendHistory(trx, [{ callId: call.id, at, by, kind: 'reply.written', detail }]);
  await sql`update calls set responded_at = coalesce(responded_at, ${at}), updated_at = greatest(updated_at, ${at}),
      status = case when status in ('new', 'acknowledged') then 'in-progress' else status end
    where id = ${call.id}`.execute(trx);
  await announceCalls(trx, { created: [], updated: [call.id] });
  return { id: way.id, channel: way.channel, recipient: way.recipient };
}

/**
 * Gives a call another status, and tells its thread in Slack, where it has one. The same status again changes nothing.
 * @throws CallbookError `call-unknown`.
 */
export async function setCallStatus(trx: LogTransaction, deed: Deed & { readonly status: CallStatus }): Promise<void> {
  const { by, at, status } = deed;
  const call = await callFor(trx, deed.reference);
  if (call.status === status) return;
  const ended = status === 'resolved' || status === 'closed';
  await sql`update calls set status = ${status}, updated_at = greatest(updated_at, ${at}),
      resolved_at = case when ${ended} then coalesce(resolved_at, ${at}) end
    where id = ${call.id}`.execute(trx);
  const detail = { status, before: call.status };
  await appendHistory(trx, [{ callId: call.id, at, by, kind: 'status.changed', detail }]);
  const way = await wayTo(trx, call, {
    ...deed,
    canSend: (channel, account) => channel === 'slack' && deed.canSend(channel, account),
  });
  if (way) await putInOutbox(trx, [{ ...way, kind: 'status', message: { status } }]);
  await announceCalls(trx, { created: [], updated: [call.id] });
}

type Call = {
  readonly id: string;
  readonly reference: string;
  readonly status: CallStatus;
  readonly requester_id: string | null;
};

async function callFor(trx: LogTransaction, reference: string): Promise<Call> {
  const { rows } = await sql<Call>`
    select calls.id, calls.reference, calls.status, calls.requester_id from calls as asked
    join calls on calls.id = coalesce(asked.merged_into, asked.id)
    where asked.reference = ${reference.toUpperCase()} for update of calls`.execute(trx);
  const [call] = rows;
  if (!call) throw new CallbookError('call-unknown', `The log has no call ${reference}.`);
  return call;
}

/** So many of a requester's latest contacts are looked at for one that can be answered. */
const MOST = 50;

type Way = Omit<NewOutboxMessage, 'kind' | 'message'>;
type Said = { id: string; channel: Channel; account: string; sender: Contact['from'] };

/** How the requester can be reached: by what they said last in a channel that can answer. Nobody else is written to. */
async function wayTo(trx: LogTransaction, call: Call, { messageId, at, canSend }: Deed): Promise<Way | undefined> {
  const { rows } = await sql<Said>`
    select contacts.id, channel, account, sender from contacts
    where call_id = ${call.id} and revises_key is null and machine is null
      and (sender ->> 'verified') is distinct from 'false'
      and exists (select from identities where requester_id = ${call.requester_id} and (kind, value) in (
        ('email', lower(sender ->> 'email')), ('slack', sender ->> 'slackUser')))
    order by occurred_at desc, contacts.id desc limit ${MOST}`.execute(trx);
  for (const { id: contactId, channel, account, sender } of rows) {
    const recipient = channel === 'slack' ? sender.slackUser : sender.email?.toLowerCase();
    if (recipient === undefined || !canSend(channel, account)) continue;
    return { id: messageId, callId: call.id, contactId, channel, account, recipient, createdAt: at };
  }
  return undefined;
}
