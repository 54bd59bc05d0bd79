import { DAY, HOUR } from '@callbook/contracts';
import { forgetClues, isOutage, type Log } from '@callbook/log';
import type { Lifecycle, Logger } from '@callbook/runtime';

/** Twice as long as two contacts may lie apart that are about one matter. */
const REMEMBERED = 30 * DAY;
const EVERY = 6 * HOUR;

/** Forgets now and then by what old contacts are found: without it the index of clues would grow with the log. */
export function keepTidy(log: Log, { logger, lifecycle }: { logger: Logger; lifecycle: Lifecycle }): void {
  const tidy = async () => {
    try {
      const before = new Date(Date.now() - REMEMBERED).toISOString();
      await log.db.transaction().execute((trx) => forgetClues(trx, before));
    } catch (error) {
      if (!isOutage(error)) throw error;
      logger.debug({ err: error }, 'old clues are forgotten later: Postgres is away');
    }
  };
  const timer = setInterval(() => void tidy(), EVERY);
  lifecycle.onStop('tidying', () => clearInterval(timer));
}
