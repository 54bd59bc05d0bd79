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

export const OPEN = 'new,acknowledged,in-progress,waiting';

/** Whether a list with these filters would hold a call. Undefined: only the log can say (words, a requester). */
export function holds(search: LogSearch, call: CallSummary): boolean | undefined {
  const any = (list: string | undefined, values: readonly (string | undefined)[]) =>
    list === undefined || values.some((value) => value !== undefined && list.split(',').includes(value));
  if (call.mergedInto) return false;
  const { assignee, late, from, to } = search;
  const known =
    any(search.status, [call.status]) &&
    any(search.priority, [call.priority]) &&
    any(search.department, [call.department]) &&
    any(search.channel, call.channels) &&
    (assignee === undefined || (assignee === 'none' ? !call.assignee : call.assignee === assignee)) &&
    (from === undefined || Date.parse(call.receivedAt) >= Date.parse(from)) &&
    (to === undefined || Date.parse(call.receivedAt) < Date.parse(to));
  if (!known) return false;
  if (search.q !== undefined || search.requester !== undefined || late !== undefined) return undefined;
  return true;
}

export type View = { readonly name: string; readonly search: LogSearch; readonly own?: boolean };

/** The views that everybody has. */
export function standingViews(me: string | undefined): readonly View[] {
  return [
    { name: 'Open', search: { status: OPEN } },
    ...(me ? [{ name: 'Mine', search: { status: OPEN, assignee: me } }] : []),
    { name: 'Unassigned', search: { status: OPEN, assignee: 'none' } },
    { name: 'Late', search: { late: 'true' } },
    { name: 'Urgent', search: { status: OPEN, priority: 'P1,P2' } },
    { name: 'Waiting', search: { status: 'waiting' } },
    { name: 'All calls', search: {} },
  ];
}

export function sameSearch(left: LogSearch, right: LogSearch): boolean {
  return NAMES.every((name) => left[name] === right[name]);
}

const STORE = 'callbook-views';

export function ownViews(): readonly View[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORE) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((view) =>
      typeof view?.name === 'string' ? [{ name: view.name, search: logSearch(view.search ?? {}), own: true }] : [],
    );
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

export function keepOwnViews(views: readonly View[]): void {
  localStorage.setItem(STORE, JSON.stringify(views.map(({ name, search }) => ({ name, search }))));
}
