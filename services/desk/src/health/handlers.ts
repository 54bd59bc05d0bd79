import { CallbookError, isCallbookError } from '@callbook/contracts';
import { getHealth, getWebhookHealth, type Log, listLedger } from '@callbook/log';
import type { DeadLetter, DeadLetters } from '@callbook/queue';
import type { Handlers } from '../operation.ts';
import { parseRequest } from '../query.ts';
import type { healthOperations } from './operations.ts';
import { DeadLetterQuery } from './schemas.ts';
import { isWebhook, listWebhookLetters, redriveWebhookLetter } from './webhook-letter.ts';

export type HealthDeps = {
  readonly log: Log;
  /** Undefined where the house has no Redis. */
  readonly deadLetters: DeadLetters | undefined;
  readonly now: () => Date;
};

/** Lines of the ledger at once. */
const LEDGER = 200;

/** How the house is, and the messages that were given up on. */
export function healthHandlers({ log, deadLetters, now }: HealthDeps): Handlers<typeof healthOperations> {
  const letters = (): DeadLetters => {
    if (!deadLetters) throw new CallbookError('queue-unavailable', 'No queue: set redis.url or REDIS_URL.');
    return deadLetters;
  };
  const queues = async () => {
    try {
      return { queues: await letters().counts() };
    } catch (error) {
      if (!isCallbookError(error, 'queue-unavailable')) throw error;
      return {};
    }
  };
  const missing = async () => {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await listLedger(log.db, { limit: LEDGER, ...(cursor && { cursor }) }, now());
      for (const entry of page.items) count += entry.missing;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return count;
  };
  return {
    async getHealth(_, response) {
      const [health, lost, counted, webhooks] = await Promise.all([
        ...([getHealth(log.db, now()), missing(), queues()] as const),
        getWebhookHealth(log.db),
      ]);
      response.json({ ...health, missing: lost, ...counted, webhooks });
    },
    async listDeadLetters({ query }, response) {
      const { limit } = parseRequest(DeadLetterQuery, query);
      const [queued, webhooks] = await Promise.all([letters().list(limit), listWebhookLetters(log, limit)]);
      const items = [...queued.map(withoutLink), ...webhooks].sort((a, b) =>
        (b.failedAt ?? '').localeCompare(a.failedAt ?? ''),
      );
      response.json({ items: items.slice(0, limit) });
    },
    async redriveDeadLetter({ params }, response) {
      const id = String(params.id);
      if (isWebhook(id)) await redriveWebhookLetter(log, id, now());
      else await letters().redrive(id);
      response.json({ id });
    },
  };
}

/** A link opens its requester's calls for whoever reads it, also those of private departments: nobody is shown one. */
function withoutLink(letter: DeadLetter): DeadLetter {
  const { message } = letter;
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'link') return letter;
  return { ...letter, message: { ...message, text: undefined, html: undefined } };
}
