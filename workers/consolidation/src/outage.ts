import { SECOND } from '@callbook/contracts';
import { isOutage } from '@callbook/log';
import { backoff, type Logger, sleep } from '@callbook/runtime';

/**
 * Does something with the log, again and again while Postgres is away: an outage is nobody's fault and costs no
 * attempt. Anything else that fails is thrown.
 */
export async function throughOutages<T>(work: () => Promise<T>, logger: Logger, signal: AbortSignal): Promise<T> {
  const wait = backoff(SECOND / 5, 3 * SECOND);
  for (let first = true; ; first = false) {
    try {
      const result = await work();
      if (!first) logger.info('Postgres is back');
      return result;
    } catch (error) {
      if (!isOutage(error) || signal.aborted) throw error;
      if (first) logger.warn({ err: error }, 'Postgres is away; contacts wait');
      await sleep(wait.next(), signal);
    }
  }
}
