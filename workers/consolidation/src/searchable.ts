import { isOutage, type Log, makeSearchable } from '@callbook/log';
import { type Lifecycle, type Logger, sleep } from '@callbook/runtime';

/** Milliseconds between two looks for what has changed: so old is what a search does not find yet. */
const EVERY = 500;

/** Makes what is recorded searchable, as long as this process runs, beside the recording and never in its way. */
export function keepSearchable(log: Log, { logger, lifecycle }: { logger: Logger; lifecycle: Lifecycle }): void {
  const { signal } = lifecycle;
  const failed = (callId: string, error: unknown) =>
    logger.error({ err: error, callId }, 'a call cannot be made searchable; it is found by its reference alone');
  const keep = async () => {
    while (!signal.aborted) {
      try {
        // More may wait than one step takes.
        if ((await makeSearchable(log, failed)) > 0) continue;
      } catch (error) {
        if (signal.aborted) return;
        if (isOutage(error)) logger.debug({ err: error }, 'the search waits: Postgres is away');
        else logger.error({ err: error }, 'what was recorded could not be made searchable');
      }
      await sleep(EVERY, signal);
    }
  };
  const kept = keep();
  lifecycle.onStop('search', () => kept);
}
