import type { WebhookCall, WebhookContent, WebhookEvent } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** One event for one endpoint, as it was written down by the transaction that it tells of. */
export type WebhookMessage = {
  /** Stable over every repeat. */
  readonly id: string;
  readonly type: WebhookEvent;
  readonly at: string;
  readonly data: WebhookCall;
  /** This attempt among them. */
  readonly attempts: number;
  /** The call may still be shown to its endpoint: it may have moved since. */
  readonly visible: boolean;
  /** What people said, where it was asked for. */
  readonly content: WebhookContent | undefined;
};

type Row = {
  id: string;
  type: WebhookEvent;
  at: Date;
  data: WebhookCall;
  attempts: number;
  visible: boolean;
  title: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  text: string | null;
  resolution: string | null;
};

/** That nothing of the same call that happened before waits for the same endpoint. */
const FIRST = sql`not exists (
  select from webhook_messages as earlier where earlier.endpoint = message.endpoint and earlier.call_id = message.call_id
    and earlier.state = 'waiting' and earlier.seq < message.seq)`;

/**
 * Takes events whose turn it is, each for one attempt, which is counted here: the oldest first, and of each call one at a
 * time. Until `lostAt` they are nobody else's; what is not settled by then is taken again.
 */
export async function takeWebhooks(
  trx: LogTransaction,
  wanted: {
    readonly endpoint: string;
    readonly now: string;
    readonly lostAt: string;
    readonly most: number;
    readonly content: boolean;
  },
): Promise<WebhookMessage[]> {
  const { endpoint, now, lostAt, most, content } = wanted;
  const { rows } = await sql<Row>`
    with due as (
      select seq from webhook_messages as message
      where endpoint = ${endpoint} and state = 'waiting' and due_at <= ${now} and ${FIRST}
      order by due_at, seq limit ${most} for update skip locked
    ), taken as (
      update webhook_messages set attempts = attempts + 1, due_at = ${lostAt} from due
      where webhook_messages.seq = due.seq returning webhook_messages.*
    )
    select taken.id, taken.type, taken.at, taken.data, taken.attempts, calls.title, calls.resolution,
      webhook_sees(receiver.departments, receiver.hidden, calls.department)
        and (survivor.id is null or webhook_sees(receiver.departments, receiver.hidden, survivor.department)) as visible,
      requesters.name, ${identity('email')} as email, ${identity('phone')} as phone,
      coalesce(history.detail ->> 'text', said.text) as text
    from taken
    join webhook_endpoints as receiver on receiver.name = taken.endpoint
    join calls on calls.id = taken.call_id
    left join calls as survivor on survivor.id = calls.merged_into
    join history on history.id = taken.history_id
    left join requesters on requesters.id = calls.requester_id
    left join lateral (
      select text from contacts
      where ${content} and (contacts.id = (history.detail ->> 'contact')::uuid
        or (history.detail ->> 'contact' is null and contacts.call_id = calls.id and revises_key is null))
      order by received_at, contacts.id limit 1
    ) as said on true
    order by taken.seq`.execute(trx);
  return rows.map((row) => toMessage(row, content));
}

function identity(kind: 'email' | 'phone') {
  return sql`(select value from identities where requester_id = requesters.id and kind = ${kind}
    order by verified desc, first_seen_at, identities.id limit 1)`;
}

/** Events that somebody said something in, and those that say what was done. With others it has been told before. */
const SAID: readonly WebhookEvent[] = ['call.created', 'call.contacted', 'call.replied'];
const DONE: readonly WebhookEvent[] = ['call.resolved', 'call.closed'];

function toMessage({ id, type, at, data, attempts, visible, ...words }: Row, content: boolean): WebhookMessage {
  const { title, name, email, phone, text, resolution } = words;
  return {
    ...{ id, type, at: at.toISOString(), data, attempts, visible },
    content: content
      ? {
          title,
          requester: {
            ...(name !== null && { name }),
            ...(email !== null && { email }),
            ...(phone !== null && { phone }),
          },
          ...(text !== null && SAID.includes(type) && { text }),
          ...(resolution !== null && DONE.includes(type) && { resolution }),
        }
      : undefined,
  };
}

/** An endpoint had failed for so long: then what waits for another try is tried at once when it answers. */
const OUTAGE = '1 hour';

/** It was taken by the receiver, and is done with. */
export async function noteWebhookDelivered(
  trx: LogTransaction,
  {
    id,
    endpoint,
    at,
    lostAt,
  }: { readonly id: string; readonly endpoint: string; readonly at: string; readonly lostAt: string },
): Promise<void> {
  await sql`update webhook_messages set state = 'delivered', settled_at = ${at}, reason = null
    where id = ${id} and state = 'waiting'`.execute(trx);
  const { rows } = await sql<{ outage: boolean }>`
    update webhook_endpoints set failing_since = null from webhook_endpoints as before
    where webhook_endpoints.name = ${endpoint} and before.name = ${endpoint} and before.failing_since is not null
    returning before.failing_since < ${at}::timestamptz - ${OUTAGE}::interval as outage`.execute(trx);
  // What is in somebody's hands has its time within `lostAt`, and stays there.
  if (rows[0]?.outage)
    await sql`update webhook_messages set due_at = ${at}
      where endpoint = ${endpoint} and state = 'waiting' and due_at > ${lostAt}`.execute(trx);
}

/** Its call went where the endpoint sees none: it is not sent. */
export async function withholdWebhook(trx: LogTransaction, id: string, at: string): Promise<void> {
  await sql`update webhook_messages set state = 'withheld', settled_at = ${at},
    reason = 'its call is in a department that this webhook sees nothing of' where id = ${id} and state = 'waiting'`.execute(
    trx,
  );
}

/** The attempt was broken off by ourselves, and counts for nothing. */
export async function releaseWebhook(trx: LogTransaction, id: string, at: string): Promise<void> {
  await sql`update webhook_messages set attempts = attempts - 1, due_at = ${at}
    where id = ${id} and state = 'waiting' and attempts > 0`.execute(trx);
}

export type WebhookFailure = {
  readonly id: string;
  readonly endpoint: string;
  readonly at: string;
  readonly reason: string;
  /** Left out, there is none: it is a dead letter. */
  readonly nextAt?: string | undefined;
};

/**
 * An attempt failed. What happened to the same call after it waits for it, so that order is kept; past a dead letter it
 * goes on. Answers whether the endpoint had answered until now.
 */
export async function noteWebhookFailed(
  trx: LogTransaction,
  failure: WebhookFailure,
): Promise<{ firstFailure: boolean }> {
  const { id, endpoint, at, reason, nextAt } = failure;
  if (nextAt === undefined)
    await sql`update webhook_messages set state = 'dead', settled_at = ${at}, reason = ${reason}
      where id = ${id} and state = 'waiting'`.execute(trx);
  else {
    await sql`update webhook_messages set due_at = ${nextAt}, reason = ${reason}
      where id = ${id} and state = 'waiting'`.execute(trx);
    await sql`update webhook_messages set due_at = ${nextAt} from webhook_messages as failed
      where failed.id = ${id} and webhook_messages.endpoint = failed.endpoint and webhook_messages.call_id = failed.call_id
        and webhook_messages.state = 'waiting' and webhook_messages.seq > failed.seq
        and webhook_messages.due_at < ${nextAt}`.execute(trx);
  }
  const { rows } = await sql`update webhook_endpoints set failing_since = ${at}
    where name = ${endpoint} and failing_since is null returning name`.execute(trx);
  return { firstFailure: rows.length > 0 };
}

/** The receiver wants no more: what waits for it are dead letters, and nothing is written down for it any more. */
export async function noteWebhookGone(trx: LogTransaction, endpoint: string, at: string): Promise<void> {
  await sql`update webhook_endpoints set gone_at = ${at} where name = ${endpoint} and gone_at is null`.execute(trx);
  await sql`update webhook_messages set state = 'dead', settled_at = ${at}, reason = 'the receiver answered 410: it wants no more'
    where endpoint = ${endpoint} and state = 'waiting'`.execute(trx);
}

/** Forgets what was delivered or withheld before an instant, and dead letters that are older than another. */
export async function forgetWebhooks(
  db: Kysely<Database>,
  { settledBefore, deadBefore }: { readonly settledBefore: string; readonly deadBefore: string },
): Promise<void> {
  await sql`delete from webhook_messages where (state in ('delivered', 'withheld') and settled_at < ${settledBefore})
    or (state = 'dead' and settled_at < ${deadBefore})`.execute(db);
}
