import { overlay } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { contactsOf, type RecordedContact, toLinkedContact } from './contact-view.ts';
import type { Database } from './schema.ts';

/**
 * Contacts as they came, but for how far their recording or scan is: that is no word of anybody's, and what it was at
 * first would be said for ever. Of a missed call there is nothing to be listened to.
 */
export async function withMediaState(
  db: Kysely<Database>,
  contacts: readonly RecordedContact[],
): Promise<RecordedContact[]> {
  const keys = contacts.flatMap(({ key, media, revises }) => (media && !revises ? [key] : []));
  if (keys.length === 0) return [...contacts];
  const { rows } = await contactsOf(
    sql`select * from contacts where revises_key = any(${keys}) and (media is not null or details ? 'missed')`,
  ).execute(db);
  const news = rows.map(toLinkedContact);
  return contacts.map((contact) => {
    const { media: _, ...rest } = contact;
    const later = news.filter(({ revises }) => revises?.key === contact.key);
    if (later.length === 0) return contact;
    const { media } = overlay(contact, later);
    return { ...rest, ...(media && { media }) };
  });
}
