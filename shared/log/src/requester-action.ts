import type { CallStatus, Contact } from '@callbook/contracts';
import { sql } from 'kysely';
import { waitsUntil } from './call.ts';
import { appendHistory, type HistoryKind } from './history.ts';
import type { LogTransaction } from './log.ts';
import { type NewOutboxMessage, putInOutbox } from './outbox.ts';

type SlackDetails = Extract<Contact['details'], { channel: 'slack' }>;

/** What somebody asked for with a button under a message about a call. */
export type RequesterAction = {
  readonly callId: string;
  readonly contactId: string;
  readonly slackUser: string;
  readonly action: NonNullable<SlackDetails['action']>;
  readonly at: string;
  /** What is answered when it is done; its status is filled in. */
  readonly answer: NewOutboxMessage | undefined;
};

const HISTORY = { close: 'status.changed', reopen: 'call.reopened', rate: 'call.rated' } as const satisfies Record<
  string,
  HistoryKind
>;

/**
 * Does what requesters asked for, one after another. A button in a channel can be pressed by everybody who reads there:
 * it counts for whose call it is. What changes nothing leaves no trace in the history.
 */
export async function applyActions(trx: LogTransaction, actions: readonly RequesterAction[]): Promise<void> {
  for (const given of actions) {
    const { callId, contactId, action, at, answer } = given;
    const status = await apply(trx, given);
    if (status === undefined) continue;
    const detail = { contact: contactId, ...(action.kind === 'rate' ? { stars: action.stars } : { status }) };
    await appendHistory(trx, [{ callId, at, by: 'requester', kind: HISTORY[action.kind], detail }]);
    if (answer && action.kind !== 'rate') await putInOutbox(trx, [{ ...answer, message: { status } }]);
  }
}

/** The status that the call has then; undefined where nothing came of it. */
async function apply(trx: LogTransaction, { callId, slackUser, action, at }: RequesterAction) {
  const whose = sql`id = ${callId} and exists (select from identities
    where identities.requester_id = calls.requester_id and kind = 'slack' and value = ${slackUser})`;
  const { rows } =
    action.kind === 'close'
      ? await sql<{ status: CallStatus }>`update calls set status = 'closed', resolved_at = coalesce(resolved_at, ${at})
          where ${whose} and status <> 'closed' returning status`.execute(trx)
      : action.kind === 'reopen'
        ? await sql<{
            status: CallStatus;
          }>`update calls set status = 'in-progress', waits = ${waitsUntil('resolved_at', at)},
              resolved_at = null where ${whose} and status in ('resolved', 'closed') returning status`.execute(trx)
        : await sql<{ status: CallStatus }>`update calls set rating = ${action.stars}, rated_at = ${at}
            where ${whose} returning status`.execute(trx);
  return rows[0]?.status;
}
