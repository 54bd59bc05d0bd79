import { type Log, listDeadWebhooks, redriveWebhook } from '@callbook/log';

/** Before the id of an event, as the name of its queue stands before that of a queued message. */
const PLACE = 'webhooks/';

/** Whether this is the id of an event for a webhook. */
export function isWebhook(id: string): boolean {
  return id.startsWith(PLACE);
}

/** Events that were given up on, as dead letters are shown. */
export async function listWebhookLetters({ db }: Log, limit: number) {
  return (await listDeadWebhooks(db, limit)).map(({ id, endpoint, type, data, reason, attempts, at, failedAt }) => ({
    ...{ id: `${PLACE}${id}`, queue: 'webhooks', reason: `${endpoint}: ${reason}`, attempts, queuedAt: at, failedAt },
    message: { endpoint, type, timestamp: at, data },
  }));
}

/** Has an event tried again, with all its attempts. @throws CallbookError `dead-letter-unknown`. */
export async function redriveWebhookLetter({ db }: Log, id: string, at: Date): Promise<void> {
  await db.transaction().execute((trx) => redriveWebhook(trx, id.slice(PLACE.length), at.toISOString()));
}
