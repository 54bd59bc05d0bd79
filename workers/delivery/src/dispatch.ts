import { type Config, type Delivery, isCallbookError, type MessageName, SECOND } from '@callbook/contracts';
import {
  type CappedKind,
  countLetOut,
  findOptedOut,
  findUnqueued,
  isOutage,
  type Log,
  lettingOut,
  noteQueued,
  settle,
  withhold,
} from '@callbook/log';
import type { Producer } from '@callbook/queue';
import { type Logger, sleep } from '@callbook/runtime';
import { compose } from './compose.ts';
import type { Metrics } from './metrics.ts';
import { takeTurn } from './turn.ts';

export type DispatchDeps = {
  readonly log: Log;
  readonly queue: Pick<Producer, 'send' | 'ready' | 'state'>;
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
};

/** A message waits so long for its turn, at the most. */
const LOOK = SECOND;
/** As many have their turn in one transaction. */
const MOST = 100;

/**
 * Lets messages out of the outbox until the signal: decides which go, says so in the log, and puts them on the queue of
 * their channel. In this order: what is on the queue is counted, and what is lost on the way to it is found by the sweep.
 */
export async function dispatch(deps: DispatchDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      // Without Redis nothing is let out: it would all go at once later, past every cap.
      await deps.queue.ready();
      while ((await letOut(deps)) === MOST && !signal.aborted);
    } catch (error) {
      if (!isOutage(error) && !isQueueAway(error)) throw error;
      deps.logger.debug({ err: error }, 'messages wait in the outbox');
    }
    await sleep(LOOK, signal);
  }
}

/** One turn; how many were looked at. */
export async function letOut({ log, queue, config, logger, metrics, now }: DispatchDeps): Promise<number> {
  const at = now();
  const { out, withheld, flooded } = await lettingOut(log, async (trx) => {
    const waiting = await findUnqueued(trx, MOST);
    const counted = (kind: CappedKind) => {
      const addressed = waiting.filter((entry) => entry.kind === kind).map(({ recipient }) => recipient);
      return countLetOut(trx, kind, addressed, at);
    };
    const before = { acknowledgement: await counted('acknowledgement'), link: await counted('link') };
    const optedOut = await findOptedOut(trx, waiting);
    const turn = takeTurn(waiting, before, { config, optedOut, now: at });
    await withhold(trx, turn.withheld, at.toISOString());
    await noteQueued(
      trx,
      turn.out.map(({ id }) => id),
      at.toISOString(),
    );
    return turn;
  });
  for (const { id, why } of withheld) logger.warn({ message: id, why }, 'a message is withheld');
  if (flooded)
    logger.error(
      { allPerHour: config.acknowledgement.allPerHour, kind: flooded },
      'a flood: no more of these are sent',
    );
  metrics.withheld(withheld.length);
  for (const entry of out) await enqueue({ log, queue, logger, now }, compose(entry, config));
  return out.length + withheld.length;
}

type EnqueueDeps = Pick<DispatchDeps, 'log' | 'queue' | 'logger' | 'now'>;

/** Puts a message on its queue. One that does not fit is said to have failed; another try would not make it fit. */
export async function enqueue({ log, queue, logger, now }: EnqueueDeps, delivery: Delivery): Promise<void> {
  try {
    await queue.send(queueOf(delivery.channel), delivery, delivery.id);
  } catch (error) {
    if (!isCallbookError(error, 'message-invalid')) throw error;
    logger.error({ err: error, message: delivery.id }, 'a message of the outbox cannot be sent');
    const failed = {
      outcome: 'failed',
      why: 'it cannot be put into a form that can be sent',
      at: now().toISOString(),
    } as const;
    await log.db.transaction().execute((trx) => settle(trx, delivery.id, failed));
  }
}

/** The queue of a channel that things can be sent through. */
export function queueOf(channel: Delivery['channel']): MessageName {
  if (channel === 'email' || channel === 'slack' || channel === 'voice') return `deliveries-${channel}`;
  throw new TypeError(`Nothing is sent through ${channel}.`);
}

/** Whether this is Redis's fault, and passes. */
export function isQueueAway(error: unknown): boolean {
  return isCallbookError(error, 'queue-unavailable') || isCallbookError(error, 'queue-unsafe');
}
