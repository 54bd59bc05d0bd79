import { isCallbookError, SECOND } from '@callbook/contracts';
import { findWaitingMedia, isOutage, type Log } from '@callbook/log';
import type { Producer } from '@callbook/queue';
import { type Logger, sleep } from '@callbook/runtime';

/** A recording is on the queue so long after it is in the log, at the most. */
const LOOK = 2 * SECOND;
/** As many are on the queue at the most; the rest waits in the log. */
const MOST = 200;

/**
 * Puts on the queue what waits in the log for the media worker, until the signal. The log is the truth: what the queue
 * loses is found again, and what is there already is not put there twice, since its id is the contact's.
 */
export async function findMedia(log: Log, queue: Producer, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const { id, found } of await findWaitingMedia(log, MOST)) await queue.send('media', found, `media-${id}`);
    } catch (error) {
      if (!isOutage(error) && !isCallbookError(error, 'queue-unavailable')) throw error;
      logger.debug({ err: error }, 'recordings wait in the log');
    }
    await sleep(LOOK, signal);
  }
}
