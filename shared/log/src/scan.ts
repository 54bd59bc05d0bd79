import type { Contact } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { asTheyStand } from './review.ts';
import type { Database } from './schema.ts';
import { isContactVisible, type Visibility } from './visibility.ts';

/** A sheet, a row of the log book, or pages that lie together: one contact of what a scan holds. */
export type ScanEntry = { readonly contact: Contact; readonly reference?: string; readonly repeats: boolean };

/** A scan as it stands: how far it is read, and what has come of it. */
export type Scan = {
  readonly contact: Contact;
  readonly reference?: string;
  /** The same file, or the same sheet, was there before. */
  readonly repeats: boolean;
  /** While it is being read: its pages, as far as they are known of, and those that are done. */
  readonly progress?: { readonly pages: number; readonly read: number };
  /** The media worker has told the last of it, or never had anything to read. */
  readonly finished: boolean;
  /** In the order of the pages, the scan's own contact first; no more than `MOST`. */
  readonly entries: readonly ScanEntry[];
};

/** As many are shown of one scan; its account says how many there are. */
const MOST = 200;

/**
 * The scan that a contact has brought, with everything that has come of it that a reader may see. Undefined where it was
 * never taken, or has not come to the log yet, or where the reader may not see it.
 */
export async function findScan(db: Kysely<Database>, visibility: Visibility, key: string): Promise<Scan | undefined> {
  const visible = isContactVisible(visibility);
  const { rows } = await sql<{ key: string; repeats: boolean }>`
    with own as materialized (select * from contacts where key = ${key} and channel = 'paper' and revises_key is null),
    scanned as (
      select * from own union all
      -- Whose source ids go on behind a slash; 0 is the next character.
      select contacts.* from own join contacts on contacts.channel = 'paper' and contacts.revises_key is null
        and contacts.account = own.account and contacts.source_id collate "C" > own.source_id || '/'
        and contacts.source_id collate "C" < own.source_id || '0'
    )
    select key, duplicate_of is not null as repeats from scanned as contacts where ${visible}
    order by length(source_id), source_id collate "C" limit ${MOST}`.execute(db);
  const standing = await asTheyStand(
    db,
    rows.map((row) => row.key),
  );
  const entries = rows.flatMap(({ key: of, repeats }) => {
    const found = standing.get(of);
    return found ? [{ ...found, repeats }] : [];
  });
  const [own] = entries;
  if (own?.contact.key !== key) return undefined;
  const work = await db
    .selectFrom('media_work')
    .select(['pages', 'pages_read', 'finished_at'])
    .where('contact_id', '=', own.contact.id)
    .executeTakeFirst();
  const { pages = null, pages_read = null } = work ?? {};
  return {
    ...own,
    ...(pages !== null && pages_read !== null && { progress: { pages, read: pages_read } }),
    finished: work === undefined || work.finished_at !== null,
    entries,
  };
}
