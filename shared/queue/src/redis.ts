import { CallbookError, SECOND } from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { Redis } from 'ioredis';

export type QueueOptions = {
  readonly url: string;
  /** Before every key, so that several Callbooks can share a Redis. */
  readonly prefix: string;
  readonly logger: Logger;
};

/** A producer waits no longer than this for an answer: a frozen Redis keeps its connections open and says nothing. */
export const ANSWER_TIMEOUT = 1.5 * SECOND;

/** For producers: fails at once when Redis is away, and within `ANSWER_TIMEOUT` when it is silent. Never gives up. */
export function connectProducer(options: QueueOptions): Redis {
  return connect(options, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_TIMEOUT });
}

export type WorkerConnection = {
  readonly client: Redis;
  /** Ends this connection and those that BullMQ has made of it, whatever they wait for. */
  cut(): void;
};

/** For workers: waits for Redis as long as it takes. */
export function connectWorker(options: QueueOptions): WorkerConnection {
  const client = connect(options, { maxRetriesPerRequest: null });
  // BullMQ waits for messages on a duplicate, and keeps it for ever when Redis is away at the close.
  const duplicates: Redis[] = [];
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (override) => {
    const made = duplicate(override);
    duplicates.push(made);
    return made;
  };
  return {
    client,
    cut() {
      for (const connection of [...duplicates, client]) connection.disconnect();
    },
  };
}

function connect({ url, logger }: QueueOptions, settings: object): Redis {
  const wait = backoff(SECOND / 10, 2 * SECOND);
  const client = new Redis(url, {
    ...settings,
    connectTimeout: 5 * SECOND,
    keepAlive: 10 * SECOND,
    // A connection that waits for messages does not hear that we hang up; a process need not stay for it.
    disconnectTimeout: SECOND / 4,
    retryStrategy: () => wait.next(),
  });
  let away = false;
  client.on('ready', () => {
    wait.reset();
    if (away) logger.info('Redis is back');
    away = false;
  });
  // ioredis reports every failed reconnect; one line for each outage is what a person needs.
  client.on('error', (error) => {
    if (!away) logger.warn({ err: error }, 'Redis is away');
    away = true;
  });
  return client;
}

/** BullMQ's scripts need what came with 6.2. */
const OLDEST = [6, 2] as const;

/**
 * Checks that this Redis keeps what it is given, and knows the commands that we send. Read from INFO, since managed
 * offerings forbid CONFIG.
 * @throws CallbookError `queue-unsafe` when it may evict keys, or is too old.
 */
export async function assertKeeps(client: Redis): Promise<void> {
  const info = await client.info();
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction')
    throw new CallbookError(
      'queue-unsafe',
      `Redis may throw messages away: its maxmemory-policy is ${policy}. Set "maxmemory-policy noeviction".`,
    );
  const [, version = '', major = '', minor = ''] = /^redis_version:((\d+)\.(\d+)\S*)/m.exec(info) ?? [];
  if (version !== '' && (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])))
    throw new CallbookError('queue-unsafe', `Redis is ${version}, and at least ${OLDEST.join('.')} is needed.`);
}

/** True when no more can be had from a client than waiting: it is not connected. */
export function isAway(client: Redis): boolean {
  return client.status !== 'ready';
}

/**
 * Waits until a client is connected, `patience` milliseconds at the most.
 * @throws CallbookError `queue-unavailable` when it is not connected by then.
 */
export async function connected(client: Redis, patience: number): Promise<void> {
  const end = Date.now() + patience;
  while (isAway(client)) {
    if (Date.now() >= end) throw new CallbookError('queue-unavailable', 'Redis is away.');
    await sleep(20);
  }
}
