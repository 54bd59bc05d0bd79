import { type Channel, type Contact, type MachineKind, messageKey, slackMessageKey } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** A recorded contact, as far as a new one is compared with it. */
export type Candidate = {
  readonly id: string;
  readonly key: string;
  /** Undefined for machine mail that belongs to no call. */
  readonly callId: string | undefined;
  /** The contact that this one says again. */
  readonly duplicateOf: string | undefined;
  /** As ids are compared: `messageKey`. */
  readonly messageId: string | undefined;
  /** The id of the message that it answers directly. */
  readonly answers: string | undefined;
  readonly contentHash: string;
  readonly occurredAt: string;
  /** What the sender's clock said. */
  readonly sentAt: string | undefined;
  readonly from: Contact['from'];
  readonly subject: string | undefined;
  readonly machine: MachineKind | undefined;
  /** It is a telephone call without a message, as news of it say. */
  readonly missed: boolean;
  /** How its whole text begins. Known of those alone that share the Message-ID of a new contact. */
  readonly beginning: string;
};

/** What to look for. Message-IDs are those of `messageKey`. */
export type Wanted = {
  /** Ids that the new contacts have themselves. */
  readonly ownIds: readonly string[];
  /** Ids of messages that they answer. */
  readonly answeredIds: readonly string[];
  /** What they say, and in which span of time the same again would be one sending. */
  readonly contents: readonly {
    readonly contentHash: string;
    readonly since: string;
    readonly at: string;
    readonly until: string;
  }[];
  /** Keys of calls that turn out to be missed: these are wanted, and of each the next one that says the same. */
  readonly missed: readonly string[];
  /** Milliseconds within which the next one must have come. */
  readonly again: number;
};

export type Candidates = {
  /** Contacts by their Message-ID, the latest first. */
  readonly byMessageId: Map<string, Candidate[]>;
  /** Contacts that say the same in that span of time, the nearest before and the nearest after, by content hash. */
  readonly byContent: Map<string, Candidate[]>;
  /** Contacts that answer a message which the log does not have, by its id. */
  readonly awaiting: Map<string, Candidate[]>;
  /** The call of each mail of ours, by the id that it got on its way. */
  readonly sent: Map<string, string>;
};

/**
 * How many contacts with one id, or waiting for one, are looked at. A form program may give one id to everything that
 * it ever sends, and one announcement may be answered by everybody; what is past this bound is no conversation.
 */
const MOST = 10;
/** Characters of a text that are compared where two mails have the same id. */
export const BEGINNING = 4_000;

type Row = {
  found: 'message' | 'awaiting' | 'content' | 'sent';
  wanted: string;
  id: string;
  key: string;
  call_id: string | null;
  duplicate_of: string | null;
  message_id: string | null;
  channel: Channel;
  answers: string | null;
  content_hash: string;
  occurred_at: Date;
  sent_at: string | null;
  sender: Contact['from'];
  subject: string | null;
  machine: MachineKind | null;
  missed: boolean;
  revises_key: string | null;
  beginning: string | null;
};

const COLUMNS = sql`contacts.id, contacts.key, contacts.call_id, duplicate_of, contacts.message_id, channel,
  case when channel = 'slack' then nullif(thread ->> 'slackThread', source_id) else thread -> 'references' ->> -1 end as answers,
  content_hash, occurred_at, details ->> 'sentAt' as sent_at, sender, subject, machine,
  channel = 'voice' and (details ? 'missed' or exists (
    select from contacts as news where news.revises_key = contacts.key and news.details ? 'missed'
  )) as missed, revises_key`;

/**
 * All recorded contacts that new ones may repeat or belong to: one statement for a batch, and each look-up in an index.
 * Each condition and each `order by` names the columns of the one index that is meant: otherwise Postgres would now and
 * then walk through the log by age instead, for a row that is not there.
 */
export async function findCandidates(trx: LogTransaction, wanted: Wanted): Promise<Candidates> {
  const found: Candidates = { byMessageId: new Map(), byContent: new Map(), awaiting: new Map(), sent: new Map() };
  const own = new Set(wanted.ownIds);
  const ids = [...new Set([...own, ...wanted.answeredIds])].map((id) => ({ id, own: own.has(id) }));
  const { rows } = await sql<Row>`
    with message as (
      select id, own from json_to_recordset(${JSON.stringify(ids)}::json) as message (id text, own boolean)
    ), content as (
      select * from json_to_recordset(${JSON.stringify(wanted.contents)}::json) as content
        ("contentHash" text, since timestamptz, at timestamptz, until timestamptz)
    )
    select 'message' as found, message.id as wanted, hit.* from message cross join lateral (
      select ${COLUMNS}, case when message.own then left(coalesce(full_text, text), ${BEGINNING}) end as beginning
      from contacts where message_id = message.id
      order by message_id, received_at desc limit ${MOST}
    ) as hit
    union all
    select 'awaiting', message.id, hit.* from message cross join lateral (
      select ${COLUMNS}, null from awaited_messages join contacts on contacts.id = contact_id
      where awaited_messages.message_id = message.id limit ${MOST}
    ) as hit
    union all
    select 'content', "contentHash", hit.* from content cross join lateral (
      (select ${COLUMNS}, null from contacts
        where content_hash = "contentHash" and occurred_at between since and at
        order by content_hash desc, occurred_at desc limit 1)
      union all
      (select ${COLUMNS}, null from contacts
        where content_hash = "contentHash" and occurred_at > at and occurred_at <= until
        order by content_hash, occurred_at limit 1)
    ) as hit
    union all
    select 'content', told.content_hash, hit.* from contacts as told cross join lateral (
      (select ${COLUMNS}, null from contacts where contacts.key = told.key)
      union all
      (select ${COLUMNS}, null from contacts
        where content_hash = told.content_hash and key <> told.key and occurred_at >= told.occurred_at
          and occurred_at <= told.occurred_at + ${wanted.again} * interval '1 millisecond'
        order by content_hash, occurred_at limit ${MOST})
    ) as hit where told.key = any(${wanted.missed}::text[])
    union all
    select 'sent', message.id, null, null, call_id, null, null, null, null, null, null, null, null, null, null, null,
      null, null from message join sent_messages on message_id = message.id`.execute(trx);
  // News of a contact is nothing that another one could repeat or answer.
  for (const row of rows.filter(({ revises_key }) => revises_key === null)) {
    if (row.found === 'sent') found.sent.set(row.wanted, row.call_id as string);
    else if (row.found === 'message') push(found.byMessageId, row.wanted, toCandidate(row));
    else push(row.found === 'content' ? found.byContent : found.awaiting, row.wanted, toCandidate(row));
  }
  return found;
}

function toCandidate(row: Row): Candidate {
  return {
    id: row.id,
    key: row.key,
    callId: row.call_id ?? undefined,
    duplicateOf: row.duplicate_of ?? undefined,
    messageId: row.message_id ?? undefined,
    answers: answersOf(row),
    contentHash: row.content_hash,
    occurredAt: row.occurred_at.toISOString(),
    sentAt: row.sent_at ?? undefined,
    from: row.sender,
    subject: row.subject ?? undefined,
    machine: row.machine ?? undefined,
    missed: row.missed,
    beginning: row.beginning ?? '',
  };
}

function answersOf({ channel, answers }: Row): string | undefined {
  if (answers === null) return undefined;
  return channel === 'slack' ? slackMessageKey(answers) : messageKey(answers);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** The call of each contact key that has one. */
export async function findCallsOf(trx: LogTransaction, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; call_id: string }>`
    select key, call_id from contacts where key = any(${keys}) and call_id is not null`.execute(trx);
  return new Map(rows.map(({ key, call_id }) => [key, call_id]));
}

/** Who made the contacts with these keys. */
export async function findSenders(trx: LogTransaction, keys: readonly string[]): Promise<Map<string, Contact['from']>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; sender: Contact['from'] }>`
    select key, sender from contacts where key = any(${keys})`.execute(trx);
  return new Map(rows.map(({ key, sender }) => [key, sender]));
}
