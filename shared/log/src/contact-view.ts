import type { Attachment, Channel, Contact, MachineKind, RevisionCause } from '@callbook/contracts';
import { type Expression, type RawBuilder, sql } from 'kysely';
import { exactInstant } from './cursor.ts';
import type { LinkedBy } from './schema.ts';

/** A contact as it came, with how it came to its call. */
export type LinkedContact = Contact & {
  /** The id of the contact that this one says again. */
  readonly duplicateOf?: string;
  readonly linkedBy: LinkedBy;
  readonly why?: string;
  readonly confidence?: number;
};

/** A contact outside its call: with the reference that leads there. */
export type RecordedContact = LinkedContact & {
  /** Absent for a revision whose contact has not come yet, and for a machine's answer to nothing that is known. */
  readonly reference?: string;
  readonly recordedAt: string;
};

export type ContactRow = {
  id: string;
  key: string;
  reference: string | null;
  duplicate_of: string | null;
  linked_by: LinkedBy;
  why: string | null;
  confidence: number | null;
  revises_key: string | null;
  revision_cause: RevisionCause | null;
  channel: Channel;
  account: string;
  source_id: string;
  occurred_at: Date;
  received_at: Date;
  exact_received_at: string;
  recorded_at: Date;
  sender: Contact['from'];
  recipients: string[];
  subject: string | null;
  text: string;
  full_text: string | null;
  html: string | null;
  language: string | null;
  thread: Contact['thread'];
  attachments: Attachment[];
  original_sha256: string;
  original_media_type: string;
  original_size: string;
  machine: MachineKind | null;
  media: Contact['media'] | null;
  problem: Contact['problem'] | null;
  details: Contact['details'];
};

/** Contacts with their attachments and the reference of their call. `contacts` is a query of whole rows. */
export function contactsOf(contacts: Expression<unknown>): RawBuilder<ContactRow> {
  return sql<ContactRow>`
    select page.*, ${exactInstant('page.received_at')} as exact_received_at, calls.reference,
      coalesce((
        select json_agg(json_build_object('sha256', sha256, 'name', name, 'mediaType', media_type, 'size', size,
          'inline', inline) order by position)
        from attachments where attachments.contact_id = page.id
      ), '[]') as attachments
    from (${contacts}) as page
    left join calls on calls.id = page.call_id`;
}

export function toLinkedContact(row: ContactRow): LinkedContact {
  return {
    version: 1,
    id: row.id,
    channel: row.channel,
    account: row.account,
    sourceId: row.source_id,
    key: row.key,
    ...(row.revises_key && row.revision_cause && { revises: { key: row.revises_key, cause: row.revision_cause } }),
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    from: row.sender,
    to: row.recipients,
    ...(row.subject !== null && { subject: row.subject }),
    text: row.text,
    fullText: row.full_text ?? row.text,
    ...(row.html !== null && { html: row.html }),
    ...(row.language !== null && { language: row.language }),
    thread: row.thread,
    attachments: row.attachments,
    original: { sha256: row.original_sha256, mediaType: row.original_media_type, size: Number(row.original_size) },
    ...(row.machine && { machine: row.machine }),
    ...(row.media && { media: row.media }),
    ...(row.problem && { problem: row.problem }),
    details: row.details,
    ...(row.duplicate_of !== null && { duplicateOf: row.duplicate_of }),
    linkedBy: row.linked_by,
    ...(row.why !== null && { why: row.why }),
    ...(row.confidence !== null && { confidence: row.confidence }),
  };
}

export function toRecordedContact(row: ContactRow): RecordedContact {
  return {
    ...toLinkedContact(row),
    ...(row.reference !== null && { reference: row.reference }),
    recordedAt: row.recorded_at.toISOString(),
  };
}
