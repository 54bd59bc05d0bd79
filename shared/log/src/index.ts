export {
  type Agent,
  type AgentChange,
  changeAgent,
  endSessions,
  findAgent,
  findAgentByEmail,
  hasAdmin,
  listAgents,
  makeAgent,
  setPassword,
} from './agent.ts';
export { type Answered, noteOnCall, replyToCall } from './agent-action.ts';
export { type AgentSession, endSession, listSessions } from './agent-session.ts';
export {
  type ApiToken,
  findApiToken,
  listApiTokens,
  makeApiToken,
  type NewApiToken,
  noteApiTokenUse,
  revokeApiToken,
} from './api-token.ts';
export { countAttempt, forgetAttempts } from './attempt.ts';
export { type AuditEntry, type AuditKind, appendAudit } from './audit.ts';
export { type Awaited, awaitMessages, forgetAwaited } from './awaited.ts';
export {
  announceCalls,
  beginCalls,
  type CallBeginning,
  type ChangedCalls,
  insertCalls,
  type JoinedCall,
  type NewCall,
  reopenCalls,
  takeNumbers,
  touchCalls,
} from './call.ts';
export { type CallChange, changeCall } from './call-change.ts';
export { type CallCount, countCalls } from './call-count.ts';
export type { SendingDeed } from './call-deed.ts';
export { type CallFilter, type CallSort, listCalls } from './call-list.ts';
export {
  type CallState,
  type CallStates,
  findCallStates,
  findRegulars,
  regularKey,
  type WantedCalls,
} from './call-state.ts';
export { type CallHead, type CallSummary, type RequesterView, summariseCalls } from './call-summary.ts';
export { type CallView, getCall, type HistoryEntry } from './call-view.ts';
export { findCallsLink, type NewCallsLink, putCallsLink } from './calls-link.ts';
export {
  BEGINNING,
  type Candidate,
  type Candidates,
  findCallsOf,
  findCandidates,
  findSenders,
  type Wanted,
} from './candidate.ts';
export {
  type Clue,
  type ContactClues,
  findMatters,
  forgetClues,
  insertClues,
  type KnownPerson,
  type MatterCandidate,
  type MatterContact,
  type WantedClues,
} from './clue.ts';
export {
  addWatcher,
  type CallLink,
  linkCalls,
  removeWatcher,
  unlinkCalls,
} from './company.ts';
export { consolidating } from './consolidation.ts';
export {
  type Adopted,
  adoptContacts,
  adoptRevisions,
  findRecorded,
  insertContacts,
  markRepeated,
  type NewContact,
  type Repeated,
} from './contact.ts';
export { type ContactFilter, getContact, listContacts } from './contact-list.ts';
export { lookUpContacts } from './contact-lookup.ts';
export type { LinkedContact, RecordedContact } from './contact-view.ts';
export type { Page } from './cursor.ts';
export { type Imported, importDirectory } from './directory.ts';
export { escalate } from './escalation.ts';
export { type FormPrinting, findForm, handOutForms, type PrintedForm } from './form.ts';
export { type NewRoute, rerouteCalls, wakeCalls } from './go-on.ts';
export { type AccountHealth, getHealth, type LogHealth, type Waiting } from './health.ts';
export { appendHistory, type HistoryKind, type NewHistory } from './history.ts';
export {
  holdInvitation,
  type Invitation,
  isOpenInvitation,
  makeInvitation,
  type NewInvitation,
  useInvitation,
} from './invitation.ts';
export {
  addKnownError,
  changeKnownError,
  getKnownError,
  type KnownError,
  type KnownErrorFilter,
  linkKnownError,
  listKnownErrors,
  unlinkKnownError,
} from './known-error.ts';
export { findLastCalls } from './last-call.ts';
export { acknowledgeLate, findLeftMessages, type LeftMessage } from './late-acknowledgement.ts';
export { type LedgerEntry, type LedgerFilter, type LedgerPart, listLedger } from './ledger.ts';
export { enterReports } from './ledger-report.ts';
export { type DecidedCall, findLessons } from './lesson.ts';
export { type CallListener, listenToCalls } from './listen.ts';
export { isOutage, type Log, type LogTransaction, openLog } from './log.ts';
export { findWaitingMedia, noteMedia, noteProgress, type Progress, type WaitingMedia } from './media.ts';
export { type Merge, mergeCalls } from './merge.ts';
export { migrate } from './migrate.ts';
export { findMissed } from './missed.ts';
export { type NoticeWays, putNotices, staffWays } from './notice.ts';
export {
  findOptedOut,
  noteOptOuts,
  type OptOut,
  optOutsOf,
  type Recipient,
  recipientKey,
} from './opt-out.ts';
export {
  findUnanswered,
  findUnqueued,
  isUnanswered,
  type NewOutboxMessage,
  type OutboxEntry,
  putInOutbox,
} from './outbox.ts';
export {
  type CappedKind,
  countLetOut,
  type LetOut,
  lettingOut,
  noteFailed,
  noteQueued,
  noteUndelivered,
  type Settlement,
  settle,
  type Withheld,
  withhold,
} from './outbox-turn.ts';
export { getOwnCall, listOwnCalls, type OwnCall, type OwnCallDetails, type OwnMessage } from './own-call.ts';
export { type Deed, declineSuggestion, mergeByPerson, splitCall, unmergeCall } from './part.ts';
export { createPatience, type Patiently } from './patience.ts';
export {
  findIdentities,
  type Identity,
  identitiesOf,
  identityKey,
  insertRequesters,
  type KnownIdentity,
  type NewIdentity,
  type NewRequester,
  type VerifiedIdentity,
  verifyIdentities,
} from './requester.ts';
export { applyActions, type RequesterAction } from './requester-action.ts';
export { type Claims, type GuessedRequester, guessRequesters } from './requester-guess.ts';
export { joinByPerson, joinRequesters, partRequesters, type RequesterJoin } from './requester-join.ts';
export {
  getRequester,
  listRequesters,
  type RequesterDetails,
  type RequesterSummary,
  standingRequester,
} from './requester-view.ts';
export { getStanding, listReview, noteReview, type ReviewFilter, type ReviewItem } from './review.ts';
export { closeResolved, onRounds, wakeDue } from './rounds.ts';
export { findScan, type Scan, type ScanEntry } from './scan.ts';
export { findReachable, type ReachableWriter, type ScanWriter } from './scan-writer.ts';
export type {
  Database,
  LinkedBy,
  LinkKind,
  OutboxKind,
  OutboxMessage,
  RoutedBy,
  SuggestionKind,
  TaskStatus,
} from './schema.ts';
export { makeSearchable } from './search.ts';
export { noteSentMessage, type SentMessage } from './sent-message.ts';
export {
  findIds,
  findSheets,
  type KnownSheet,
  noteReadScans,
  type ReadScan,
  SCAN,
  type SheetMark,
  sheetOf,
} from './sheet.ts';
export { countFailures, forgetFailures, noteFailure } from './sign-in-failure.ts';
export { findReplyToken, findStanding, type Rating, rateCall, type Standing } from './standing.ts';
export { getStatistics, type Statistics, type StatisticsFilter } from './statistics.ts';
export type { Backlog } from './statistics-backlog.ts';
export type { Day, Group, Groups, Kept, Keyed } from './statistics-group.ts';
export type { Quantiles } from './statistics-total.ts';
export { insertSuggestions, type NewSuggestion, type Suggestion } from './suggestion.ts';
export { retarget } from './target.ts';
export {
  addTask,
  changeTask,
  type ListedTask,
  listTasks,
  type NewTask,
  openServiceTasks,
  openTasks,
  type Task,
  type TaskChange,
  type TaskFilter,
} from './task.ts';
export { changeView, keepView, listViews, removeView, type View, type ViewKeeper } from './view.ts';
export { assertVisible, canSee, EVERYTHING, everythingBut, type Visibility } from './visibility.ts';
export { type DeadWebhook, listDeadWebhooks, redriveWebhook } from './webhook-dead-letter.ts';
export {
  getWebhookHealth,
  keepWebhookEndpoints,
  type WebhookEndpoint,
  type WebhookHealth,
} from './webhook-endpoint.ts';
export {
  forgetWebhooks,
  noteWebhookDelivered,
  noteWebhookFailed,
  noteWebhookGone,
  releaseWebhook,
  takeWebhooks,
  type WebhookMessage,
  withholdWebhook,
} from './webhook-message.ts';
