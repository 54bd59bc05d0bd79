import type { AgentSessionTable, AgentTable, ApiTokenTable, AuditTable, InvitationTable } from './tables/access.ts';
import type { CallLinkTable, CallTable, EscalationTable, HistoryTable, WatcherTable } from './tables/call.ts';
import type {
  AttachmentTable,
  AttemptTable,
  AwaitedMessageTable,
  ContactTable,
  MediaWorkTable,
} from './tables/contact.ts';
import type { FormTable } from './tables/form.ts';
import type { CallKnownErrorTable, KnownErrorTable } from './tables/known-error.ts';
import type { LedgerTable } from './tables/ledger.ts';
import type { ClueTable, SuggestionTable } from './tables/matching.ts';
import type { OptOutTable, OutboxTable, SentMessageTable } from './tables/outbox.ts';
import type { DirectoryEntryTable, IdentityTable, RequesterJoinTable, RequesterTable } from './tables/requester.ts';
import type { SearchableTable, SearchChangeTable } from './tables/search.ts';
import type { TaskTable } from './tables/task.ts';
import type { ViewTable } from './tables/view.ts';
import type { WebhookEndpointTable, WebhookMessageTable } from './tables/webhook.ts';

export type * from './tables/access.ts';
export type * from './tables/call.ts';
export type * from './tables/contact.ts';
export type * from './tables/form.ts';
export type * from './tables/known-error.ts';
export type * from './tables/ledger.ts';
export type * from './tables/matching.ts';
export type * from './tables/outbox.ts';
export type * from './tables/requester.ts';
export type * from './tables/search.ts';
export type * from './tables/task.ts';
export type * from './tables/view.ts';
export type * from './tables/webhook.ts';

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
  opt_outs: OptOutTable;
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
  views: ViewTable;
  searchable: SearchableTable;
  search_changes: SearchChangeTable;
  webhook_endpoints: WebhookEndpointTable;
  webhook_messages: WebhookMessageTable;
}
