import { CallbookError, type WebhookCall, type WebhookEvent } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** An event that was given up on. */
export type DeadWebhook = {
  readonly id: string;
  readonly endpoint: string;
  readonly type: WebhookEvent;
  readonly data: WebhookCall;
  readonly reason: string;
  readonly attempts: number;
  /** When it happened, and when it was given up on. */
  readonly at: string;
  readonly failedAt: string;
};

type Row = Omit<DeadWebhook, 'at' | 'failedAt'> & { at: Date; settled_at: Date };

/** The latest events that were given up on, newest first. */
export async function listDeadWebhooks(db: Kysely<Database>, limit: number): Promise<DeadWebhook[]> {
  const { rows } = await sql<Row>`select id, endpoint, type, data, reason, attempts, at, settled_at
    from webhook_messages where state = 'dead' order by settled_at desc, seq desc limit ${limit}`.execute(db);
  return rows.map(({ at, settled_at, ...letter }) => ({
    ...letter,
    ...{ at: at.toISOString(), failedAt: settled_at.toISOString() },
  }));
}

/**
 * Has an event tried again, with all its attempts. An endpoint that answered 410 is told of things again from then on.
 * @throws CallbookError `dead-letter-unknown`, also where its endpoint is not configured any more.
 */
export async function redriveWebhook(trx: LogTransaction, id: string, at: string): Promise<void> {
  const { rows } = await sql<{ endpoint: string }>`
    update webhook_messages set state = 'waiting', attempts = 0, due_at = ${at}, settled_at = null, reason = null
    where id::text = ${id} and state = 'dead' and endpoint in (select name from webhook_endpoints)
    returning endpoint`.execute(trx);
  const [row] = rows;
  if (!row)
    throw new CallbookError('dead-letter-unknown', `There is no dead letter ${id} of a webhook that is configured.`);
  await sql`update webhook_endpoints set gone_at = null where name = ${row.endpoint}`.execute(trx);
}
