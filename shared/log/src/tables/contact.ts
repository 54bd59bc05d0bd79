import type { Attachment, Channel, Contact } from '@callbook/contracts';
import type { ColumnType } from 'kysely';
import type { Instant, Json, OptionalInstant, OptionalJson } from './columns.ts';

/** How a contact came to its call. */
export type LinkedBy = 'new' | 'thread' | 'reference' | 'same-matter' | 'agent';

export interface ContactTable {
  id: string;
  key: string;
  /** Null for a revision whose contact has not come yet, and for a machine's answer to nothing that is known. */
  call_id: string | null;
  duplicate_of: string | null;
  linked_by: LinkedBy;
  why: string | null;
  confidence: number | null;
  revises_key: string | null;
  revision_cause: string | null;
  channel: Channel;
  account: string;
  source_id: string;
  occurred_at: Instant;
  received_at: Instant;
  recorded_at: ColumnType<Date, never, never>;
  sender: Json<Contact['from']>;
  recipients: Json<string[]>;
  subject: string | null;
  text: string;
  /** Null where `text` is the whole of it. */
  full_text: string | null;
  html: string | null;
  language: string | null;
  /** As ids are compared: `messageKey`. */
  message_id: string | null;
  thread: Json<Contact['thread']>;
  content_hash: string;
  original_sha256: string;
  original_media_type: string;
  original_size: number;
  machine: string | null;
  media: OptionalJson<NonNullable<Contact['media']>>;
  problem: OptionalJson<NonNullable<Contact['problem']>>;
  details: Json<Contact['details']>;
}

export interface AttachmentTable {
  contact_id: string;
  position: number;
  sha256: Attachment['sha256'];
  name: string;
  media_type: string;
  size: number;
  inline: boolean;
}

export interface AwaitedMessageTable {
  message_id: string;
  contact_id: string;
}

export interface AttemptTable {
  key: string;
  attempts: number;
  last_at: Instant;
}

export interface MediaWorkTable {
  contact_id: string;
  kind: 'recording' | 'scan';
  found_at: Instant;
  finished_at: OptionalInstant;
  /** Of a scan that is being read: its pages, as far as its files were opened, and those that are done. */
  pages: number | null;
  pages_read: number | null;
}
