import { CallbookError, type Channel, contactKey, type ErrorCode, type MachineKind } from '@callbook/contracts';
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { type ContactRow, contactsOf, type RecordedContact, toRecordedContact } from './contact-view.ts';
import { formatCursor, type Page, parseCursor } from './cursor.ts';
import { withMediaState } from './media-state.ts';
import type { Database } from './schema.ts';
import { isContactVisible, type Visibility } from './visibility.ts';

/** Which contacts to list, newest first. Every filter narrows. */
export type ContactFilter = {
  readonly channel?: Channel | undefined;
  readonly account?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly key?: string | undefined;
  /** The id of the contact that was repeated; or whether it is a repetition at all. */
  readonly duplicateOf?: string | boolean | undefined;
  readonly machine?: MachineKind | boolean | undefined;
  readonly problem?: ErrorCode | boolean | undefined;
  /** Received at or after this instant. */
  readonly since?: string | undefined;
  readonly cursor?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
};

const DEFAULT_LIMIT = 50;
const ORDER = 'contacts';
/** A page ends early when its texts have this many bytes: two hundred mails of 10 MB would not fit in memory. */
const PAGE_BYTES = 8_000_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * One page of the contacts, newest first, with all that was said.
 * @throws CallbookError `request-invalid` for a cursor of another list.
 */
export async function listContacts(
  db: Kysely<Database>,
  visibility: Visibility,
  filter: ContactFilter,
): Promise<Page<RecordedContact>> {
  const limit = filter.limit ?? DEFAULT_LIMIT;
  // `octet_length` of a stored text is known without reading it.
  const page = sql`
    select * from (
      select newest.*, row_number() over so_far as place, count(*) over () as found,
        sum(octet_length(text) + coalesce(octet_length(full_text), 0)) over so_far as bytes
      from (
        select * from contacts where ${sql.join([isContactVisible(visibility), ...conditionsOf(filter)], sql` and `)}
        order by received_at desc, id desc limit ${limit + 1}
      ) as newest
      window so_far as (order by received_at desc, id desc)
    ) as sized where place = 1 or (place <= ${limit} and bytes <= ${PAGE_BYTES})`;
  const { rows } = await sql<ContactRow & { found: string }>`
    select * from (${contactsOf(page)}) as listed order by received_at desc, id desc`.execute(db);
  const last = rows.at(-1);
  return {
    items: await withMediaState(db, rows.map(toRecordedContact)),
    ...(last &&
      Number(last.found) > rows.length && {
        nextCursor: formatCursor(ORDER, { at: last.exact_received_at, id: last.id }),
      }),
  };
}

/**
 * One contact.
 * @throws CallbookError `contact-unknown`.
 */
export async function getContact(db: Kysely<Database>, visibility: Visibility, id: string): Promise<RecordedContact> {
  const { rows } = UUID.test(id)
    ? await contactsOf(sql`select * from contacts where id = ${id}::uuid and ${isContactVisible(visibility)}`).execute(
        db,
      )
    : { rows: [] };
  const [contact] = await withMediaState(db, rows.map(toRecordedContact));
  if (!contact) throw new CallbookError('contact-unknown', `The log has no contact ${id}.`);
  return contact;
}

function conditionsOf(filter: ContactFilter): Expression<SqlBool>[] {
  const { channel, account, sourceId, key, duplicateOf, machine, problem, since, cursor } = filter;
  const conditions: Expression<SqlBool>[] = [sql<SqlBool>`true`];
  const add = (condition: Expression<SqlBool>) => void conditions.push(condition);
  if (channel !== undefined && account !== undefined && sourceId !== undefined)
    // The three together are the key, and the key has an index. Voicemail may have come by mail.
    add(sql`contacts.key in (${contactKey(channel, account, sourceId)}, ${contactKey('email', account, sourceId)})`);
  if (channel !== undefined) add(sql`contacts.channel = ${channel}`);
  if (account !== undefined) add(sql`contacts.account = ${account}`);
  if (sourceId !== undefined) add(sql`contacts.source_id = ${sourceId}`);
  if (key !== undefined) add(sql`contacts.key = ${key}`);
  if (typeof duplicateOf === 'string') add(sql`contacts.duplicate_of = ${duplicateOf}::uuid`);
  if (typeof duplicateOf === 'boolean') add(sql`(contacts.duplicate_of is not null) = ${duplicateOf}`);
  if (typeof machine === 'string') add(sql`contacts.machine = ${machine}`);
  if (typeof machine === 'boolean') add(sql`(contacts.machine is not null) = ${machine}`);
  // In the words of the partial index, or it would not be used.
  if (problem !== undefined && problem !== false) add(sql`contacts.problem is not null`);
  if (typeof problem === 'string') add(sql`contacts.problem ->> 'code' = ${problem}`);
  if (problem === false) add(sql`contacts.problem is null`);
  if (since !== undefined) add(sql`contacts.received_at >= ${since}::timestamptz`);
  if (cursor !== undefined) {
    const { at, id } = parseCursor(ORDER, cursor);
    add(sql`(contacts.received_at, contacts.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return conditions;
}
