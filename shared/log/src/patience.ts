import { SECOND } from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { isOutage } from './log.ts';

/** Does something with the log, again and again while Postgres is away. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * An outage is nobody's fault and costs no attempt: what fails for it is done again until it succeeds, or until the
 * signal says that everything stops. Anything else that fails is thrown. One outage is one line in the log, however
 * many wait for its end.
 */
export function createPatience(logger: Logger, signal: AbortSignal): Patiently {
  let away = false;
  return async (work) => {
    const wait = backoff(SECOND / 5, 3 * SECOND);
    for (;;) {
      try {
        const result = await work();
        if (away) logger.info('Postgres is back');
        away = false;
        return result;
      } catch (error) {
        if (!isOutage(error) || signal.aborted) throw error;
        if (!away) logger.warn({ err: error }, 'Postgres is away; what it is to keep waits');
        away = true;
        await sleep(wait.next(), signal);
      }
    }
  };
}
