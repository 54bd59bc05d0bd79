import { type CallStatus, type Channel, overlay } from '@callbook/contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type ContactRow, contactsOf, toLinkedContact } from './contact-view.ts';
import { exactInstant, formatCursor, type Page, parseCursor } from './cursor.ts';
import { HAS_OWN_WORDS, OWN_CONTACTS, ownIdentities } from './own-words.ts';
import type { Database } from './schema.ts';

/**
 * A call as its requester sees it. Of what was said on it they see their own words alone, and what was sent to them:
 * others may have joined it, and a call that it was folded into may be somebody else's.
 */
export type OwnCall = {
  readonly reference: string;
  readonly status: CallStatus;
  /** Their own first words about it, cut; absent where they are not theirs to read, or there are none. */
  readonly title?: string;
  /** The channel of their first contact. */
  readonly channel: Channel;
  readonly receivedAt: Date;
  readonly respondBy: Date | undefined;
  readonly respondedAt: Date | undefined;
  /** The contact by which it is theirs. */
  readonly contactId: string;
  readonly callId: string;
};

/** One of their own contacts, or a message to them. */
export type OwnMessage = {
  readonly at: Date;
  /** Who wrote it; the desk is anybody who answered. */
  readonly from: 'requester' | 'desk';
  readonly channel: Channel;
  /** Absent where it is not theirs to read. */
  readonly text?: string;
  /** The agent who answered. */
  readonly by?: string;
  /** Names of files that they sent. */
  readonly files: readonly string[];
};

export type OwnCallDetails = OwnCall & {
  /** Oldest first, the latest of them. */
  readonly messages: readonly OwnMessage[];
  /** There are older ones, which are not among them. */
  readonly more: boolean;
  /** It is theirs alone to say that it is solved, and how content they are: not of one that was folded into another's. */
  readonly mayEnd: boolean;
  /** One to five stars. */
  readonly rating?: number;
};

type Row = {
  call_id: string;
  contact_id: string;
  reference: string;
  status: CallStatus;
  title: string | null;
  channel: Channel;
  received_at: Date;
  exact_received_at: string;
  asked_id: string;
  respond_by: Date | null;
  responded_at: Date | null;
  may_end: boolean;
  rating: number | null;
};

/** Contacts of a call, and messages to its requester, that are shown: the latest. */
const MOST_MESSAGES = 200;
const MOST_TITLE = 160;

/** The name of the list's order in its cursors. */
const ORDER = 'own';

/**
 * The calls of whoever reads the mail of an address, the newest first: those that its requester made, of which a contact is
 * known to be theirs. A call that was folded into another one of theirs is that one.
 * @throws CallbookError `request-invalid` for a cursor of another list.
 */
export async function listOwnCalls(
  db: Kysely<Database>,
  { address, cursor, limit = 20 }: { readonly address: string; readonly cursor?: string; readonly limit?: number },
): Promise<Page<OwnCall>> {
  const after = cursor === undefined ? undefined : parseCursor(ORDER, cursor);
  const from = after ? sql`(asked.received_at, asked.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`;
  const standing = sql`asked.merged_into is null or calls.requester_id is distinct from asked.requester_id`;
  const { rows } = await ownCalls(
    address,
    sql`(${standing}) and ${from} order by asked.received_at desc, asked.id desc limit ${limit + 1}`,
  ).execute(db);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last && { at: last.exact_received_at, id: last.asked_id };
  return { items: items.map(toOwnCall), ...(next && { nextCursor: formatCursor(ORDER, next) }) };
}

/** One of them, by its reference in any case; undefined where it is none of theirs. */
export async function getOwnCall(
  db: Kysely<Database>,
  { address, reference }: { readonly address: string; readonly reference: string },
): Promise<OwnCallDetails | undefined> {
  const { rows } = await ownCalls(address, sql`asked.reference = ${reference.toUpperCase()}`).execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const said = await ownWords(db, address, row.call_id);
  const sent = await sentWords(db, address, row.call_id);
  const messages = [...said, ...sent].sort((a, b) => a.at.getTime() - b.at.getTime());
  return {
    ...toOwnCall(row),
    messages: messages.slice(-MOST_MESSAGES),
    more: messages.length > MOST_MESSAGES,
    mayEnd: row.may_end,
    ...(row.may_end && row.rating !== null && { rating: row.rating }),
  };
}

/**
 * `asked` is a call of theirs as it was opened, `calls` the one that it is on by now. The requester is asked for by itself,
 * so that a page is read along the index of their calls and costs the same however many they have.
 */
function ownCalls(address: string, condition: RawBuilder<unknown>): RawBuilder<Row> {
  return sql<Row>`
    with ${ownIdentities(address)}
    select asked.id as asked_id, asked.reference, ${exactInstant('asked.received_at')} as exact_received_at,
      calls.id as call_id, calls.status, calls.respond_by, calls.responded_at, calls.rating,
      calls.requester_id is not distinct from asked.requester_id as may_end, first.id as contact_id, first.channel, first.received_at, first.title
    from calls as asked
    join calls on calls.id = coalesce(asked.merged_into, asked.id)
    cross join lateral (
      select said.id, said.channel, said.received_at, case when ${HAS_OWN_WORDS} then left(coalesce(
        nullif(regexp_replace(trim(said.subject), '\\s+', ' ', 'g'), ''),
        nullif(regexp_replace(trim(left(coalesce(nullif(said.text, ''), (
          select text from contacts as news where news.revises_key = said.key and news.text <> ''
          order by news.occurred_at desc limit 1
        )), 1000)), '\\s+', ' ', 'g'), '')), ${MOST_TITLE}) end as title
      from ${OWN_CONTACTS} as said order by said.received_at, said.id limit 1
    ) as first
    where asked.requester_id = (select requester_id from identities where kind = 'email' and value = ${address})
      and ${condition}`;
}

function toOwnCall(row: Row): OwnCall {
  return {
    ...{ reference: row.reference, status: row.status, channel: row.channel, receivedAt: row.received_at },
    ...(row.title !== null && { title: row.title }),
    ...{ respondBy: row.respond_by ?? undefined, respondedAt: row.responded_at ?? undefined },
    ...{ contactId: row.contact_id, callId: row.call_id },
  };
}

/** Their own contacts as they stand with their revisions. What says again what another of them said is not told twice. */
async function ownWords(db: Kysely<Database>, address: string, callId: string): Promise<OwnMessage[]> {
  const { rows } = await sql<{ id: string; readable: boolean }>`
    with ${ownIdentities(address)}
    select said.id, ${HAS_OWN_WORDS} as readable from calls cross join lateral ${OWN_CONTACTS} as said
    where calls.id = ${callId} order by said.received_at desc, said.id desc limit ${MOST_MESSAGES + 1}`.execute(db);
  const readable = new Map(rows.map((row) => [row.id, row.readable]));
  const ids = [...readable.keys()];
  const contacts = await sql<ContactRow>`${contactsOf(sql`
    select * from contacts where id = any(${ids}::uuid[]) union all
    select * from contacts where revises_key = any(array(select key from contacts where id = any(${ids}::uuid[])))`)}`.execute(
    db,
  );
  const known = contacts.rows.map(toLinkedContact);
  return known.flatMap((contact) => {
    if (contact.revises || readable.has(contact.duplicateOf ?? '')) return [];
    const { text, attachments } = overlay(
      contact,
      known.filter(({ revises }) => revises?.key === contact.key),
    );
    const theirs = readable.get(contact.id) === true;
    return [
      {
        ...{ at: new Date(contact.receivedAt), from: 'requester' as const, channel: contact.channel },
        ...(theirs && text !== '' && { text }),
        files: theirs ? attachments.filter(({ inline }) => !inline).map(({ name }) => name) : [],
      },
    ];
  });
}

/** What the desk has written to them: answers, and how it was resolved. Nothing that went to somebody else. */
async function sentWords(db: Kysely<Database>, address: string, callId: string): Promise<OwnMessage[]> {
  const { rows } = await sql<{ created_at: Date; channel: Channel; text: string; by: string | null }>`
    with ${ownIdentities(address)}
    select created_at, channel, message ->> 'text' as text, message ->> 'by' as by from outbox
    join own on own.value = recipient and own.kind = outbox.channel
    where call_id in (select id from calls where id = ${callId} or merged_into = ${callId})
      and outbox.kind in ('reply', 'status') and message ->> 'text' <> ''
    order by created_at desc limit ${MOST_MESSAGES + 1}`.execute(db);
  return rows.map(({ created_at: at, channel, text, by }) => {
    return { at, from: 'desk' as const, channel, text, ...(by !== null && { by }), files: [] };
  });
}
