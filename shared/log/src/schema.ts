import type {
  Attachment,
  CallStatus,
  Channel,
  Contact,
  Impact,
  Paper,
  Pause,
  Permission,
  Priority,
  Role,
  SheetKind,
  SheetLanguage,
  Urgency,
} from '@callbook/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** An instant: written as RFC 3339 or Date, read as Date. */
type Instant = ColumnType<Date, Date | string, Date | string>;
type OptionalInstant = ColumnType<Date | null, Date | string | null, Date | string | null>;
type Json<T extends object> = JSONColumnType<T>;
type OptionalJson<T extends object> = JSONColumnType<T | null>;

export type IdentityKind = 'email' | 'phone' | 'slack' | 'employee-number';

export interface RequesterTable {
  id: string;
  name: string | null;
  created_at: Instant;
  /** A directory has them at this moment. */
  listed: Generated<boolean>;
  /** Since when no directory has them any more that had them before. */
  gone_at: OptionalInstant;
  department: string | null;
  place: string | null;
}

/** Two requesters who turned out to be one: what moved, so that it can move back. */
export interface RequesterJoinTable {
  id: string;
  from_id: string;
  into_id: string;
  identities: ColumnType<string[], string[], string[]>;
  calls: ColumnType<string[], string[], string[]>;
  by: string;
  why: string;
  at: Instant;
  parted_at: OptionalInstant;
  parted_by: string | null;
}

/** What each source of people says of whom. */
export interface DirectoryEntryTable {
  source: string;
  key: string;
  requester_id: string;
  identities: ColumnType<unknown, string, string>;
  imported_at: Instant;
  gone_at: OptionalInstant;
}

/** By what contacts about one matter find each other. */
export interface ClueTable {
  clue: string;
  occurred_at: Instant;
  contact_id: string;
}

export interface IdentityTable {
  id: string;
  requester_id: string;
  kind: IdentityKind;
  /** Folded for comparison: addresses in lower case, numbers in E.164. */
  value: string;
  /** True when the channel vouches for it, false when somebody only claims it. */
  verified: boolean;
  /** Who says that it is theirs. */
  evidence: Generated<'contact' | 'directory' | 'agent'>;
  /** Many people use it. */
  shared: Generated<boolean>;
  first_seen_at: Instant;
}

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
  /** Counted by the database with every change that people make. */
  version: Generated<number>;
}

/** How a call came to its department; `triage`: it waits for a person to give it one. */
export type RoutedBy = 'choice' | 'rule' | 'words' | 'learned' | 'triage' | 'person';

export type TaskStatus = 'open' | 'done' | 'cancelled';

/** A part of a call that one department does. */
export interface TaskTable {
  id: string;
  call_id: string;
  department: string;
  title: string;
  status: TaskStatus;
  assignee: string | null;
  created_at: Instant;
  created_by: string;
  finished_at: OptionalInstant;
  finished_by: string | null;
  version: Generated<number>;
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

/** A short article about what many ask. */
export interface KnownErrorTable {
  id: string;
  title: string;
  text: string;
  department: string | null;
  status: 'open' | 'solved';
  created_at: Instant;
  updated_at: Instant;
  updated_by: string;
  version: Generated<number>;
}

/** A step that was taken because a target of a call was near, or was missed. */
export interface EscalationTable {
  call_id: string;
  step: string;
  target: Instant;
  at: Instant;
}

export interface CallKnownErrorTable {
  call_id: string;
  known_error_id: string;
  by: string;
  at: Instant;
}

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

export interface HistoryTable {
  id: Generated<number>;
  call_id: string;
  at: Instant;
  /** Who: `callbook` for what no person did. */
  by: string;
  kind: string;
  detail: Json<Record<string, unknown>>;
}

/**
 * Why something is sent: the first word about a new call, an agent's answer, or news of how the call stands; a `notice` goes
 * to a member of the staff.
 */
export type OutboxKind = 'acknowledgement' | 'reply' | 'status' | 'notice';

/** What an outbox row says besides what its call and its contact say. */
export type OutboxMessage = {
  readonly text?: string;
  readonly by?: string;
  readonly status?: CallStatus;
  /** That a target is near, or was missed. */
  readonly notice?: { readonly target: 'respondBy' | 'resolveBy'; readonly due: string };
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

export interface AttemptTable {
  key: string;
  attempts: number;
  last_at: Instant;
}

/** What adapters said last of their sources: a part of an account on one day. */
export interface LedgerTable {
  channel: Channel;
  account: string;
  part: string;
  /** `2026-11-24`. */
  day: string;
  seen: number;
  spooled: number;
  untaken: number;
  confirmed: number;
  reported_at: Instant;
}

export interface AwaitedMessageTable {
  message_id: string;
  contact_id: string;
}

export interface SentMessageTable {
  message_id: string;
  call_id: string;
  sent_at: Instant;
}

/**
 * What a person may decide: two calls are one matter, one follows another, a contact is a matter of its own, or many
 * people's calls have one cause.
 */
export type SuggestionKind = 'same-matter' | 'follow-up' | 'split' | 'same-cause';

export interface SuggestionTable {
  id: Generated<number>;
  /** The younger call. */
  call_id: string;
  other_call_id: string | null;
  contact_id: string | null;
  kind: SuggestionKind;
  why: ColumnType<string[], string[], string[]>;
  confidence: number;
  at: Instant;
  /** What a person made of it. No rule asks again. */
  settled_as: 'accepted' | 'declined' | null;
  settled_by: string | null;
  settled_at: OptionalInstant;
}

export interface MediaWorkTable {
  contact_id: string;
  kind: 'recording' | 'scan';
  found_at: Instant;
  finished_at: OptionalInstant;
}

/** A sheet of paper that was printed. */
export interface FormTable {
  number: Generated<number>;
  kind: SheetKind;
  version: number;
  paper: Paper;
  language: SheetLanguage;
  departments: ColumnType<string[], string[], string[]>;
  printed_by: string;
  printed_at: Instant;
}

export interface AgentTable {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  role: ColumnType<Role, Role | undefined, Role>;
  departments: ColumnType<string[], string | undefined, string>;
  disabled_at: OptionalInstant;
  created_at: ColumnType<Date, Date | undefined, Date>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
}

export interface AgentSessionTable {
  id: string;
  agent_id: string;
  token: string;
  expires_at: Instant;
  ip_address: string | null;
  user_agent: string | null;
  created_at: ColumnType<Date, never, never>;
  updated_at: ColumnType<Date, never, never>;
}

export interface InvitationTable {
  id: string;
  token_hash: string;
  role: Role;
  departments: ColumnType<string[], string, string>;
  email: string | null;
  made_by: string;
  made_at: Instant;
  expires_at: OptionalInstant;
  used_at: OptionalInstant;
  used_by: string | null;
}

export interface ApiTokenTable {
  id: string;
  token_hash: string;
  name: string;
  scopes: ColumnType<Permission[], Permission[], Permission[]>;
  departments: ColumnType<string[], string[], string[]>;
  made_by: string;
  made_at: Instant;
  expires_at: OptionalInstant;
  last_used_at: OptionalInstant;
  revoked_at: OptionalInstant;
  revoked_by: string | null;
}

export interface AuditTable {
  id: Generated<number>;
  at: Instant;
  by: string;
  kind: string;
  detail: Json<Record<string, unknown>>;
}

/** Every table of the log. */
export interface Database {
  requesters: RequesterTable;
  identities: IdentityTable;
  calls: CallTable;
  contacts: ContactTable;
  attachments: AttachmentTable;
  history: HistoryTable;
  outbox: OutboxTable;
  attempts: AttemptTable;
  awaited_messages: AwaitedMessageTable;
  sent_messages: SentMessageTable;
  suggestions: SuggestionTable;
  clues: ClueTable;
  requester_joins: RequesterJoinTable;
  directory_entries: DirectoryEntryTable;
  ledger: LedgerTable;
  media_work: MediaWorkTable;
  forms: FormTable;
  tasks: TaskTable;
  call_links: CallLinkTable;
  watchers: WatcherTable;
  known_errors: KnownErrorTable;
  call_known_errors: CallKnownErrorTable;
  escalations: EscalationTable;
  agents: AgentTable;
  agent_sessions: AgentSessionTable;
  invitations: InvitationTable;
  api_tokens: ApiTokenTable;
  audit: AuditTable;
}
