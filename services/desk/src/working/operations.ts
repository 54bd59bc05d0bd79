import type { Operation } from '../operation.ts';
import { CallSchema, pageOf, ReplySchema } from '../schemas.ts';
import {
  CallPatch,
  KnownErrorBody,
  KnownErrorLinkBody,
  KnownErrorPatch,
  KnownErrorQuery,
  LinkBody,
  NoteBody,
  RemovalQuery,
  ReplyBody,
  TaskBody,
  TaskPatch,
  TaskQuery,
  WatcherBody,
} from './queries.ts';
import { KnownErrorSchema, ListedTaskSchema } from './schemas.ts';

const REFERENCE = { reference: 'The reference of a call, such as CB-10008.' };
const ARTICLE = { id: 'The id of an article.' };

const whole = {
  answer: { type: 'application/json', schema: CallSchema, description: 'The whole call, as it stands now.' },
} as const;
const article = {
  answer: { type: 'application/json', schema: KnownErrorSchema, description: 'The article.' },
} as const;
const made = { ...whole.answer, status: 201 } as const;

/** The paths by which agents work on calls. */
export const workingOperations = {
  changeCall: {
    path: '/api/calls/{reference}',
    method: 'patch',
    summary: 'Changes status, department, service, impact, urgency or assignee of a call',
    parameters: REFERENCE,
    body: CallPatch,
    ...whole,
    problems: ['request-invalid', 'call-unknown', 'call-changed', 'tasks-open'],
  },
  replyToCall: {
    path: '/api/calls/{reference}/replies',
    method: 'post',
    summary: 'Answers the requester, by the way that they last wrote',
    parameters: REFERENCE,
    body: ReplyBody,
    answer: {
      ...{ status: 202, type: 'application/json', schema: ReplySchema },
      description: 'It is written down and will be sent.',
    },
    problems: [
      'request-invalid',
      'call-unknown',
      'call-changed',
      'call-unanswerable',
      'known-error-unknown',
      'tasks-open',
    ],
  },
  noteOnCall: {
    path: '/api/calls/{reference}/notes',
    method: 'post',
    summary: 'Writes a note that only the desk reads',
    parameters: REFERENCE,
    body: NoteBody,
    answer: made,
    problems: ['request-invalid', 'call-unknown'],
  },
  addTask: {
    path: '/api/calls/{reference}/tasks',
    method: 'post',
    summary: 'Gives a part of a call to a department',
    parameters: REFERENCE,
    body: TaskBody,
    answer: made,
    problems: ['request-invalid', 'call-unknown'],
  },
  changeTask: {
    path: '/api/calls/{reference}/tasks/{id}',
    method: 'patch',
    summary: 'Changes a task; with the last one that is done its call is resolved',
    parameters: { ...REFERENCE, id: 'The id of a task.' },
    body: TaskPatch,
    ...whole,
    problems: ['request-invalid', 'call-unknown', 'task-unknown', 'call-changed'],
  },
  listTasks: {
    path: '/api/tasks',
    summary: 'Lists tasks, the oldest first: what a department or a person has to do',
    query: TaskQuery,
    answer: { type: 'application/json', schema: pageOf(ListedTaskSchema), description: 'A page of tasks.' },
    problems: ['request-invalid'],
  },
  linkCall: {
    path: '/api/calls/{reference}/links',
    method: 'post',
    summary: 'Says that a call has to do with another one',
    parameters: REFERENCE,
    body: LinkBody,
    answer: made,
    problems: ['request-invalid', 'call-unknown'],
  },
  unlinkCall: {
    path: '/api/calls/{reference}/links/{other}',
    method: 'delete',
    summary: 'Takes back that a call has to do with another one',
    parameters: { ...REFERENCE, other: 'The reference of the other call.' },
    query: RemovalQuery,
    ...whole,
    problems: ['request-invalid', 'call-unknown'],
  },
  watchCall: {
    path: '/api/calls/{reference}/watchers',
    method: 'post',
    summary: 'Has somebody told what becomes of a call',
    parameters: REFERENCE,
    body: WatcherBody,
    answer: made,
    problems: ['request-invalid', 'call-unknown'],
  },
  unwatchCall: {
    path: '/api/calls/{reference}/watchers/{watcher}',
    method: 'delete',
    summary: 'Has somebody told no longer',
    parameters: { ...REFERENCE, watcher: 'As it stands on the call.' },
    query: RemovalQuery,
    ...whole,
    problems: ['request-invalid', 'call-unknown'],
  },
  linkKnownError: {
    path: '/api/calls/{reference}/known-errors',
    method: 'post',
    summary: 'Says that a call is about what an article says',
    parameters: REFERENCE,
    body: KnownErrorLinkBody,
    answer: made,
    problems: ['request-invalid', 'call-unknown', 'known-error-unknown'],
  },
  unlinkKnownError: {
    path: '/api/calls/{reference}/known-errors/{id}',
    method: 'delete',
    summary: 'Takes an article off a call',
    parameters: { ...REFERENCE, ...ARTICLE },
    query: RemovalQuery,
    ...whole,
    problems: ['request-invalid', 'call-unknown', 'known-error-unknown'],
  },
  listKnownErrors: {
    path: '/api/known-errors',
    summary: 'Lists and searches articles about what many ask, the latest first',
    query: KnownErrorQuery,
    answer: { type: 'application/json', schema: pageOf(KnownErrorSchema), description: 'A page of articles.' },
    problems: ['request-invalid'],
  },
  addKnownError: {
    path: '/api/known-errors',
    method: 'post',
    summary: 'Writes an article',
    body: KnownErrorBody,
    answer: { ...article.answer, status: 201 },
    problems: ['request-invalid'],
  },
  getKnownError: {
    path: '/api/known-errors/{id}',
    summary: 'One article',
    parameters: ARTICLE,
    ...article,
    problems: ['known-error-unknown'],
  },
  changeKnownError: {
    path: '/api/known-errors/{id}',
    method: 'patch',
    summary: 'Changes an article',
    parameters: ARTICLE,
    body: KnownErrorPatch,
    ...article,
    problems: ['request-invalid', 'known-error-unknown', 'call-changed'],
  },
} as const satisfies Record<string, Operation>;
