import { type Channel, DAY, HOUR } from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls } from './call.ts';
import { appendHistory } from './history.ts';
import type { Log, LogTransaction } from './log.ts';
import { noteOptOuts } from './opt-out.ts';
import type { OutboxKind } from './schema.ts';
import { noteSentMessage } from './sent-message.ts';

/** Any number that nobody else in this database uses for an advisory lock: the letters CBOX. */
const OUTBOX_LOCK = 0x43_42_4f_58;

/** Runs `work` in one transaction, with no other worker beside it that lets messages out: their caps are one count. */
export async function lettingOut<T>(log: Log, work: (trx: LogTransaction) => Promise<T>): Promise<T> {
  return log.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${OUTBOX_LOCK})`.execute(trx);
    return work(trx);
  });
}

/** Of what so many messages may go out and no more: what a stranger can cause without a person's doing. */
export type CappedKind = Extract<OutboxKind, 'acknowledgement' | 'link'>;

/** How many messages of a kind were let out: to everybody within the last hour, and to single addresses. */
export type LetOut = {
  readonly all: number;
  readonly byRecipient: ReadonlyMap<string, { readonly hour: number; readonly day: number }>;
};

/** What was let out of a kind until an instant, with the figures of these addresses. */
export async function countLetOut(
  trx: LogTransaction,
  kind: CappedKind,
  recipients: readonly string[],
  now: Date,
): Promise<LetOut> {
  // Written out, so that the planner sees that the index of this kind will do.
  const isKind = sql`kind = ${sql.lit(kind)}`;
  const [hour, day] = [HOUR, DAY].map((span) => new Date(now.getTime() - span).toISOString());
  const [all, single] = [
    await sql<{ count: number }>`select count(*)::int as count from outbox
      where ${isKind} and queued_at > ${hour}`.execute(trx),
    await sql<{ recipient: string; hour: number; day: number }>`
      select recipient, (count(*) filter (where queued_at > ${hour}))::int as hour, count(*)::int as day from outbox
      where ${isKind} and recipient = any(${[...new Set(recipients)]}) and queued_at > ${day}
      group by recipient`.execute(trx),
  ];
  return {
    all: all.rows[0]?.count ?? 0,
    byRecipient: new Map(single.rows.map(({ recipient, ...counts }) => [recipient, counts])),
  };
}

/** Notes that these go to the queue now. From here on they count, whatever becomes of them. */
export async function noteQueued(trx: LogTransaction, ids: readonly string[], at: string): Promise<void> {
  if (ids.length > 0)
    await sql`update outbox set queued_at = ${at} where id = any(${ids}::uuid[]) and queued_at is null`.execute(trx);
}

/** What was not let out, and why. */
export type Withheld = { readonly id: string; readonly why: string };

/** Notes what is never sent, with the reason in the history of its call. */
export async function withhold(trx: LogTransaction, withheld: readonly Withheld[], at: string): Promise<void> {
  for (const { id, why } of withheld) await settle(trx, id, { outcome: 'withheld', why, at });
}

/** What an adapter answered, or why nothing was sent. */
export type Settlement =
  | { readonly outcome: 'sent'; readonly sourceId: string | undefined; readonly at: string }
  | {
      readonly outcome: 'failed' | 'withheld';
      readonly why: string;
      readonly at: string;
      /** Whoever it was for wants no more messages from this account. */
      readonly optedOut?: boolean | undefined;
    };

/**
 * Writes down what became of a message, once: an answer that comes again changes nothing. What was sent under an id of
 * the channel's own is noted, so that an answer to it finds its call. A call whose requester knows of it is acknowledged.
 * A link belongs to no call's history, and is forgotten here.
 */
export async function settle(trx: LogTransaction, id: string, settlement: Settlement): Promise<void> {
  const { outcome, at } = settlement;
  const sent = outcome === 'sent';
  const why = sent ? undefined : settlement.why;
  const { rows } = await sql<MessageRow>`
    update outbox set delivered_at = ${sent ? at : null}, refused_reason = ${why ?? null},
      source_id = ${sent ? (settlement.sourceId ?? null) : null}, message = message - 'link'
    where id = ${id} and delivered_at is null and refused_reason is null
    returning call_id, kind, channel, account, recipient`.execute(trx);
  const [row] = rows;
  if (!row) return;
  const { call_id: callId, kind, channel, account, recipient } = row;
  if (kind === 'link') return;
  if (sent)
    await noteSentMessage(trx, { channel, account, recipient, sourceId: settlement.sourceId, callId, sentAt: at });
  else if (settlement.optedOut) await noteOptOuts(trx, [{ channel, account, recipient, stopped: true, at }]);
  if (sent && kind === 'acknowledgement')
    await sql`update calls set status = 'acknowledged' where id = ${callId} and status = 'new'`.execute(trx);
  await tell(trx, { callId, kind: `${kind}.${outcome}`, at, detail: { message: id, channel, account, why } });
}

type MessageRow = { call_id: string; kind: OutboxKind; channel: Channel; account: string; recipient: string };

/**
 * A channel says that a message which it had taken did not arrive, and why; once, and also where it says so before the
 * message was noted as sent. Nobody knows of a call whose acknowledgement did not arrive.
 */
export async function noteUndelivered(
  trx: LogTransaction,
  id: string,
  { why, at, optedOut }: { readonly why: string; readonly at: string; readonly optedOut?: boolean | undefined },
): Promise<void> {
  const { rows } = await sql<MessageRow>`
    update outbox set refused_reason = ${why} where id = ${id} and refused_reason is null
    returning call_id, kind, channel, account, recipient`.execute(trx);
  const [row] = rows;
  if (!row) return;
  const { call_id: callId, kind, channel, account, recipient } = row;
  if (kind === 'link') return;
  if (optedOut) await noteOptOuts(trx, [{ channel, account, recipient, stopped: true, at }]);
  if (kind === 'acknowledgement')
    await sql`update calls set status = 'new' where id = ${callId} and status = 'acknowledged'`.execute(trx);
  await tell(trx, { callId, kind: `${kind}.undelivered`, at, detail: { message: id, channel, account, why } });
}

/** Notes that a message was given up on, once. It is sent all the same when a person has the queue try it again. */
export async function noteFailed(trx: LogTransaction, id: string, at: string): Promise<void> {
  const { rows } = await sql<{ call_id: string; kind: OutboxKind; channel: string; account: string }>`
    update outbox set failed_at = ${at} where id = ${id} and failed_at is null and delivered_at is null
      and refused_reason is null returning call_id, kind, channel, account`.execute(trx);
  const [row] = rows;
  if (!row) return;
  const { call_id: callId, kind, ...where } = row;
  if (kind === 'link') return;
  const why = 'every try failed; it is among the dead letters';
  await tell(trx, { callId, kind: `${kind}.failed`, at, detail: { message: id, ...where, why } });
}

type Told = {
  readonly callId: string;
  readonly kind: `${Exclude<OutboxKind, 'link'>}.${'sent' | 'failed' | 'withheld' | 'undelivered'}`;
  readonly at: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

async function tell(trx: LogTransaction, { callId, kind, at, detail }: Told): Promise<void> {
  await appendHistory(trx, [{ callId, at, by: 'callbook', kind, detail }]);
  await sql`update calls set updated_at = greatest(updated_at, ${at}::timestamptz) where id = ${callId}`.execute(trx);
  await announceCalls(trx, { created: [], updated: [callId] });
}
