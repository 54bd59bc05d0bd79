import { CallbookError, type MessageName } from '@callbook/contracts';
import { within } from '@callbook/runtime';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { ANSWER_TIMEOUT, assertKeeps, connectProducer, isAway, type QueueOptions } from './redis.ts';

export type Queues = {
  readonly client: Redis;
  /**
   * Asks something of the queue of a name, without ever waiting for a Redis that is away: BullMQ leaves commands to
   * one that was never reachable pending for ever (taskforcesh/bullmq#995).
   * @throws CallbookError `queue-unavailable`, after which a command may have been done all the same; `queue-unsafe`.
   */
  ask<T>(name: MessageName, work: (queue: Queue) => Promise<T>): Promise<T>;
  /** Rejects with the reason when Redis is away or unsafe. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

/** The queues of one process on one connection, each opened when it is first asked. */
export function openQueues({ logger, ...options }: QueueOptions): Queues {
  const client = connectProducer({ logger, ...options });
  const queues = new Map<MessageName, Queue>();
  let safe: Promise<void> | undefined;
  client.on('ready', () => {
    safe = undefined; // it may be another Redis than before
  });

  const queueOf = (name: MessageName): Queue => {
    let queue = queues.get(name);
    if (!queue) {
      queue = new Queue(name, {
        connection: client,
        prefix: options.prefix,
        skipWaitingForReady: true,
        skipVersionCheck: true, // `assertKeeps` looks, and does more than print a warning
        // Only the latest finished messages are of interest, to senders that are connected.
        streams: { events: { maxLen: 2_000 } },
      });
      queue.on('error', (error) => logger.debug({ err: error, queue: name }, 'the queue lost Redis'));
      queues.set(name, queue);
    }
    return queue;
  };

  const whenSafe = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isAway(client)) throw new CallbookError('queue-unavailable', 'Redis is away.');
    try {
      return await within(2 * ANSWER_TIMEOUT, 'Redis', async () => {
        safe ??= assertKeeps(client);
        await safe;
        return work();
      });
    } catch (error) {
      safe = undefined;
      if (error instanceof CallbookError && error.code === 'queue-unsafe') throw error;
      throw new CallbookError('queue-unavailable', 'Redis did not answer in time.', { cause: error });
    }
  };

  return {
    client,
    ask: (name, work) => whenSafe(() => work(queueOf(name))),
    ready: () => whenSafe(async () => undefined),
    async close() {
      // Closing says nothing to Redis that matters: what does not close in time is cut off.
      await Promise.allSettled(
        [...queues.values()].map((queue) => within(ANSWER_TIMEOUT, queue.name, () => queue.close())),
      );
      client.disconnect();
    },
  };
}
