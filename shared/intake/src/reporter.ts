import { DAY, HOUR, isCallbookError, PACK_LIMIT, SECOND } from '@callbook/contracts';
import type { Producer } from '@callbook/queue';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { createBell } from './bell.ts';
import type { Spool } from './spool.ts';

export type ReporterDeps = {
  readonly spool: Pick<Spool, 'reports' | 'confirmed'>;
  readonly queue: Pick<Producer, 'send'>;
  readonly logger: Logger;
  /** Makes ids of messages; unique for ever. */
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

export type Reporter = {
  /** There may be something to send. */
  wake(): void;
  close(): Promise<void>;
};

/** A log that was restored from a backup is told what it has forgotten at this pace. */
const AGAIN = HOUR;
/** Days of the past that are told again. */
const REMEMBERED = 90 * DAY;

/** Carries the ledger's reports to the queue: each once, and all of them again every hour. */
export function startReporter({ spool, queue, logger, newId, now }: ReporterDeps): Reporter {
  const { reports, confirmed } = spool;
  const stop = new AbortController();
  const bell = createBell();
  const wait = backoff(SECOND / 5, 5 * SECOND);
  let said = false;

  const sendNext = async () => {
    const next = reports.untold(PACK_LIMIT);
    if (next.length === 0) return bell.rung();
    try {
      const counted = next.map(({ report }) => ({ ...report, confirmed: confirmed(report) }));
      await queue.send('ledger', { reports: counted }, newId());
      reports.told(next);
      wait.reset();
      said = false;
    } catch (error) {
      const expected = isCallbookError(error, 'queue-unavailable');
      if (!said) logger[expected ? 'debug' : 'error']({ err: error }, 'reports for the ledger wait in the spool');
      said = !expected;
      await sleep(wait.next(), stop.signal);
    }
  };
  const sending = async () => {
    while (!stop.signal.aborted) await sendNext();
  };
  const remembering = async () => {
    for (;;) {
      await sleep(AGAIN, stop.signal);
      if (stop.signal.aborted) return;
      try {
        await reports.tellAgain(new Date(now() - REMEMBERED).toISOString().slice(0, 10));
      } catch (error) {
        if (!isCallbookError(error)) throw error;
        logger.error({ err: error }, 'old reports could not be forgotten');
      }
      bell.ring();
    }
  };

  const loops = Promise.all([sending(), remembering()]);
  return {
    wake: bell.ring,
    async close() {
      stop.abort();
      bell.ring();
      await loops;
    },
  };
}
