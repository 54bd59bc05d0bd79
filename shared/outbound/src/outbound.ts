import {
  CallbookError,
  type Channel,
  type Config,
  type Delivery,
  type DeliveryAnswer,
  type MessageName,
  messages,
} from '@callbook/contracts';
import { consume, type Delivered, openProducer } from '@callbook/queue';
import type { Lifecycle, Logger } from '@callbook/runtime';

/** What an adapter answers for a delivery: sent, or refused for good with a reason. To be tried again: throw. */
export type Sent = Pick<DeliveryAnswer, 'sourceId' | 'reason' | 'optedOut'> & { readonly outcome: 'sent' | 'refused' };

/** Sends one delivery. `again`: whoever had it before may have sent it, and a channel that can tell is asked. */
export type Send = (delivery: Delivery, delivered: Pick<Delivered, 'again'>) => Promise<Sent>;

export type OutboundContext = {
  readonly config: Pick<Config, 'redis'>;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
};

/** What an adapter can say of a message after it was sent. */
export type Outbound = {
  /**
   * The channel says that a message which it had taken did not arrive. Twice is once.
   * @throws CallbookError `queue-unavailable`: it is not said yet.
   */
  undelivered(
    id: string,
    news: { readonly reason: string; readonly optedOut?: boolean; readonly at: Date },
  ): Promise<void>;
};

/**
 * One sending at a time: a process that dies leaves one message at the most that was sent and not answered, and that is
 * sent again. A desk sends a few a minute; whoever sends must bound the time that one may take.
 */
const CONCURRENCY = 1;

/**
 * Takes the deliveries of a channel from the queue, has them sent, and answers each. At least once: the same delivery
 * comes again when its worker died in between, always with the same id. What `send` throws is tried again with
 * back-off, and is a dead letter in the end.
 * @throws CallbookError `config-invalid` without Redis, or for a channel that nothing is sent through.
 */
export function takeDeliveries(channel: Channel, send: Send, { config, logger, lifecycle }: OutboundContext): Outbound {
  const name = `deliveries-${channel}`;
  if (!config.redis) throw new CallbookError('config-invalid', 'No queue: set redis.url or REDIS_URL.');
  if (!isDeliveryQueue(name)) throw new CallbookError('config-invalid', `Nothing is sent through ${channel}.`);
  const options = { ...config.redis, logger };
  const answers = openProducer(options);
  lifecycle.onStop(`answers of ${channel}`, () => answers.close());
  const consumer = consume(
    options,
    name,
    async (delivery, { again }) => {
      const sent = await send(delivery, { again });
      const answer = { id: delivery.id, ...sent, at: new Date().toISOString() };
      await answers.send('delivery-answers', answer, `answer-${delivery.id}`);
    },
    { concurrency: CONCURRENCY },
  );
  lifecycle.onStop(`deliveries of ${channel}`, () => consumer.close());
  return {
    async undelivered(id, { reason, optedOut, at }) {
      const answer = { id, outcome: 'undelivered', reason, optedOut, at: at.toISOString() } as const;
      await answers.send('delivery-answers', answer, `undelivered-${id}`);
    },
  };
}

type DeliveryQueue = Extract<MessageName, `deliveries-${string}`>;

function isDeliveryQueue(name: string): name is DeliveryQueue {
  return Object.hasOwn(messages, name);
}
