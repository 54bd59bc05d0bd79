import type { Contact, MediaFound } from '@callbook/contracts';
import { sql } from 'kysely';
import type { Log, LogTransaction } from './log.ts';

/**
 * Keeps the list of recordings and scans that wait for the media worker, in the transaction that records the contacts:
 * what brings one is put on it, and what tells the last of one takes it off.
 */
export async function noteMedia(trx: LogTransaction, contacts: readonly Contact[], at: string): Promise<void> {
  const brought = contacts.filter(({ media, attachments }) => media?.state === 'pending' && attachments.length > 0);
  const told = contacts.flatMap(({ media }) => (media?.of && media.state !== 'failed' ? [media.of] : []));
  if (brought.length > 0) {
    await sql`insert into media_work (contact_id, kind, found_at)
      select * from unnest(${brought.map(({ id }) => id)}::uuid[], ${brought.map(({ media }) => media?.kind)}::text[])
        as brought (contact_id, kind), (values (${at}::timestamptz)) as moment (at)`.execute(trx);
  }
  if (told.length > 0) {
    await sql`update media_work set finished_at = ${at} from contacts
      where contacts.key = any(${told}) and media_work.contact_id = contacts.id
        and media_work.finished_at is null`.execute(trx);
  }
}

/** How far a scan has been read: pages of all its files that are known of, and those that are done. */
export type Progress = { readonly pages: number; readonly read: number };

/** Notes how far the scan of a contact has been read, for whoever waits for it. */
export async function noteProgress(trx: LogTransaction, key: string, { pages, read }: Progress): Promise<void> {
  await sql`update media_work set pages = ${pages}, pages_read = ${read} from contacts
    where contacts.key = ${key} and media_work.contact_id = contacts.id and media_work.finished_at is null`.execute(
    trx,
  );
}

type Row = Omit<MediaFound['contact'], 'sourceId' | 'revises' | 'language'> & {
  id: string;
  kind: MediaFound['kind'];
  source_id: string;
  revises_key: string | null;
  language: string | null;
  attachments: MediaFound['attachments'];
  files: number | null;
  given: NonNullable<MediaFound['given']> | null;
};

/** A recording or a scan that waits; `id` names it for ever. */
export type WaitingMedia = { readonly id: string; readonly found: MediaFound };

/** What waits for the media worker, the longest first. */
export async function findWaitingMedia(log: Log, most: number): Promise<WaitingMedia[]> {
  const { rows } = await sql<Row>`
    select contacts.id, media_work.kind, key, revises_key, channel, account, source_id, language, attachments.list as attachments,
      (contacts.media ->> 'files')::integer as files,
      case when channel = 'paper' then json_strip_nulls(json_build_object('way', details -> 'way',
        'takenBy', details -> 'takenBy', 'department', details -> 'department')) end as given
    from media_work
    join contacts on contacts.id = media_work.contact_id
    cross join lateral (
      select json_agg(json_build_object('sha256', sha256, 'name', name, 'mediaType', media_type, 'size', size)
        order by position) as list
      from attachments where attachments.contact_id = contacts.id
    ) as attachments
    where media_work.finished_at is null
    order by media_work.found_at limit ${most}`.execute(log.db);
  return rows.map(
    ({ id, kind, key, revises_key, channel, account, source_id, language, attachments, files, given }) => ({
      id,
      found: {
        kind,
        contact: {
          ...{ key, channel, account, sourceId: source_id },
          ...(revises_key !== null && { revises: revises_key }),
          ...(language !== null && { language }),
        },
        attachments,
        ...(files !== null && { files }),
        ...(given !== null && { given }),
      },
    }),
  );
}
