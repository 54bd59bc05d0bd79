import { CallbookError, type Message, type MessageName, messages, SECOND } from '@callbook/contracts';
import { within } from '@callbook/runtime';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { assertKeeps, connected, connectProducer, connectWorker, isAway, type QueueOptions } from './redis.ts';

/** About this delivery of a message. */
export type Delivered = {
  readonly id: string;
  /** True when it was handed to a worker before: that one failed, stalled or was killed. */
  readonly again: boolean;
  /** True when it will be a dead letter should this handling fail. */
  readonly last: boolean;
};

export type Consumer = {
  /**
   * Resolves when this worker can work. Waits `patience` milliseconds (default none) for Redis.
   * @throws CallbookError `queue-unavailable`, `queue-unsafe`.
   */
  ready(patience?: number): Promise<void>;
  /** Takes no more, waits for what is being handled (bounded), and closes. */
  close(): Promise<void>;
};

export type ConsumerSettings = { readonly concurrency: number };

/**
 * A worker that dies is noticed when its lock has run out and two looks have come by: 4 s + 6 s at the most. Too early
 * is harmless, since handlers are idempotent; late means that a contact waits.
 */
const LOCK = 4 * SECOND;
const STALLED_LOOK = 3 * SECOND;
/** How often a message may be lost with its worker. Handlers count what kills them; BullMQ must not judge before. */
const MOST_STALLS = 1_000;
const CLOSE_DEADLINE = 3 * SECOND;
/** Messages wait and nothing has been handled for so long: BullMQ workers can fall silent when Redis comes back. */
const SILENCE = 15 * SECOND;
const WATCH = 5 * SECOND;

/**
 * Hands the messages of a queue to a handler, up to `concurrency` at once. At least once: a handler must be idempotent.
 * What breaks the contract is not retried: it is a dead letter at once, with its reason. What throws is retried with
 * the message's own back-off, then it is a dead letter.
 */
export function consume<N extends MessageName>(
  options: QueueOptions,
  name: N,
  handler: (message: Message<N>, delivered: Delivered) => Promise<void>,
  { concurrency }: ConsumerSettings,
): Consumer {
  const { logger, prefix } = options;
  const connection = connectWorker(options);
  const asking = connectProducer(options);
  let handling = 0;
  let lastSign = Date.now();
  let closing = false;

  const process = async (job: Job): Promise<void> => {
    const parsed = messages[name].schema.safeParse(job.data);
    if (!parsed.success) throw new UnrecoverableError(`message-invalid: ${parsed.error.message}`);
    handling += 1;
    try {
      const last = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
      await handler(parsed.data as Message<N>, { id: job.id ?? '', again: job.attemptsStarted > 1, last });
    } finally {
      handling -= 1;
      lastSign = Date.now();
    }
  };

  const start = (): Worker => {
    const worker = new Worker(name, process, {
      connection: connection.client,
      prefix,
      concurrency,
      autorun: false,
      skipVersionCheck: true, // `assertKeeps` looks, and does more than print a warning
      lockDuration: LOCK,
      stalledInterval: STALLED_LOOK,
      maxStalledCount: MOST_STALLS,
      drainDelay: 2, // seconds: a blocking read that outlives a Redis restart ends by itself
    });
    worker.on('error', (error) => logger.debug({ err: error, queue: name }, 'the worker lost Redis'));
    worker.on('failed', (job, error) => {
      const dead = error instanceof UnrecoverableError || (job && job.attemptsMade >= (job.opts.attempts ?? 1));
      if (dead) logger.error({ err: error, queue: name, message: job?.id }, 'a message is a dead letter');
      else logger.warn({ err: error, queue: name, message: job?.id }, 'a message failed and will be tried again');
    });
    return worker;
  };

  let worker = start();
  let running = false;

  /** Nothing is taken from a Redis that may evict: it must be seen to be safe first. */
  const run = async () => {
    if (running || closing) return;
    await assertKeeps(asking);
    if (running || closing) return;
    running = true;
    lastSign = Date.now();
    supervise(worker);
  };
  const supervise = (started: Worker) =>
    void started.run().catch((error) => logger.error({ err: error, queue: name }, 'the worker loop ended'));
  asking.on('ready', () => {
    run().catch((error) => logger.error({ err: error, queue: name }, 'nothing is taken from this Redis'));
  });

  const watchdog = setInterval(() => void watch().catch((error) => logger.debug({ err: error }, 'watchdog')), WATCH);

  async function watch(): Promise<void> {
    if (!running || isAway(asking) || handling > 0) {
      lastSign = Date.now();
      return;
    }
    if (Date.now() - lastSign < SILENCE || closing) return;
    if ((await waiting(asking, prefix, name)) === 0) {
      lastSign = Date.now();
      return;
    }
    logger.warn({ queue: name }, 'messages wait and the worker is silent: it is replaced');
    const silent = worker;
    worker = start();
    supervise(worker);
    lastSign = Date.now();
    await closeWorker(silent, false);
  }

  return {
    async ready(patience = 0) {
      await connected(asking, patience);
      await run();
      await assertKeeps(asking);
    },
    async close() {
      closing = true;
      clearInterval(watchdog);
      await closeWorker(worker, isAway(asking));
      connection.cut();
      asking.disconnect();
    },
  };
}

/** Messages that nobody has taken: BullMQ keeps their ids in a list. */
async function waiting(client: Redis, prefix: string, name: string): Promise<number> {
  return client.llen(`${prefix}:${name}:wait`);
}

/**
 * Closes a worker, or leaves it behind: with Redis away BullMQ's close never settles (taskforcesh/bullmq#4656). Without
 * Redis nothing that is being handled could be finished anyway, so it is not waited for.
 */
async function closeWorker(worker: Worker, away: boolean): Promise<void> {
  try {
    await within(CLOSE_DEADLINE, `worker of ${worker.name}`, () => worker.close(away));
  } catch (error) {
    if (!(error instanceof CallbookError)) throw error;
    // The stalled look is the last thing that a close stops, and would keep the process alive for ever.
    (worker as unknown as { stalledCheckStopper?: () => void }).stalledCheckStopper?.();
  }
}
