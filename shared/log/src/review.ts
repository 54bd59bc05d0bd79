import { CallbookError, type Channel, type Contact, overlay } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { contactsOf, type LinkedContact, toLinkedContact } from './contact-view.ts';
import { foreignCursor, type Page, packCursor, unpackCursor } from './cursor.ts';
import type { LogTransaction } from './log.ts';
import { revisionsOf } from './revisions.ts';
import type { Database } from './schema.ts';
import { isContactVisible, type Visibility } from './visibility.ts';

/**
 * Keeps the list of what needs a person, in the transaction that records the contacts. The latest news of a contact at
 * the source counts, and a person's more than any other's, so that any order of them gives the same list. `again` are keys of contacts to
 * which something was written since.
 */
export async function noteReview(
  trx: LogTransaction,
  contacts: readonly Contact[],
  again: readonly string[] = [],
): Promise<void> {
  await sql`update review set state = 'needs-person', by_person = false where contact_key = any(${again})`.execute(trx);
  const told = contacts.flatMap(({ key, revises, media, occurredAt }) =>
    media && media.state !== 'pending'
      ? [
          {
            key: revises?.key ?? key,
            ...media,
            confidence: media.confidence ?? 0,
            since: occurredAt,
            by_person: revises?.cause === 'person',
          },
        ]
      : [],
  );
  if (told.length === 0) return;
  await sql`insert into review (contact_key, kind, state, confidence, since, by_person)
    select distinct on (key) key, kind, state, confidence, since, by_person
    from json_to_recordset(${JSON.stringify(told)}::json)
      as told (key text, kind text, state text, confidence real, since timestamptz, by_person boolean)
    order by key, by_person desc, since desc
    on conflict (contact_key) do update set kind = excluded.kind, state = excluded.state,
      confidence = excluded.confidence, since = excluded.since, by_person = excluded.by_person
    where (excluded.by_person, excluded.since) >= (review.by_person, review.since)`.execute(trx);
}

export type ReviewFilter = {
  readonly kind?: 'recording' | 'scan' | undefined;
  readonly channel?: Channel | undefined;
  readonly cursor?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
};

/** What needs a person, as it stands with everything that was told of it. */
export type ReviewItem = {
  readonly kind: 'recording' | 'scan';
  /** Of what is looked up by its id any; of what is listed, that a person is needed or it is tried again besides. */
  readonly state: NonNullable<Contact['media']>['state'];
  readonly confidence: number;
  readonly since: string;
  readonly reference?: string;
  readonly contact: LinkedContact;
  /** Where each of its files is, by their hashes: what came later brings files of its own. */
  readonly files: ReadonlyMap<string, FilePlace>;
};

/** A contact, or the news of one, and the place of a file among its attachments. */
export type FilePlace = { readonly contact: string; readonly position: number };

/** A contact with everything that was told of it laid over it. */
type Standing = Pick<ReviewItem, 'contact' | 'reference' | 'files'>;

type Row = {
  contact_key: string;
  kind: ReviewItem['kind'];
  state: ReviewItem['state'];
  confidence: number;
  since: Date;
};

const DEFAULT_LIMIT = 50;
const ORDER = 'review';

/**
 * One page of what needs a person, the least sure first.
 * @throws CallbookError `request-invalid` for a cursor of another list.
 */
export async function listReview(
  db: Kysely<Database>,
  visibility: Visibility,
  filter: ReviewFilter,
): Promise<Page<ReviewItem>> {
  const { kind, channel, cursor, limit = DEFAULT_LIMIT } = filter;
  const after = cursor === undefined ? undefined : positionIn(cursor);
  const { rows } = await sql<Row>`
    select review.contact_key, review.kind, review.state, review.confidence, review.since from review
    join contacts on contacts.key = review.contact_key and contacts.duplicate_of is null
    where review.state <> 'done' and ${isContactVisible(visibility)}
      and ${kind === undefined ? sql`true` : sql`review.kind = ${kind}`}
      and ${channel === undefined ? sql`true` : sql`contacts.channel = ${channel}`}
      and ${after ? sql`(review.confidence, review.since, review.contact_key) > (${after.confidence}::real, ${after.since}::timestamptz, ${after.key})` : sql`true`}
    order by review.confidence, review.since, review.contact_key limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const contacts = await asTheyStand(
    db,
    page.map(({ contact_key }) => contact_key),
  );
  const last = page.at(-1);
  return {
    items: page.flatMap(({ contact_key, since, ...row }) => {
      const found = contacts.get(contact_key);
      return found ? [{ ...row, ...found, since: since.toISOString() }] : [];
    }),
    ...(last &&
      rows.length > limit && {
        nextCursor: packCursor([ORDER, String(last.confidence), last.since.toISOString(), last.contact_key]),
      }),
  };
}

/**
 * A contact as it stands with everything that was told of it, and what it is attached to.
 * @throws CallbookError `contact-unknown`.
 */
export async function getStanding(db: Kysely<Database>, visibility: Visibility, id: string): Promise<Standing> {
  const { rows } = /^[0-9a-f-]{36}$/i.test(id)
    ? await sql<{
        key: string;
      }>`select coalesce(revises_key, key) as key from contacts where id = ${id}::uuid and ${isContactVisible(visibility)}`.execute(
        db,
      )
    : { rows: [] };
  const key = rows[0]?.key;
  const found = key === undefined ? undefined : (await asTheyStand(db, [key])).get(key);
  if (!found) throw new CallbookError('contact-unknown', `The log has no contact ${id}.`);
  return found;
}

/** Contacts with their revisions laid over them, by their keys. */
export async function asTheyStand(db: Kysely<Database>, keys: readonly string[]): Promise<Map<string, Standing>> {
  if (keys.length === 0) return new Map();
  const { rows } = await contactsOf(sql`
    with repeated as (
      select repetition.key from contacts as first join contacts as repetition on repetition.duplicate_of = first.id
      where first.key = any(${keys}) and first.channel = 'paper' and repetition.revises_key is null
    ), wanted as (select unnest(${keys}::text[]) as key union select key from repeated)
    select * from contacts where key in (select key from wanted) or revises_key in (select key from wanted)`).execute(
    db,
  );
  const revisions = revisionsOf(rows.map(toLinkedContact));
  return new Map(
    rows
      .filter(({ key }) => keys.includes(key))
      .map((row) => {
        const [contact, news] = [toLinkedContact(row), revisions.get(row.key) ?? []];
        const reference = row.reference !== null && { reference: row.reference };
        return [row.key, { contact: overlay(contact, news), files: placesOf([contact, ...news]), ...reference }];
      }),
  );
}

function placesOf(contacts: readonly LinkedContact[]): Map<string, FilePlace> {
  return new Map(
    contacts.flatMap(({ id, attachments }) =>
      attachments.map(({ sha256 }, position) => [sha256, { contact: id, position }] as const),
    ),
  );
}

function positionIn(cursor: string) {
  const [order, confidence, since, key] = unpackCursor(cursor);
  const number = Number(confidence);
  if (order !== ORDER || !Number.isFinite(number) || Number.isNaN(Date.parse(String(since))) || typeof key !== 'string')
    throw foreignCursor();
  return { confidence: number, since: String(since), key };
}
