import type { CallStatus, Channel, Contact } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';
import type { Database, OutboxKind, OutboxMessage } from './schema.ts';

/** A message to a requester, as whatever causes it writes it down. How it is worded is up to who sends it. */
export type NewOutboxMessage = {
  /** Stable over every repeat: it names the message wherever it goes. */
  readonly id: string;
  readonly callId: string;
  readonly kind: OutboxKind;
  /** What it answers. */
  readonly contactId: string;
  readonly channel: Channel;
  readonly account: string;
  /** An address or a Slack user, folded as identities are. */
  readonly recipient: string;
  readonly message: OutboxMessage;
  readonly createdAt: string;
};

/**
 * Writes messages into the outbox, in the transaction that causes them: with it they come to be, or not at all. A call
 * has one acknowledgement; a second one is refused by the database.
 */
export async function putInOutbox(trx: LogTransaction, messages: readonly NewOutboxMessage[]): Promise<void> {
  await insertRows(
    trx,
    'outbox',
    ['id', 'call_id', 'kind', 'contact_id', 'channel', 'account', 'recipient', 'message', 'created_at'],
    messages.map(({ callId, contactId, createdAt, ...message }) => ({
      ...message,
      ...{ call_id: callId, contact_id: contactId, created_at: createdAt },
    })),
  );
}

/** One message of the outbox with all that it may speak of. */
export type OutboxEntry = {
  readonly id: string;
  readonly kind: OutboxKind;
  readonly channel: Channel;
  readonly account: string;
  readonly recipient: string;
  readonly message: OutboxMessage;
  readonly createdAt: string;
  readonly queuedAt: string | undefined;
  readonly call: {
    readonly id: string;
    readonly reference: string;
    readonly replyToken: string;
    readonly title: string;
    readonly status: CallStatus;
    readonly department: string | undefined;
    readonly service: string | undefined;
    readonly respondBy: string | undefined;
    /** The requester has said how content they are. */
    readonly rated: boolean;
  };
  /** What it answers. */
  readonly contact: Pick<Contact, 'from' | 'thread' | 'details'> & {
    readonly subject: string | undefined;
    readonly language: string | undefined;
  };
};

type Row = {
  id: string;
  kind: OutboxKind;
  channel: Channel;
  account: string;
  recipient: string;
  message: OutboxMessage;
  created_at: Date;
  queued_at: Date | null;
  call_id: string;
  reference: string;
  reply_token: string;
  title: string;
  status: CallStatus;
  department: string | null;
  service: string | null;
  respond_by: Date | null;
  rating: number | null;
  sender: Contact['from'];
  thread: Contact['thread'];
  details: Contact['details'];
  subject: string | null;
  language: string | null;
};

const WAITING = sql`delivered_at is null and refused_reason is null`;

/** Messages that wait for their turn, the oldest first. */
export function findUnqueued(db: Kysely<Database>, most: number): Promise<OutboxEntry[]> {
  return entries(db, sql`${WAITING} and queued_at is null order by outbox.created_at, outbox.id limit ${most}`);
}

/** Messages that the queue got before an instant, and that nobody has answered, by their id after another one's. */
export function findUnanswered(
  db: Kysely<Database>,
  { before, after, most }: { readonly before: string; readonly after: string | undefined; readonly most: number },
): Promise<OutboxEntry[]> {
  const from = after === undefined ? sql`true` : sql`outbox.id > ${after}::uuid`;
  return entries(db, sql`${WAITING} and queued_at < ${before} and ${from} order by outbox.id limit ${most}`);
}

/** Whether a message still waits to be sent. */
export async function isUnanswered(db: Kysely<Database>, id: string): Promise<boolean> {
  const { rows } = await sql`select from outbox where id = ${id} and ${WAITING}`.execute(db);
  return rows.length > 0;
}

async function entries(db: Kysely<Database>, condition: ReturnType<typeof sql>): Promise<OutboxEntry[]> {
  const { rows } = await sql<Row>`
    select outbox.id, outbox.kind, outbox.channel, outbox.account, outbox.recipient, outbox.message, outbox.created_at,
      outbox.queued_at, calls.id as call_id, calls.reference, calls.reply_token, calls.title, calls.status,
      calls.department, calls.service, calls.respond_by, calls.rating, contacts.sender, contacts.thread, contacts.details, contacts.subject,
      coalesce((
        select news.language from contacts as news
        where news.revises_key = contacts.key and news.language is not null order by news.occurred_at desc limit 1
      ), contacts.language) as language
    from outbox join calls on calls.id = outbox.call_id join contacts on contacts.id = outbox.contact_id
    where ${condition}`.execute(db);
  return rows.map(toEntry);
}

function toEntry({ id, kind, channel, account, recipient, message, ...row }: Row): OutboxEntry {
  return {
    ...{ id, kind, channel, account, recipient, message },
    createdAt: row.created_at.toISOString(),
    queuedAt: row.queued_at?.toISOString(),
    call: {
      ...{ id: row.call_id, reference: row.reference, replyToken: row.reply_token },
      ...{ title: row.title, status: row.status, department: row.department ?? undefined },
      service: row.service ?? undefined,
      respondBy: row.respond_by?.toISOString(),
      rated: row.rating !== null,
    },
    contact: {
      ...{ from: row.sender, thread: row.thread, details: row.details },
      ...{ subject: row.subject ?? undefined, language: row.language ?? undefined },
    },
  };
}

/**
 * One call was folded into another: where both have an acknowledgement for the same person, the one that is still here
 * is not sent.
 */
export async function withdrawAcknowledgement(trx: LogTransaction, from: string, into: string): Promise<void> {
  await sql`update outbox set refused_reason = 'its call was folded into another, which is acknowledged'
    from outbox as kept
    where outbox.call_id = ${from} and outbox.kind = 'acknowledgement' and outbox.queued_at is null
      and outbox.refused_reason is null and kept.call_id = ${into} and kept.kind = 'acknowledgement'
      and kept.recipient = outbox.recipient and kept.refused_reason is null`.execute(trx);
}
