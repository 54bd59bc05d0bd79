import { type Config, SECOND, type WebhookConfig } from '@callbook/contracts';
import {
  isOutage,
  type Log,
  type LogTransaction,
  noteWebhookDelivered,
  noteWebhookFailed,
  noteWebhookGone,
  releaseWebhook,
  takeWebhooks,
  type WebhookMessage,
  withholdWebhook,
} from '@callbook/log';
import { type Logger, sleep } from '@callbook/runtime';
import { bodyOf } from './body.ts';
import type { WebhookMetrics } from './metrics.ts';
import { type Posted, post } from './post.ts';
import { pauseAfter } from './schedule.ts';

export type WebhookDeps = {
  readonly log: Log;
  readonly config: Pick<Config, 'webhooks' | 'departments' | 'desk'>;
  readonly logger: Logger;
  readonly metrics: WebhookMetrics;
  readonly now: () => Date;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
};

/** An event waits so long for its first attempt, at the most, where its endpoint has a hand free. */
const LOOK = SECOND;
/** So many attempts at once for one endpoint. */
const MOST = 4;
/** Past the time that an answer is waited for, what is not settled was lost: its worker is gone, or Postgres is. */
const MARGIN = 10 * SECOND;

/**
 * Delivers the events of one endpoint until the signal. Each endpoint is served by itself: one that is slow or dead holds
 * up no other. However many workers run, an event is in the hands of one of them.
 */
export async function serveEndpoint(deps: WebhookDeps, endpoint: WebhookConfig, signal: AbortSignal): Promise<void> {
  const inHand = new Set<Promise<void>>();
  while (!signal.aborted) {
    const free = MOST - inHand.size;
    const taken = await take(deps, endpoint, free);
    for (const message of taken) {
      const work = deliver(deps, endpoint, message, signal).finally(() => inHand.delete(work));
      inHand.add(work);
    }
    // One that is done may have let the next one of its call go.
    if (taken.length === free) await Promise.race(inHand);
    else await Promise.race([sleep(LOOK, signal), ...inHand]);
  }
  await Promise.all(inHand);
}

async function take({ log, logger, now }: WebhookDeps, endpoint: WebhookConfig, most: number) {
  const { name, content } = endpoint;
  const at = now();
  const wanted = { endpoint: name, content, most, now: at.toISOString(), lostAt: lostAt(endpoint, at) };
  try {
    return await log.db.transaction().execute((trx) => takeWebhooks(trx, wanted));
  } catch (error) {
    // Whatever it is, other endpoints and the rest of the delivery go on.
    if (isOutage(error)) logger.debug({ err: error, webhook: name }, 'events wait in the log');
    else logger.error({ err: error, webhook: name }, 'the events of a webhook cannot be taken out of the log');
    return [];
  }
}

function lostAt({ timeoutSeconds }: WebhookConfig, at: Date): string {
  return new Date(at.getTime() + timeoutSeconds * SECOND + MARGIN).toISOString();
}

/**
 * One attempt, and what came of it. What Postgres does not hear of is taken for lost, and sent again with the same id. An
 * event that cannot be sent at all has failed as one that is refused: nothing waits for it but what follows on its call.
 */
async function deliver(
  deps: WebhookDeps,
  endpoint: WebhookConfig,
  message: WebhookMessage,
  signal: AbortSignal,
): Promise<void> {
  const { logger } = deps;
  const which = { webhook: endpoint.name, message: message.id };
  try {
    const posted = await attempt(deps, endpoint, message, signal).catch((error: unknown): Attempted => {
      logger.error({ err: error, ...which }, 'an event cannot be put into a form that can be sent');
      return { outcome: 'failed', reason: 'it cannot be put into a form that can be sent' };
    });
    deps.metrics.attempted(endpoint.name, posted.outcome);
    await deps.log.db.transaction().execute((trx) => note(trx, deps, endpoint, message, posted));
  } catch (error) {
    const level = isOutage(error) ? 'debug' : 'error';
    logger[level]({ err: error, ...which }, 'what came of an event could not be written down');
  }
}

type Attempted = Posted | { readonly outcome: 'withheld' };

/** Posts an event, unless its endpoint may not see its call any more. */
async function attempt(
  { config, now }: WebhookDeps,
  endpoint: WebhookConfig,
  message: WebhookMessage,
  signal: AbortSignal,
): Promise<Attempted> {
  if (!message.visible && message.type !== 'call.hidden') return { outcome: 'withheld' };
  return post({ id: message.id, body: bodyOf(message, config), endpoint, at: now(), signal });
}

/** Writes down what came of an attempt. */
async function note(
  trx: LogTransaction,
  { logger, now, random }: WebhookDeps,
  endpoint: WebhookConfig,
  { id, attempts }: WebhookMessage,
  attempted: Attempted,
): Promise<void> {
  const { name } = endpoint;
  const at = now();
  const told = { id, endpoint: name, at: at.toISOString() };
  switch (attempted.outcome) {
    case 'withheld':
      return withholdWebhook(trx, id, told.at);
    case 'aborted':
      return releaseWebhook(trx, id, told.at);
    case 'delivered':
      return noteWebhookDelivered(trx, { ...told, lostAt: lostAt(endpoint, at) });
    case 'gone':
      logger.error(
        { webhook: name },
        'a webhook answered 410: it is told of nothing more until it has another address',
      );
      return noteWebhookGone(trx, name, told.at);
    case 'failed': {
      const { reason, retryAfter } = attempted;
      const pause = pauseAfter(attempts, random, retryAfter);
      const nextAt = pause === undefined ? undefined : new Date(at.getTime() + pause).toISOString();
      const { firstFailure } = await noteWebhookFailed(trx, { ...told, reason, nextAt });
      if (nextAt === undefined)
        logger.error({ webhook: name, message: id, reason }, 'an event is given up on: it is among the dead letters');
      else if (firstFailure) logger.warn({ webhook: name, message: id, reason }, 'a webhook does not take its events');
    }
  }
}
