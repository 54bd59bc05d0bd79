import { setMaxListeners } from 'node:events';
import { CallbookError, SECOND } from '@callbook/contracts';
import type { Logger } from './logger.ts';

/** A part gets this long to stop: five parts one after another stay below the ten seconds that a stop may take. */
const PART_DEADLINE = 4 * SECOND;
const WHOLE_DEADLINE = 9 * SECOND;

export type Lifecycle = {
  /** Aborted when the stop begins: for loops and sleeps. */
  readonly signal: AbortSignal;
  /** Registers how a part stops. Parts stop in the reverse order of their start, one after another. */
  onStop(name: string, stop: () => unknown): void;
  /** Stops everything, once: a second call gets the first one's promise. Never rejects. */
  stop(reason: string): Promise<void>;
};

/** The life of one process: what was started last stops first, and nothing can hold the stop up for ever. */
export function createLifecycle(logger: Logger): Lifecycle {
  const controller = new AbortController();
  // Every wait in the process listens for the stop; how many wait is no sign of a leak.
  setMaxListeners(0, controller.signal);
  const parts: { name: string; stop: () => unknown }[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async (reason: string) => {
    logger.info({ reason }, 'stopping');
    controller.abort();
    const end = Date.now() + WHOLE_DEADLINE;
    for (const part of parts.reverse()) {
      try {
        await within(Math.max(100, Math.min(PART_DEADLINE, end - Date.now())), part.name, async () => part.stop());
      } catch (error) {
        logger.warn({ err: error, part: part.name }, 'a part did not stop cleanly');
      }
    }
    logger.info('stopped');
  };

  return {
    signal: controller.signal,
    onStop: (name, stop) => parts.push({ name, stop }),
    stop: (reason) => {
      stopping ??= stopAll(reason);
      return stopping;
    },
  };
}

/**
 * Runs `work` but waits no longer than `milliseconds` for it. The work itself goes on: this only stops the waiting.
 * @throws CallbookError `shutdown-late` when the time is up; whatever the work throws.
 */
export async function within<T>(milliseconds: number, name: string, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new CallbookError('shutdown-late', `${name} took longer than ${milliseconds} ms.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
