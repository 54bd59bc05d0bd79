import type { CallStatus } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** How a call stands, as far as it decides who joins it. */
export type CallState = {
  readonly id: string;
  /** Undefined for a call that is being opened: it has no number yet. */
  readonly reference: string | undefined;
  readonly status: CallStatus;
  readonly title: string;
  /** When somebody first said something about it, at the source. */
  readonly firstSaidAt: string;
  /** When somebody last said something about it, at the source. */
  readonly lastSaidAt: string;
  /** When it was resolved, and where nobody noted that, when it last changed. Undefined for a call that is worked on. */
  readonly endedAt: string | undefined;
  /** No person has done anything to it, so that rules may still fold it into another. */
  readonly untouched: boolean;
};

export type CallStates = {
  readonly byId: Map<string, CallState>;
  readonly byReference: Map<string, CallState>;
  readonly byToken: Map<string, CallState>;
};

export type WantedCalls = {
  readonly ids: readonly string[];
  readonly references: readonly string[];
  readonly tokens: readonly string[];
};

type Row = {
  asked_id: string;
  asked_reference: string;
  asked_token: string;
  id: string;
  reference: string;
  status: CallStatus;
  title: string;
  first_said_at: Date;
  last_said_at: Date;
  ended_at: Date | null;
  untouched: boolean;
};

/** At each end of a call so many contacts are asked when they were said: they may have come in another order. */
const ENDS = 20;

/**
 * How calls stand, by their ids, references and reply tokens. One that was folded into another stands as that one.
 * Each part looks at a few rows of one call by its index: `limit` keeps Postgres from walking through whole tables for
 * many calls at once.
 */
export async function findCallStates(trx: LogTransaction, wanted: WantedCalls): Promise<CallStates> {
  const found: CallStates = { byId: new Map(), byReference: new Map(), byToken: new Map() };
  if (wanted.ids.length + wanted.references.length + wanted.tokens.length === 0) return found;
  const said = (direction: 'asc' | 'desc') => sql`(
    select occurred_at, machine from contacts where call_id = calls.id
    order by call_id ${sql.raw(direction)}, received_at ${sql.raw(direction)} limit ${ENDS}
  ) as said where machine is null or machine = 'list'`;
  const { rows } = await sql<Row>`
    select asked.id as asked_id, asked.reference as asked_reference, asked.reply_token as asked_token, calls.id,
      calls.reference, calls.status, calls.title,
      case when calls.status in ('resolved', 'closed') then coalesce(calls.resolved_at, calls.updated_at) end as ended_at,
      calls.status in ('new', 'acknowledged') and calls.assignee is null and calls.responded_at is null and coalesce((
        select false from history where call_id = calls.id and by <> 'callbook' order by call_id, id limit 1
      ), true) as untouched,
      coalesce((select min(occurred_at) from ${said('asc')}), calls.received_at) as first_said_at,
      coalesce((select max(occurred_at) from ${said('desc')}), calls.received_at) as last_said_at
    from calls as asked
    cross join lateral (select * from calls where id = coalesce(asked.merged_into, asked.id) limit 1) as calls
    where asked.id = any(${wanted.ids}::uuid[]) or asked.reference = any(${wanted.references})
      or asked.reply_token = any(${wanted.tokens})`.execute(trx);
  for (const row of rows) {
    const call = toState(row);
    found.byId.set(row.asked_id, call).set(row.id, call);
    found.byReference.set(row.asked_reference, call);
    found.byToken.set(row.asked_token, call);
  }
  return found;
}

function toState(row: Row): CallState {
  return {
    id: row.id,
    reference: row.reference,
    status: row.status,
    title: row.title,
    firstSaidAt: row.first_said_at.toISOString(),
    lastSaidAt: row.last_said_at.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    untouched: row.untouched,
  };
}

/** One string for a requester on a call, for sets. */
export function regularKey(callId: string, requesterId: string): string {
  return `${callId} ${requesterId}`;
}

/**
 * Which of these requesters have said something on which of these calls, by `regularKey`. What came under a name that
 * could not be verified counts for nobody, and neither does what a machine wrote.
 */
export async function findRegulars(
  trx: LogTransaction,
  callIds: readonly string[],
  requesterIds: readonly string[],
): Promise<Set<string>> {
  if (callIds.length === 0 || requesterIds.length === 0) return new Set();
  const { rows } = await sql<{ call_id: string; requester_id: string }>`
    select distinct call_id, requester_id from contacts
    join identities on (kind, value) in (
      ('email', lower(sender ->> 'email')), ('phone', sender ->> 'phone'),
      ('slack', sender ->> 'slackUser'), ('employee-number', sender ->> 'employeeNumber'))
    where call_id = any(${callIds}::uuid[]) and requester_id = any(${requesterIds}::uuid[])
      and (sender ->> 'verified') is distinct from 'false' and (machine is null or machine = 'list')`.execute(trx);
  return new Set(rows.map(({ call_id, requester_id }) => regularKey(call_id, requester_id)));
}
