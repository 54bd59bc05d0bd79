import { CallbookError, type Message, type MessageName, messages } from '@callbook/contracts';
import { openQueues } from './queues.ts';
import type { QueueOptions } from './redis.ts';

/** What became of a message. `gone`: done, or lost with Redis; the sender finds out by sending it again. */
export type MessageState = 'queued' | 'dead' | 'gone';

export type Producer = {
  /**
   * Puts a message on the queue of its name. A repeat with the same id does nothing while the first is there.
   * @throws CallbookError `message-invalid`; `queue-unavailable`, after which the message may be queued all the same.
   */
  send<N extends MessageName>(name: N, message: Message<N>, id: string): Promise<void>;
  /** @throws CallbookError `queue-unavailable`. */
  state(name: MessageName, id: string): Promise<MessageState>;
  /** Calls back each time Redis has become reachable. */
  onReady(listener: () => void): void;
  /** Rejects with the reason when Redis is away or unsafe. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

/** Finished messages are not kept: the log is the record, and a hundred contacts a message add up. */
const KEEP = { removeOnComplete: true, removeOnFail: false } as const;

/** Opens the sending side. Waits for nothing: Redis may come later. */
export function openProducer(options: QueueOptions): Producer {
  const queues = openQueues(options);
  return {
    async send(name, message, id) {
      const spec = messages[name];
      const parsed = spec.schema.safeParse(message);
      if (!parsed.success)
        throw new CallbookError('message-invalid', `Not a message of ${name}: ${parsed.error.message}`);
      const retries = { attempts: spec.attempts, backoff: { type: 'exponential', delay: spec.backoff, jitter: 0.3 } };
      await queues.ask(name, (queue) => queue.add(name, parsed.data, { jobId: id, ...retries, ...KEEP }));
    },
    async state(name, id) {
      const state = await queues.ask(name, (queue) => queue.getJobState(id));
      if (state === 'failed') return 'dead';
      return state === 'unknown' || state === 'completed' ? 'gone' : 'queued';
    },
    onReady: (listener) => void queues.client.on('ready', listener),
    ready: () => queues.ready(),
    close: () => queues.close(),
  };
}
