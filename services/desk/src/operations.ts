import { accessOperations } from './access/operations.ts';
import { StatisticsSchema } from './figures/schema.ts';
import { healthOperations } from './health/operations.ts';
import type { Operation } from './operation.ts';
import { pageOf } from './page-of.ts';
import { paperOperations } from './paper/operations.ts';
import {
  CallEntry,
  CallQuery,
  ContactQuery,
  CountQuery,
  DeclineBody,
  JoinBody,
  LedgerQuery,
  MergeBody,
  PartBody,
  PresenceBody,
  RequesterQuery,
  SplitBody,
  StatisticsQuery,
} from './query.ts';
import { reviewOperations } from './review/operations.ts';
import {
  CallCountSchema,
  CallSchema,
  CallSummarySchema,
  CatalogueSchema,
  EnteredSchema,
  LedgerEntrySchema,
  PresenceSchema,
  RecordedContactSchema,
  RequesterSummarySchema,
  RequesterViewSchema,
} from './schemas.ts';
import { viewOperations } from './views/operations.ts';
import { workingOperations } from './working/operations.ts';

const REFERENCE = { reference: 'The reference of a call, such as CB-10008.' };
const REQUESTER = { id: 'The id of a requester.' };
const CONTACT = { id: 'The id of a contact.' };
const BYTES = 'application/octet-stream';

/** Every path of the API. Its OpenAPI is made of this list. */
export const operations = {
  ...accessOperations,
  listCalls: {
    path: '/api/calls',
    needs: 'read',
    summary: 'Lists and searches the log',
    query: CallQuery,
    answer: { type: 'application/json', schema: pageOf(CallSummarySchema), description: 'A page of calls.' },
    problems: ['request-invalid'],
  },
  countCalls: {
    path: '/api/calls/count',
    needs: 'read',
    summary: 'How many calls a list would have',
    query: CountQuery,
    answer: { type: 'application/json', schema: CallCountSchema, description: 'Their number, up to a thousand.' },
    problems: ['request-invalid'],
  },
  enterCall: {
    path: '/api/calls',
    method: 'post',
    needs: 'work',
    summary: 'Logs a call that a person took, by telephone or at the counter',
    body: CallEntry,
    answer: {
      ...{ status: 201, type: 'application/json', schema: EnteredSchema },
      description: 'It is in the log, under this reference.',
      accepted: 'It is safe on disk and will be in the log; the reference follows.',
    },
    problems: ['request-invalid', 'spool-full', 'archive-full'],
  },
  getCall: {
    path: '/api/calls/{reference}',
    needs: 'read',
    summary: 'One call with its contacts and its history',
    parameters: REFERENCE,
    answer: { type: 'application/json', schema: CallSchema, description: 'The whole call.' },
    problems: ['call-unknown'],
  },
  ...workingOperations,
  ...viewOperations,
  ...reviewOperations,
  ...healthOperations,
  ...paperOperations,
  mergeCall: {
    path: '/api/calls/{reference}/merge',
    method: 'post',
    needs: 'work',
    summary: 'Folds a call into another: they are one matter',
    parameters: REFERENCE,
    body: MergeBody,
    answer: { type: 'application/json', schema: CallSchema, description: 'The call that stays.' },
    problems: ['request-invalid', 'call-unknown'],
  },
  splitCall: {
    path: '/api/calls/{reference}/split',
    method: 'post',
    needs: 'work',
    summary: 'Parts a call again that was folded into this one, or makes a call of some of its contacts',
    parameters: REFERENCE,
    body: SplitBody,
    answer: { type: 'application/json', schema: CallSchema, description: 'The call that was parted off.' },
    problems: ['request-invalid', 'call-unknown'],
  },
  noteLooking: {
    path: '/api/calls/{reference}/presence',
    method: 'post',
    needs: 'read',
    summary: 'Says that a page shows a call, again every few seconds, and tells who else looks at it',
    parameters: REFERENCE,
    body: PresenceBody,
    answer: { type: 'application/json', schema: PresenceSchema, description: 'Who has the call open.' },
    problems: ['request-invalid', 'call-unknown'],
  },
  declineSuggestion: {
    path: '/api/calls/{reference}/suggestions/{other}/decline',
    method: 'post',
    needs: 'work',
    summary: 'Says that a suggestion is not so; merging accepts it. No rule suggests it again',
    parameters: { ...REFERENCE, other: 'The reference that the suggestion names: of this call, for a split.' },
    body: DeclineBody,
    answer: { type: 'application/json', schema: CallSchema, description: 'The whole call, as it stands now.' },
    problems: ['request-invalid', 'call-unknown', 'not-found'],
  },
  getCatalogue: {
    path: '/api/catalogue',
    needs: 'read',
    summary: 'Departments and services, as they are configured',
    answer: { type: 'application/json', schema: CatalogueSchema, description: 'All of them.' },
    problems: [],
  },
  listRequesters: {
    path: '/api/requesters',
    needs: 'read',
    summary: 'People whom the log knows, by their names',
    query: RequesterQuery,
    answer: { type: 'application/json', schema: pageOf(RequesterSummarySchema), description: 'The first of them.' },
    problems: ['request-invalid'],
  },
  getRequester: {
    path: '/api/requesters/{id}',
    needs: 'read',
    summary: 'One person with their identities and their latest calls',
    parameters: REQUESTER,
    answer: {
      ...{ type: 'application/json', schema: RequesterViewSchema },
      description: 'The person; whom this one turned out to be, where that is so.',
    },
    problems: ['requester-unknown'],
  },
  joinRequester: {
    path: '/api/requesters/{id}/join',
    method: 'post',
    needs: 'work',
    summary: 'Makes one person of two, with all their calls',
    parameters: REQUESTER,
    body: JoinBody,
    answer: { type: 'application/json', schema: RequesterViewSchema, description: 'The person who stays.' },
    problems: ['request-invalid', 'requester-unknown'],
  },
  partRequester: {
    path: '/api/requesters/{id}/part',
    method: 'post',
    needs: 'work',
    summary: 'Undoes the last joining of this person, whoever did it. No rule joins them again',
    parameters: REQUESTER,
    body: PartBody,
    answer: { type: 'application/json', schema: RequesterViewSchema, description: 'The person who was asked for.' },
    problems: ['request-invalid', 'requester-unknown'],
  },
  listContacts: {
    path: '/api/contacts',
    needs: 'read',
    summary: 'Lists contacts, newest first',
    query: ContactQuery,
    answer: { type: 'application/json', schema: pageOf(RecordedContactSchema), description: 'A page of contacts.' },
    problems: ['request-invalid'],
  },
  getContact: {
    path: '/api/contacts/{id}',
    needs: 'read',
    summary: 'One contact',
    parameters: CONTACT,
    answer: { type: 'application/json', schema: RecordedContactSchema, description: 'The contact.' },
    problems: ['contact-unknown'],
  },
  getOriginal: {
    path: '/api/contacts/{id}/original',
    needs: 'read',
    summary: 'What the channel delivered, byte for byte',
    parameters: CONTACT,
    answer: { type: BYTES, description: 'The original, as a download.' },
    problems: ['contact-unknown', 'archive-missing'],
  },
  getHtml: {
    path: '/api/contacts/{id}/html',
    needs: 'read',
    summary: 'The HTML of a contact, to be shown in a frame',
    parameters: CONTACT,
    answer: {
      type: 'text/html',
      description:
        'A page that runs and fetches nothing, with the pictures that came along in it. Pictures of other servers are left out; their address is in `data-remote-src`.',
    },
    problems: ['contact-unknown', 'archive-missing', 'not-found'],
  },
  getAttachment: {
    path: '/api/contacts/{id}/attachments/{position}',
    needs: 'read',
    summary: 'An attachment of a contact',
    parameters: { ...CONTACT, position: 'Its place among the attachments, from 0.' },
    answer: { type: BYTES, description: 'The attachment, as a download.' },
    problems: ['contact-unknown', 'archive-missing', 'not-found'],
  },
  listLedger: {
    path: '/api/ledger',
    needs: 'read',
    summary: 'What each account has had and what the log has of it, day by day, latest first',
    query: LedgerQuery,
    answer: { type: 'application/json', schema: pageOf(LedgerEntrySchema), description: 'A page of the ledger.' },
    problems: ['request-invalid'],
  },
  getStatistics: {
    path: '/api/statistics',
    needs: 'read',
    summary: 'The figures of the desk, each with what it means',
    query: StatisticsQuery,
    answer: { type: 'application/json', schema: StatisticsSchema, description: 'The figures.' },
    problems: ['request-invalid'],
  },
  exportStatistics: {
    path: '/api/statistics/csv',
    needs: 'read',
    summary: 'The same figures as a table',
    query: StatisticsQuery,
    answer: { type: 'text/csv', description: 'A line for each group; the first column says of which kind it is.' },
    problems: ['request-invalid'],
  },
  stream: {
    path: '/api/stream',
    needs: 'read',
    summary: 'Calls as they are opened and changed',
    answer: {
      type: 'text/event-stream',
      description:
        'Server-sent events: `call.created` and `call.updated` with a call as listed, `call.hidden` with the `reference` of one that was moved to where the reader sees nothing, and `resync` when events may have been missed: list again.',
    },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
