import { type Contact, messageIdOf } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';
import type { ContactTable, LinkedBy } from './schema.ts';

/** A contact with what was decided about it. */
export type NewContact = {
  readonly contact: Contact;
  readonly callId: string | undefined;
  readonly duplicateOf: string | undefined;
  readonly linkedBy: LinkedBy;
  readonly why: string;
  readonly confidence: number | undefined;
  readonly contentHash: string;
};

const CONTACT_COLUMNS = [
  'id',
  'key',
  'call_id',
  'duplicate_of',
  'linked_by',
  'why',
  'confidence',
  'revises_key',
  'revision_cause',
  'channel',
  'account',
  'source_id',
  'occurred_at',
  'received_at',
  'sender',
  'recipients',
  'subject',
  'text',
  'full_text',
  'html',
  'language',
  'message_id',
  'thread',
  'content_hash',
  'original_sha256',
  'original_media_type',
  'original_size',
  'machine',
  'media',
  'problem',
  'details',
] as const satisfies readonly (keyof ContactTable)[];

/** Which of these keys the log has. */
export async function findRecorded(trx: LogTransaction, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`select key from contacts where key = any(${keys})`.execute(trx);
  return new Set(rows.map(({ key }) => key));
}

/** Records contacts. The key is unique in the log, so a second recording of the same one fails as a whole. */
export async function insertContacts(trx: LogTransaction, contacts: readonly NewContact[]): Promise<void> {
  await insertRows(trx, 'contacts', CONTACT_COLUMNS, contacts.map(toRow));
  await insertRows(
    trx,
    'attachments',
    ['contact_id', 'position', 'sha256', 'name', 'media_type', 'size', 'inline'],
    contacts.flatMap(({ contact }) =>
      contact.attachments.map((attachment, position) => ({
        contact_id: contact.id,
        position,
        sha256: attachment.sha256,
        name: attachment.name,
        media_type: attachment.mediaType,
        size: attachment.size,
        inline: attachment.inline,
      })),
    ),
  );
}

/** Gives revisions that came before their contact the call it has now. */
export async function adoptRevisions(trx: LogTransaction, keys: readonly string[]): Promise<void> {
  await sql`update contacts as revision set call_id = base.call_id
    from contacts as base
    where base.key = any(${keys}) and revision.revises_key = base.key and revision.call_id is null`.execute(trx);
}

/** Machine mail that belonged to no call, and the call that it turns out to belong to. */
export type Adopted = { readonly contactId: string; readonly callId: string };

/** Gives calls to contacts that have none. */
export async function adoptContacts(trx: LogTransaction, adopted: readonly Adopted[]): Promise<void> {
  if (adopted.length === 0) return;
  await sql`update contacts set call_id = adopted."callId"
    from json_to_recordset(${JSON.stringify(adopted)}::json) as adopted ("contactId" uuid, "callId" uuid)
    where id = adopted."contactId" and call_id is null`.execute(trx);
}

/** A contact that turns out to say what another one said. */
export type Repeated = { readonly contactId: string; readonly duplicateOf: string };

/** Notes of contacts, which came when nothing told it, that they say again what others said. */
export async function markRepeated(trx: LogTransaction, repeated: readonly Repeated[]): Promise<void> {
  if (repeated.length === 0) return;
  await sql`update contacts set duplicate_of = repeated."duplicateOf"
    from json_to_recordset(${JSON.stringify(repeated)}::json) as repeated ("contactId" uuid, "duplicateOf" uuid)
    where id = repeated."contactId"`.execute(trx);
}

function toRow({ contact, callId, duplicateOf, linkedBy, why, confidence, contentHash }: NewContact): object {
  return {
    id: contact.id,
    key: contact.key,
    call_id: callId,
    duplicate_of: duplicateOf,
    linked_by: linkedBy,
    why,
    confidence,
    revises_key: contact.revises?.key,
    revision_cause: contact.revises?.cause,
    channel: contact.channel,
    account: contact.account,
    source_id: contact.sourceId,
    occurred_at: contact.occurredAt,
    received_at: contact.receivedAt,
    sender: contact.from,
    recipients: contact.to,
    subject: contact.subject,
    text: contact.text,
    full_text: contact.fullText === contact.text ? null : contact.fullText,
    html: contact.html,
    language: contact.language,
    message_id: messageIdOf(contact),
    thread: contact.thread,
    content_hash: contentHash,
    original_sha256: contact.original.sha256,
    original_media_type: contact.original.mediaType,
    original_size: contact.original.size,
    machine: contact.machine,
    media: contact.media,
    problem: contact.problem,
    details: contact.details,
  };
}
