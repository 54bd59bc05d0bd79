import type { CallStatus, Channel } from '@callbook/contracts';
import type { Instant, Json, OptionalInstant } from './columns.ts';

/**
 * Why something is sent: the first word about a new call, an agent's answer, or news of how the call stands; a `notice` goes
 * to a member of the staff. A `link` is about no call alone: it leads a requester to all of theirs.
 */
export type OutboxKind = 'acknowledgement' | 'reply' | 'status' | 'notice' | 'link';

/** What an outbox row says besides what its call and its contact say. */
export type OutboxMessage = {
  readonly text?: string;
  readonly by?: string;
  readonly status?: CallStatus;
  /** That a target is near, or was missed. */
  readonly notice?: { readonly target: 'respondBy' | 'resolveBy'; readonly due: string };
  /** Of a link: the token in its address. Taken out when the message is settled, for whoever has it sees those calls. */
  readonly link?: string;
  /** BCP 47: in which language it was asked for. Left out, that of the contact. */
  readonly language?: string;
};

export interface OutboxTable {
  id: string;
  call_id: string;
  kind: OutboxKind;
  /** What it answers. */
  contact_id: string;
  channel: Channel;
  account: string;
  /** An address, a number, a Slack user: as it is counted for the caps. */
  recipient: string;
  message: Json<OutboxMessage>;
  created_at: Instant;
  /** When it was given to the queue; null while it waits for its turn, and for ever where it was withheld. */
  queued_at: OptionalInstant;
  /** When its last try failed. */
  failed_at: OptionalInstant;
  delivered_at: OptionalInstant;
  refused_reason: string | null;
  /** The channel's own id of what was sent. */
  source_id: string | null;
}

export interface SentMessageTable {
  message_id: string;
  call_id: string;
  sent_at: Instant;
}

export interface OptOutTable {
  channel: Channel;
  account: string;
  /** As in the outbox. */
  recipient: string;
  stopped: boolean;
  at: Instant;
}
