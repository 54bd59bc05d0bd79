export { countAttempt, forgetAttempts } from './attempt.ts';
export {
  announceCalls,
  type ChangedCalls,
  insertCalls,
  type JoinedCall,
  type NewCall,
  takeNumbers,
  touchCalls,
} from './call.ts';
export { type CallFilter, type CallSort, listCalls } from './call-list.ts';
export { type CallHead, type CallSummary, type RequesterView, summariseCalls } from './call-summary.ts';
export { type CallView, getCall, type HistoryEntry, type Suggestion } from './call-view.ts';
export { type Candidate, findCallsOf, findRepeats, findThreads } from './candidate.ts';
export { consolidating } from './consolidation.ts';
export { adoptRevisions, findRecorded, insertContacts, type NewContact } from './contact.ts';
export { type ContactFilter, getContact, listContacts } from './contact-list.ts';
export { lookUpContacts } from './contact-lookup.ts';
export type { LinkedContact, RecordedContact } from './contact-view.ts';
export type { Page } from './cursor.ts';
export { appendHistory, type HistoryKind, type NewHistory } from './history.ts';
export { type LedgerEntry, type LedgerFilter, type LedgerPart, listLedger } from './ledger.ts';
export { enterReports } from './ledger-report.ts';
export { type CallListener, listenToCalls } from './listen.ts';
export { isOutage, type Log, type LogTransaction, openLog } from './log.ts';
export { findWaitingMedia, noteMedia, type WaitingMedia } from './media.ts';
export { migrate } from './migrate.ts';
export {
  findRequesters,
  type Identity,
  identitiesOf,
  identityKey,
  insertRequesters,
  type NewIdentity,
  type NewRequester,
} from './requester.ts';
export type { Database, LinkedBy } from './schema.ts';
