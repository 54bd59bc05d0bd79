import type { Contact } from '@callbook/contracts';
import { sql } from 'kysely';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import { putInOutbox } from './outbox.ts';

/** A telephone call that is over and has left a message, on a call of the log that nobody has heard of yet. */
export type LeftMessage = Pick<Contact, 'channel' | 'account' | 'from' | 'details'> & {
  readonly callId: string;
  /** The contact that it is, and when it ended. */
  readonly contactId: string;
  readonly occurredAt: string;
};

type Row = Omit<LeftMessage, 'callId' | 'contactId' | 'from' | 'occurredAt'> & {
  call_id: string;
  contact_id: string;
  sender: Contact['from'];
  occurred_at: Date;
};

/**
 * Of these telephone calls, by contact key, those whose callers may be told now that their message is here: nobody is told
 * while they speak. Only on calls that began by telephone and that nobody has begun with, and once: a call is acknowledged
 * once, whatever else comes to belong to it. In whatever order a call and the news of its end came.
 */
export async function findLeftMessages(trx: LogTransaction, keys: readonly string[]): Promise<LeftMessage[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<Row>`
    select distinct on (calls.id) calls.id as call_id, told.id as contact_id, told.channel, told.account, told.sender,
      told.details || news.details as details, news.occurred_at
    from contacts as told
    join contacts as news on news.revises_key = told.key and news.revision_cause = 'ended'
    join calls as asked on asked.id = told.call_id
    join calls on calls.id = coalesce(asked.merged_into, asked.id)
    where told.key = any(${keys}) and told.channel = 'voice' and not news.details ? 'missed'
      and calls.status = 'new' and calls.first_channel = 'voice'
      and not exists (select from outbox where call_id = calls.id and kind = 'acknowledgement')
      and not exists (select from history where call_id = calls.id and kind = 'acknowledgement.withheld')
    order by calls.id, news.occurred_at`.execute(trx);
  return rows.map(({ call_id, contact_id, sender, occurred_at, ...row }) => ({
    ...row,
    ...{ callId: call_id, contactId: contact_id, from: sender, occurredAt: occurred_at.toISOString() },
  }));
}

/** Acknowledges one of these, or says in its history why not. `id` is that of the message. */
export async function acknowledgeLate(
  trx: LogTransaction,
  { callId, contactId, channel, account }: LeftMessage,
  given: { readonly id: string; readonly at: string } & ({ readonly recipient: string } | { readonly why: string }),
): Promise<void> {
  const { id, at } = given;
  const kind = 'acknowledgement';
  if ('recipient' in given) {
    const { recipient } = given;
    await putInOutbox(trx, [
      { ...{ id, kind, channel, account, recipient }, ...{ callId, contactId, message: {}, createdAt: at } },
    ]);
    return;
  }
  const detail = { contact: contactId, channel, account, why: given.why };
  await appendHistory(trx, [{ callId, at, by: 'callbook', kind: `${kind}.withheld`, detail }]);
}
