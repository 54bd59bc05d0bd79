/** How a call of Callbook stands. */
export type CallStatus = 'new' | 'acknowledged' | 'in-progress' | 'waiting' | 'resolved' | 'closed';

/** The states of an incident, by the numbers that ServiceNow gives them. */
const STATES = {
  new: '1',
  acknowledged: '1',
  'in-progress': '2',
  waiting: '3',
  resolved: '6',
  closed: '7',
} as const satisfies Record<CallStatus, string>;

/** Impact and urgency are numbers there, and priority follows from them. */
const LEVELS = { high: '1', medium: '2', low: '3' } as const;
export type Level = keyof typeof LEVELS;

export function stateOf(status: CallStatus): string {
  return STATES[status];
}

/**
 * What the state of an incident says of its call. Undefined: nothing. An incident that is new tells nothing, and one that
 * was cancelled (8) is for a person to look at: nobody says what is to become of the requester.
 */
export function statusOf(state: string): Exclude<CallStatus, 'new' | 'acknowledged'> | undefined {
  const statuses = ['in-progress', 'waiting', 'resolved', 'closed'] as const;
  return statuses.find((status) => STATES[status] === state);
}

export function numberOf(level: Level): string {
  return LEVELS[level];
}
