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
export { type Candidate, findRepeats, findThreads } from './candidate.ts';
export { consolidating } from './consolidation.ts';
export { adoptRevisions, findRecorded, insertContacts, type NewContact } from './contact.ts';
export { appendHistory, type HistoryKind, type NewHistory } from './history.ts';
export { isOutage, type Log, type LogTransaction, openLog } from './log.ts';
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
