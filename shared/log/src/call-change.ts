import { CallbookError, type CallStatus, type Impact, type Targets, type Urgency } from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls } from './call.ts';
import { type CallRow, callFor, type SendingDeed, wayTo } from './call-deed.ts';
import { watchersOf } from './company.ts';
import { appendHistory, type HistoryKind } from './history.ts';
import type { LogTransaction } from './log.ts';
import { putNotices } from './notice.ts';
import { openTasksOf } from './open-tasks.ts';
import { putInOutbox } from './outbox.ts';
import { targetsOfRow } from './target.ts';

/** What is to be different. `null` takes away. */
export type CallChange = {
  readonly status?: CallStatus | undefined;
  /** Until when it waits; with status `waiting`. */
  readonly waitingUntil?: string | undefined;
  /** What was done, as the requester gets it; with status `resolved` or `closed`. */
  readonly resolution?: string | undefined;
  readonly department?: string | null | undefined;
  readonly service?: string | null | undefined;
  readonly impact?: Impact | undefined;
  readonly urgency?: Urgency | undefined;
  readonly assignee?: string | null | undefined;
  /** For the history. */
  readonly why?: string | undefined;
};

type ChangeDeed = SendingDeed & {
  readonly change: CallChange;
  /** What the service of the change brings along, where it is new to the call and nothing else is said. */
  readonly ofService?: Pick<CallChange, 'department' | 'impact' | 'urgency'>;
  readonly targets: Targets;
  /** The requester is told by other means. */
  readonly quiet?: boolean;
};

/**
 * Changes a call, in one step with its targets and its history. What is the same already changes nothing. The thread of
 * a call in Slack is told of its status; who has an address is told how it was resolved.
 * @throws CallbookError `call-unknown`, `call-changed`; `tasks-open`: it cannot be resolved while somebody works on it.
 */
export async function changeCall(trx: LogTransaction, deed: ChangeDeed): Promise<void> {
  const { change, at } = deed;
  const call = await callFor(trx, deed);
  const next = after(call, deed);
  const moved = change.status !== undefined && change.status !== call.status;
  if (moved && hasEnded(next.status) && !hasEnded(call.status) && (await openTasksOf(trx, call.id)) > 0)
    throw new CallbookError(
      'tasks-open',
      `${call.reference} has tasks that are not done. Finish or cancel them first.`,
    );
  const targets = targetsOfRow(next, deed.targets);
  const entries = [
    ...statusEntry(call, next, deed),
    ...classEntry(call, next, targets, change),
    ...assigned(call, next),
  ];
  if (entries.length === 0) return;
  await sql`update calls set status = ${next.status}, department = ${next.department}, service = ${next.service},
      impact = ${next.impact}, urgency = ${next.urgency}, priority = ${next.priority}, assignee = ${next.assignee},
      resolution = ${next.resolution}, resolved_at = ${next.resolved_at}, waiting_since = ${next.waiting_since},
      waiting_until = ${next.waiting_until}, waits = ${JSON.stringify(next.waits)}::jsonb,
      respond_by = ${targets.respondBy ?? null}, resolve_by = ${targets.resolveBy ?? null},
      routed_by = case when ${isPlaced(call, next)} then routed_by else 'person' end,
      routed_why = case when ${isPlaced(call, next)} then routed_why else ${change.why ?? `${deed.by} put it there`} end,
      updated_at = greatest(updated_at, ${at}::timestamptz)
    where id = ${call.id}`.execute(trx);
  await appendHistory(
    trx,
    entries.map((entry) => ({ callId: call.id, at, by: deed.by, ...entry })),
  );
  if (moved && !deed.quiet) await tell(trx, call, deed);
  if (moved) await tellWatchers(trx, call, deed);
  await announceCalls(trx, { created: [], updated: [call.id] });
}

type Next = CallRow;

function after(call: CallRow, { change, ofService, at, targets }: ChangeDeed): Next {
  const isNew = change.service !== undefined && change.service !== null && change.service !== call.service;
  const brought = isNew ? ofService : undefined;
  const { status = call.status } = change;
  const { impact = brought?.impact ?? call.impact, urgency = brought?.urgency ?? call.urgency } = change;
  const { department = brought?.department ?? call.department } = change;
  const [was, ended] = [hasEnded(call.status), hasEnded(status)];
  const pauses = [
    ...(call.status === 'waiting' && status !== 'waiting' && call.waiting_since
      ? [{ from: call.waiting_since.toISOString(), until: at }]
      : []),
    // Nobody was at it while it was thought to be done.
    ...(was && !ended && call.resolved_at ? [{ from: call.resolved_at.toISOString(), until: at }] : []),
  ];
  const waits = status === 'waiting';
  const until = change.waitingUntil === undefined ? call.waiting_until : new Date(change.waitingUntil);
  const same = impact === call.impact && urgency === call.urgency;
  return {
    ...call,
    ...{ status, impact, urgency, department },
    priority: same ? call.priority : targets.priorityOf(impact, urgency),
    service: change.service === undefined ? call.service : change.service,
    assignee: change.assignee === undefined ? call.assignee : change.assignee,
    resolution: change.resolution ?? (was && !ended ? null : call.resolution),
    resolved_at: ended ? (call.resolved_at ?? new Date(at)) : null,
    waits: [...call.waits, ...pauses],
    waiting_since: waits ? (call.waiting_since ?? new Date(at)) : null,
    waiting_until: waits ? until : null,
  };
}

type Entry = { readonly kind: HistoryKind; readonly detail: Readonly<Record<string, unknown>> };

function statusEntry(call: CallRow, next: Next, { change: { why } }: ChangeDeed): Entry[] {
  const until = next.waiting_until?.toISOString();
  const resolution = next.resolution ?? undefined;
  const news = resolution !== (call.resolution ?? undefined) && resolution !== undefined;
  if (call.status === next.status && until === call.waiting_until?.toISOString() && !news) return [];
  const reopened = hasEnded(call.status) && !hasEnded(next.status);
  const told = { ...(until && { until }), ...(news && { resolution }), ...(why && { why }) };
  const detail = { status: next.status, before: call.status, ...told };
  return [{ kind: reopened ? 'call.reopened' : 'status.changed', detail }];
}

function classEntry(call: CallRow, next: Next, targets: ReturnType<typeof targetsOfRow>, { why }: CallChange): Entry[] {
  const names = ['department', 'service', 'impact', 'urgency', 'priority'] as const;
  const changes = names.flatMap((name) =>
    call[name] === next[name] ? [] : [[name, { before: call[name], after: next[name] }] as const],
  );
  if (changes.length === 0) return [];
  const moved = [
    ['respondBy', { before: call.respond_by?.toISOString() ?? null, after: targets.respondBy ?? null }] as const,
    ['resolveBy', { before: call.resolve_by?.toISOString() ?? null, after: targets.resolveBy ?? null }] as const,
  ].filter(([, { before, after }]) => before !== after);
  const detail = { changes: Object.fromEntries([...changes, ...moved]), ...(why && { why }) };
  return [{ kind: 'call.reclassified', detail }];
}

function assigned(call: CallRow, next: Next): Entry[] {
  if (call.assignee === next.assignee) return [];
  return [{ kind: 'call.assigned', detail: { assignee: next.assignee, before: call.assignee } }];
}

/** Whether it stays where it was: a person who moves it decides, and no rule moves it after that. */
function isPlaced(call: CallRow, next: Next): boolean {
  return call.department === next.department && call.service === next.service;
}

async function tell(trx: LogTransaction, call: CallRow, deed: ChangeDeed): Promise<void> {
  const { status = call.status, resolution } = deed.change;
  const says = status === 'resolved' && resolution !== undefined;
  const way = await wayTo(trx, call, {
    ...deed,
    canSend: (channel, account) => (channel === 'slack' || says) && deed.canSend(channel, account),
  });
  const message = says ? { status, text: resolution, by: deed.by } : { status };
  if (way) await putInOutbox(trx, [{ ...way, kind: 'status', message }]);
}

/** Whoever watches a call is told of its status, but for who changed it. */
async function tellWatchers(trx: LogTransaction, call: CallRow, { change, by, at, staff }: ChangeDeed): Promise<void> {
  if (!staff) return;
  const recipients = (await watchersOf(trx, call.id)).filter((watcher) => watcher !== by);
  const message = { status: change.status ?? call.status };
  await putNotices(trx, { callId: call.id, recipients, message, at, ways: staff });
}

function hasEnded(status: CallStatus): boolean {
  return status === 'resolved' || status === 'closed';
}
