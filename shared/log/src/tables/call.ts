import type { CallStatus, Channel, Impact, Pause, Priority, Urgency } from '@callbook/contracts';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Instant, Json, OptionalInstant } from './columns.ts';

export interface CallTable {
  id: string;
  /** The running number in the reference. */
  number: number;
  reference: string;
  status: CallStatus;
  title: string;
  requester_id: string | null;
  first_channel: Channel;
  channels: ColumnType<Channel[], Channel[], Channel[]>;
  department: string | null;
  service: string | null;
  impact: Impact;
  urgency: Urgency;
  priority: Priority;
  assignee: string | null;
  received_at: Instant;
  respond_by: OptionalInstant;
  responded_at: OptionalInstant;
  /** By when the matter must be resolved. */
  resolve_by: OptionalInstant;
  resolved_at: OptionalInstant;
  updated_at: Instant;
  /** In the address and the ids of every mail about this call, and nowhere else. */
  reply_token: Generated<string>;
  /** The call that this one was folded into; its reference leads there. */
  merged_into: string | null;
  /** One to five stars, by the requester. */
  rating: number | null;
  rated_at: OptionalInstant;
  /** What was done, as the requester may read it. */
  resolution: string | null;
  /** Since when the clock stands still, because the requester has to answer; and until when, where that was said. */
  waiting_since: OptionalInstant;
  waiting_until: OptionalInstant;
  /** When else it stood still, resolved times of calls that were opened again among them. */
  waits: ColumnType<Pause[], string | undefined, string>;
  /** How it came to its department, and why. */
  routed_by: RoutedBy | null;
  routed_why: string | null;
  /** The first answer that a person wrote, or the resolution where that came first. Computed by the database. */
  answered_at: GeneratedAlways<Date | null>;
  /** Milliseconds by the clock on the wall from receivedAt to answered_at, and to resolved_at. Computed by the database. */
  response_ms: GeneratedAlways<string | null>;
  resolution_ms: GeneratedAlways<string | null>;
  /** Counted by the database with every change that people make. */
  version: Generated<number>;
}

/** How a call came to its department; `triage`: it waits for a person to give it one. */
export type RoutedBy = 'choice' | 'rule' | 'words' | 'learned' | 'triage' | 'person';

export interface HistoryTable {
  id: Generated<number>;
  call_id: string;
  at: Instant;
  /** Who: `callbook` for what no person did. */
  by: string;
  kind: string;
  detail: Json<Record<string, unknown>>;
}

/** What one call has to do with another: read as "this call is KIND that one". */
export type LinkKind = 'related' | 'caused-by' | 'follows';

export interface CallLinkTable {
  call_id: string;
  other_id: string;
  kind: LinkKind;
  by: string;
  at: Instant;
}

/** Who wants to know what becomes of a call. */
export interface WatcherTable {
  call_id: string;
  watcher: string;
  by: string;
  at: Instant;
}

/** A step that was taken because a target of a call was near, or was missed. */
export interface EscalationTable {
  call_id: string;
  step: string;
  target: Instant;
  at: Instant;
}
