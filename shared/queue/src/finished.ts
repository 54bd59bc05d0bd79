import { CallbookError, type MessageName, SECOND } from '@callbook/contracts';
import { within } from '@callbook/runtime';
import { QueueEvents } from 'bullmq';
import { connectWorker, type QueueOptions } from './redis.ts';

export type Finished = { readonly id: string; readonly outcome: 'done' | 'dead'; readonly reason?: string };

/**
 * Hears which messages of a queue are finished. Best effort: what finishes while Redis or this process is away is not
 * heard, so whoever waits must also ask (`Producer.state`).
 */
export function watchFinished(
  options: QueueOptions,
  name: MessageName,
  listener: (finished: Finished) => void,
): { close(): Promise<void> } {
  const connection = connectWorker(options);
  const events = new QueueEvents(name, {
    connection: connection.client,
    prefix: options.prefix,
    skipVersionCheck: true,
  });
  events.on('completed', ({ jobId }) => listener({ id: jobId, outcome: 'done' }));
  events.on('failed', ({ jobId, failedReason }) => listener({ id: jobId, outcome: 'dead', reason: failedReason }));
  events.on('error', (error) => options.logger.debug({ err: error, queue: name }, 'the queue events are away'));
  return {
    async close() {
      try {
        await within(SECOND, `events of ${name}`, () => events.close());
      } catch (error) {
        // With Redis away BullMQ's close never settles (taskforcesh/bullmq#4656).
        if (!(error instanceof CallbookError)) throw error;
      }
      connection.cut();
    },
  };
}
