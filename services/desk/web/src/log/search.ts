import type { CallSummary } from '../api/types.ts';

/** The filters of the log as they stand in the address: what the API takes, as it takes it. */
export type LogSearch = {
  readonly q?: string;
  readonly status?: string;
  readonly channel?: string;
  readonly department?: string;
  readonly priority?: string;
  readonly assignee?: string;
  readonly requester?: string;
  readonly late?: string;
  readonly triage?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sort?: string;
};

const NAMES = [
  'q',
  'status',
  'channel',
  'department',
  'priority',
  'assignee',
  'requester',
  'late',
  'triage',
  'from',
  'to',
  'sort',
] as const satisfies readonly (keyof LogSearch)[];

/** What of an address is a filter. Anything else in it is left out rather than refused: links live long. */
export function logSearch(given: Readonly<Record<string, unknown>>): LogSearch {
  return Object.fromEntries(
    NAMES.flatMap((name) => (typeof given[name] === 'string' && given[name] !== '' ? [[name, given[name]]] : [])),
  );
}

/** Statuses of calls that somebody still has to do something about. */
export const OPEN = 'new,acknowledged,in-progress,waiting';

/** Whether a list with these filters would hold a call. Undefined: only the log can say (words, a requester). */
export function holds(search: LogSearch, call: CallSummary): boolean | undefined {
  const any = (list: string | undefined, values: readonly (string | undefined)[]) =>
    list === undefined || values.some((value) => value !== undefined && list.split(',').includes(value));
  if (call.mergedInto) return false;
  const { assignee, late, triage, from, to } = search;
  const known =
    any(search.status, [call.status]) &&
    any(search.priority, [call.priority]) &&
    any(search.department, [call.department]) &&
    any(search.channel, call.channels) &&
    (assignee === undefined || (assignee === 'none' ? !call.assignee : call.assignee === assignee)) &&
    (from === undefined || Date.parse(call.receivedAt) >= Date.parse(from)) &&
    (to === undefined || Date.parse(call.receivedAt) < Date.parse(to));
  if (!known) return false;
  const { q, requester } = search;
  if ([q, requester, late, triage].some((asked) => asked !== undefined)) return undefined;
  return true;
}

export function sameSearch(left: LogSearch, right: LogSearch): boolean {
  return NAMES.every((name) => left[name] === right[name]);
}
