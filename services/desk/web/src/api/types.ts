import type { Answer } from './client.ts';

export type CallSummary = Answer<'GET /api/calls'>['items'][number];
export type Call = Answer<'GET /api/calls/{reference}'>;
export type Contact = Call['contacts'][number];
export type HistoryEntry = Call['history'][number];
export type Suggestion = Call['suggestions'][number];
export type Requester = NonNullable<Call['requester']>;
export type Status = Call['status'];
export type Priority = Call['priority'];
export type Channel = Call['firstChannel'];
export type Health = Answer<'GET /api/health'>;
export type DeadLetter = Answer<'GET /api/dead-letters'>['items'][number];
export type LedgerEntry = Answer<'GET /api/ledger'>['items'][number];
