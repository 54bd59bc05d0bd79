import { CallbookError, type MessageName, messages } from '@callbook/contracts';
import type { Job } from 'bullmq';
import { openQueues } from './queues.ts';
import type { QueueOptions } from './redis.ts';

/** A queued message that was given up on. */
export type DeadLetter = {
  /** `queue/message`. */
  readonly id: string;
  readonly queue: MessageName;
  readonly reason: string;
  readonly attempts: number;
  readonly queuedAt: string;
  readonly failedAt: string | undefined;
  /** What it says, which need not be what it should. */
  readonly message: unknown;
};

/** How much lies in a queue. */
export type QueueCount = {
  readonly queue: MessageName;
  /** On their way, those in hand and those that wait for another attempt among them. */
  readonly waiting: number;
  /** Given up on. */
  readonly dead: number;
};

export type DeadLetters = {
  /** The latest dead letters of all queues, newest first. @throws CallbookError `queue-unavailable`. */
  list(limit: number): Promise<DeadLetter[]>;
  /** Puts one back on its queue with all its attempts. @throws CallbookError `dead-letter-unknown`. */
  redrive(id: string): Promise<void>;
  /** How much lies in each queue. @throws CallbookError `queue-unavailable`. */
  counts(): Promise<QueueCount[]>;
  close(): Promise<void>;
};

/** The messages that were given up on, in all queues of the catalogue. */
export function openDeadLetters(options: QueueOptions): DeadLetters {
  const queues = openQueues(options);
  const names = Object.keys(messages) as MessageName[];
  return {
    async list(limit) {
      const letters = await Promise.all(
        names.map(async (name) => {
          const jobs = await queues.ask(name, (queue) => queue.getFailed(0, limit - 1));
          return jobs.map((job) => toLetter(name, job as Job));
        }),
      );
      return letters
        .flat()
        .sort((a, b) => (b.failedAt ?? '').localeCompare(a.failedAt ?? ''))
        .slice(0, limit);
    },
    async redrive(id) {
      const [name, messageId = ''] = id.split('/', 2);
      const known = names.find((candidate) => candidate === name);
      const done =
        known !== undefined &&
        (await queues.ask(known, async (queue) => {
          const job = await queue.getJob(messageId);
          if (!job || !(await job.isFailed())) return false;
          await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
          return true;
        }));
      if (!done) throw new CallbookError('dead-letter-unknown', `There is no dead letter ${id}.`);
    },
    counts: () =>
      Promise.all(
        names.map(async (queue) => {
          const { failed = 0, ...waiting } = await queues.ask(queue, (of) =>
            of.getJobCounts('wait', 'active', 'delayed', 'prioritized', 'failed'),
          );
          return { queue, waiting: Object.values(waiting).reduce((sum, count) => sum + count, 0), dead: failed };
        }),
      ),
    close: () => queues.close(),
  };
}

function toLetter(queue: MessageName, job: Job): DeadLetter {
  return {
    id: `${queue}/${job.id}`,
    queue,
    reason: job.failedReason ?? '',
    attempts: job.attemptsMade,
    queuedAt: new Date(job.timestamp).toISOString(),
    failedAt: job.finishedOn === undefined ? undefined : new Date(job.finishedOn).toISOString(),
    message: job.data,
  };
}
