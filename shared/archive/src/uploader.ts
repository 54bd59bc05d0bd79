import { CallbookError, MINUTE, SECOND } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import { backoff, sleep } from '@callbook/runtime/backoff';
import { type Bucket, statusOf } from './bucket.ts';
import { named } from './fault.ts';
import type { Folder } from './folder.ts';

/** Uploads at once: enough to fill a line with small files, few enough to leave memory and sockets alone. */
const LANES = 4;
/** Uploads that run when the stop begins may end; those that take longer are given up and start anew next time. */
const STOP_PATIENCE = 2 * SECOND;

export type Uploader = {
  /** Queues a staged name. */
  add(sha256: string): void;
  /** Resolves within three seconds, with nothing running any more. */
  stop(): Promise<void>;
};

/** Brings everything staged to the bucket, now and after every `add`, however often and long the bucket fails. */
export async function startUploader(staging: Folder, bucket: Bucket, logger: Logger): Promise<Uploader> {
  const queue = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const wait = backoff(SECOND, MINUTE);
  let failing = false;

  const upload = async (sha256: string) => {
    const size = await staging.size(sha256);
    if (size === undefined) return;
    const body = await staging.get(sha256);
    try {
      // A signal of its own: the SDK never takes its listener off again, and a process uploads for months.
      await bucket.upload(sha256, size, body, AbortSignal.any([givingUp.signal]));
    } finally {
      body.destroy();
    }
    // The same bytes are the same object, so the confirmed copy also covers one that was staged meanwhile.
    await staging.remove(sha256);
    if (failing) logger.info({ waiting: queue.size }, 'the bucket takes uploads again');
    failing = false;
    wait.reset();
  };

  const failed = (error: unknown) => {
    if (failing || stopping.signal.aborted) return;
    failing = true;
    // A refusal (rights, bucket, signature) stays until a person acts; silence and 5xx pass by themselves.
    const level = (statusOf(error) ?? 500) < 500 ? 'error' : 'warn';
    logger[level]({ err: error, waiting: queue.size + running.size }, 'the bucket does not take uploads');
  };

  const run = async (sha256: string) => {
    try {
      await upload(sha256);
    } catch (error) {
      if (!(error instanceof CallbookError)) throw error;
      failed(error);
      again.add(sha256);
      // Held in its lane while it waits, so that an outage is asked about by four at the most.
      await sleep(wait.next(), stopping.signal);
    }
    running.delete(sha256);
    if (again.delete(sha256)) queue.add(sha256);
    fill();
  };

  const fill = () => {
    for (const sha256 of queue) {
      if (running.size >= LANES || stopping.signal.aborted) return;
      queue.delete(sha256);
      running.set(sha256, run(sha256));
    }
  };

  await named('listing what is staged', async () => {
    for await (const sha256 of staging.names()) queue.add(sha256);
  });
  fill();

  return {
    add(sha256) {
      // Staged once more while its upload runs: looked at again afterwards, lest the new copy stay behind.
      if (running.has(sha256)) again.add(sha256);
      else queue.add(sha256);
      fill();
    },
    async stop() {
      stopping.abort();
      const patience = setTimeout(() => givingUp.abort(), STOP_PATIENCE);
      await Promise.all(running.values());
      clearTimeout(patience);
    },
  };
}
