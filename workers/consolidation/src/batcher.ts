import type { Contact } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';

export type Batcher = {
  /** Resolves when these contacts are recorded, rejects when the batch that they were in was not. */
  add(contacts: readonly Contact[]): Promise<void>;
};

export type BatcherSettings = {
  /** Contacts in a batch; a message is never parted, so a batch may have up to a message's contacts more. */
  readonly most: number;
  /** Milliseconds that the first of a batch waits for others. */
  readonly patience: number;
};

type Waiting = { contacts: readonly Contact[]; resolve: () => void; reject: (error: unknown) => void };

/**
 * Gathers what comes within a few milliseconds into one batch, and runs one batch at a time: what comes meanwhile is
 * the next one. One transaction for two hundred contacts costs little more than one for one.
 */
export function createBatcher(
  record: (contacts: readonly Contact[]) => Promise<unknown>,
  { most, patience }: BatcherSettings,
): Batcher {
  const waiting: Waiting[] = [];
  let running = false;

  const take = (): Waiting[] => {
    const batch: Waiting[] = [];
    for (let size = 0; size < most && waiting.length > 0; ) {
      const next = waiting.shift() as Waiting;
      batch.push(next);
      size += next.contacts.length;
    }
    return batch;
  };

  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      if (waiting.reduce((sum, { contacts }) => sum + contacts.length, 0) < most) await sleep(patience);
      const batch = take();
      try {
        await record(batch.flatMap(({ contacts }) => contacts));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };

  return {
    add(contacts) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ contacts, resolve, reject });
        if (!running) void run();
      });
    },
  };
}
