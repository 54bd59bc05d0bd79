import {
  type CallStatus,
  type Channel,
  formatReference,
  type Impact,
  type Priority,
  priorityOf,
  type Urgency,
} from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';
import type { RoutedBy } from './schema.ts';

export type NewCall = {
  readonly id: string;
  readonly number: number;
  readonly status: CallStatus;
  readonly title: string;
  readonly requesterId: string | undefined;
  readonly firstChannel: Channel;
  /** Where the requester chose them. */
  readonly department?: string | undefined;
  readonly service?: string | undefined;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly receivedAt: string;
  /** Default: as the matrix of ITIL has it. */
  readonly priority?: Priority | undefined;
  readonly assignee?: string | undefined;
  /** By when a person must answer, and by when it must be done. */
  readonly respondBy?: string | undefined;
  readonly resolveBy?: string | undefined;
  /** How it came to its department, and why. */
  readonly routedBy?: RoutedBy | undefined;
  readonly routedWhy?: string | undefined;
};

/** A call that a contact joined. */
export type JoinedCall = { readonly id: string; readonly channel: Channel };

/** Takes running numbers for new calls. A rolled-back transaction leaves a gap: numbers are unique, not dense. */
export async function takeNumbers(trx: LogTransaction, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ number: string }>`
    select nextval('call_number') as number from generate_series(1, ${count})`.execute(trx);
  return rows.map(({ number }) => Number(number));
}

/** Opens calls. The reference and the priority follow from number, impact and urgency. */
export async function insertCalls(trx: LogTransaction, calls: readonly NewCall[]): Promise<void> {
  await insertRows(
    trx,
    'calls',
    [
      'id',
      'number',
      'reference',
      'status',
      'title',
      'requester_id',
      'first_channel',
      'channels',
      'department',
      'service',
      'impact',
      'urgency',
      'priority',
      'received_at',
      'respond_by',
      'resolve_by',
      'assignee',
      'routed_by',
      'routed_why',
      'waits',
      'version',
      'updated_at',
    ],
    calls.map((call) => ({
      id: call.id,
      number: call.number,
      reference: formatReference(call.number),
      status: call.status,
      title: call.title,
      requester_id: call.requesterId,
      first_channel: call.firstChannel,
      channels: [call.firstChannel],
      department: call.department,
      service: call.service,
      impact: call.impact,
      urgency: call.urgency,
      priority: call.priority ?? priorityOf(call.impact, call.urgency),
      received_at: call.receivedAt,
      respond_by: call.respondBy,
      resolve_by: call.resolveBy,
      assignee: call.assignee,
      routed_by: call.routedBy,
      routed_why: call.routedWhy,
      waits: [],
      version: 1,
      updated_at: call.receivedAt,
    })),
  );
}

/** Notes on calls that something joined them: when, and by which channel. */
export async function touchCalls(trx: LogTransaction, joined: readonly JoinedCall[], at: string): Promise<void> {
  if (joined.length === 0) return;
  await sql`update calls set
      updated_at = greatest(updated_at, ${at}::timestamptz),
      channels = case when calls.channels @> news.channels then calls.channels
        else (select array_agg(distinct channel order by channel) from unnest(calls.channels || news.channels) as channel) end
    from (select id, array_agg(distinct channel) as channels
      from json_to_recordset(${JSON.stringify(joined)}::json) as joined (id uuid, channel text) group by id) as news
    where calls.id = news.id`.execute(trx);
}

/** How a call begins, once a contact has come that is older than the one which opened it. */
export type CallBeginning = Pick<
  NewCall,
  'id' | 'title' | 'requesterId' | 'firstChannel' | 'receivedAt' | 'respondBy' | 'resolveBy'
>;

/** Lets calls begin with another contact. Not where somebody at the desk has begun to work on them. */
export async function beginCalls(trx: LogTransaction, beginnings: readonly CallBeginning[]): Promise<void> {
  if (beginnings.length === 0) return;
  await sql`update calls set title = beginning.title, requester_id = beginning."requesterId",
      first_channel = beginning."firstChannel", received_at = beginning."receivedAt",
      respond_by = beginning."respondBy", resolve_by = beginning."resolveBy"
    from json_to_recordset(${JSON.stringify(beginnings)}::json)
      as beginning (id uuid, title text, "requesterId" uuid, "firstChannel" text, "receivedAt" timestamptz,
        "respondBy" timestamptz, "resolveBy" timestamptz)
    where calls.id = beginning.id and status in ('new', 'acknowledged')`.execute(trx);
}

/** Opens calls again that were resolved or closed: work on them goes on. */
export async function reopenCalls(trx: LogTransaction, ids: readonly string[], at: string): Promise<void> {
  if (ids.length === 0) return;
  await sql`update calls set status = 'in-progress', waits = ${waitsUntil('resolved_at', at)}, resolved_at = null
    where id = any(${ids}::uuid[]) and status in ('resolved', 'closed')`.execute(trx);
}

/** The times in which the clock stood still, with the one that ends now. */
export function waitsUntil(since: 'resolved_at' | 'waiting_since', at: string) {
  return sql`case when ${sql.ref(since)} is null then waits
    else waits || jsonb_build_array(jsonb_build_object('from', ${sql.ref(since)}, 'until', ${at}::timestamptz)) end`;
}

/** The channel on which committed changes of calls are announced: `+id` for a new call, `~id` for a changed one. */
export const CALLS_CHANNEL = 'callbook_calls';

/** Which calls a transaction opened, and which it changed. */
export type ChangedCalls = { readonly created: readonly string[]; readonly updated: readonly string[] };

/** Tells everyone who listens (`listenToCalls`) which calls are new or changed, when the transaction commits. */
export async function announceCalls(trx: LogTransaction, { created, updated }: ChangedCalls): Promise<void> {
  const changes = [...created.map((id) => `+${id}`), ...updated.map((id) => `~${id}`)];
  // A notification must stay below 8,000 bytes: two hundred marked ids of 38 characters with their spaces fit.
  for (let start = 0; start < changes.length; start += 200) {
    await sql`select pg_notify(${CALLS_CHANNEL}, ${changes.slice(start, start + 200).join(' ')})`.execute(trx);
  }
}
