import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Bench } from '../bench.ts';

/** The queue between adapters and worker, for a bench that must stop and empty it: which no part of Callbook may do. */
export type ContactsQueue = {
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Throws away whatever is in it. */
  empty(): Promise<void>;
};

/** Opens the queue `contacts` under the prefix that a Callbook without configuration uses. */
export function openContactsQueue(bench: Bench): ContactsQueue {
  const connection = new Redis(bench.redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', bench.breakDown);
  const queue = new Queue('contacts', { connection, prefix: 'callbook' });
  bench.lifecycle.onStop('contacts queue', () => {
    connection.off('error', bench.breakDown);
    connection.disconnect();
  });
  return {
    pause: () => queue.pause(),
    resume: () => queue.resume(),
    empty: () => queue.obliterate({ force: true }),
  };
}
