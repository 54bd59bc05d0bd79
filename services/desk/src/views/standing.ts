import type { ViewFilters } from './schemas.ts';

/** Statuses of calls that somebody still has to do something about. */
const OPEN = 'new,acknowledged,in-progress,waiting';

/** The views that the desk has for everybody, in their order. Without a name there is nobody whose calls are theirs. */
export function standingViews(agent: string | undefined): { readonly name: string; readonly filters: ViewFilters }[] {
  return [
    { name: 'Open', filters: { status: OPEN } },
    ...(agent === undefined ? [] : [{ name: 'Mine', filters: { status: OPEN, assignee: agent } }]),
    { name: 'Unassigned', filters: { status: OPEN, assignee: 'none' } },
    { name: 'Late', filters: { late: 'true' } },
    { name: 'Urgent', filters: { status: OPEN, priority: 'P1,P2' } },
    { name: 'Waiting', filters: { status: 'waiting' } },
    { name: 'All calls', filters: {} },
  ];
}
