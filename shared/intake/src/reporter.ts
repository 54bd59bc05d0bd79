import { isCallbookError, PACK_LIMIT, SECOND } from '@callbook/contracts';
import type { Producer } from '@callbook/queue';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { createBell } from './bell.ts';
import type { Reports } from './reports.ts';

export type ReporterDeps = {
  readonly reports: Reports;
  readonly queue: Pick<Producer, 'send'>;
  readonly logger: Logger;
  /** Makes ids of messages; unique for ever. */
  readonly newId: () => string;
};

export type Reporter = {
  /** There may be something to send. */
  wake(): void;
  close(): Promise<void>;
};

/** Carries the ledger's reports to the queue, and forgets each when the queue has it: the next one says it anew. */
export function startReporter({ reports, queue, logger, newId }: ReporterDeps): Reporter {
  const stop = new AbortController();
  const bell = createBell();
  const wait = backoff(SECOND / 5, 5 * SECOND);
  let said = false;

  const sending = (async () => {
    while (!stop.signal.aborted) {
      const kept = reports.some(PACK_LIMIT);
      if (kept.length === 0) {
        await bell.rung();
        continue;
      }
      try {
        await queue.send('ledger', { reports: kept.map(({ report }) => report) }, `reports-${newId()}`);
        await reports.forget(kept);
        wait.reset();
        said = false;
      } catch (error) {
        const expected = isCallbookError(error, 'queue-unavailable');
        if (!said) logger[expected ? 'debug' : 'error']({ err: error }, 'reports for the ledger wait in the spool');
        said = !expected;
        await sleep(wait.next(), stop.signal);
      }
    }
  })();

  return {
    wake: bell.ring,
    async close() {
      stop.abort();
      bell.ring();
      await sending;
    },
  };
}
