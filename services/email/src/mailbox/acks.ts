import { isCallbookError } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Logger } from '@callbook/runtime';
import type { Connection } from './connection.ts';
import type { Filing } from './filing.ts';
import type { Flight } from './flight.ts';

/** UIDs for one STORE: one round trip for many, and a command line below what servers take. */
const BATCH = 200;
/** Milliseconds in which acks are gathered. */
const GATHER = 100;

export type Acks = {
  /** From now on acks go through this connection; whatever waits goes at once. */
  use(connection: Connection): void;
  /** Until the next `use` acks only wait. */
  pause(): void;
  /** Sends what waits. */
  flush(): Promise<void>;
  stop(): void;
};

export type AcksDeps = {
  readonly intake: Pick<Intake, 'recorded'>;
  readonly flight: Flight;
  readonly filing: Filing;
  readonly logger: Logger;
  /** Told after each batch. */
  readonly onAcked: () => Promise<void>;
};

/**
 * Acks the mails whose contacts are recorded, and no others, in batches. An ack that is lost does no harm: the mail is
 * looked at again, found recorded, and acked then.
 */
export function startAcks({ intake, flight, filing, logger, onAcked }: AcksDeps): Acks {
  let connection: Connection | undefined;
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  const send = async () => {
    for (;;) {
      const uids = flight.fileable(BATCH);
      const line = connection;
      if (!line?.usable() || uids.length === 0) return;
      const { done, failed } = await filing.file(line, uids);
      // Another connection may have found other UIDs meanwhile; then these are no longer ours to settle.
      if (connection !== line) return;
      flight.done(done);
      for (const uid of failed) flight.failed(uid);
      await onAcked();
    }
  };
  const flush = () => {
    flushing ??= send()
      .catch((error) => {
        if (!isCallbookError(error)) throw error;
        logger.warn({ err: error }, 'mails could not be acked; they will be after the next look');
      })
      .finally(() => {
        flushing = undefined;
      });
    return flushing;
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, GATHER);
  };
  const forget = intake.recorded.onRecorded((keys) => {
    for (const key of keys) flight.recorded(key);
    soon();
  });

  return {
    use(next) {
      connection = next;
      soon();
    },
    pause() {
      connection = undefined;
    },
    flush,
    stop() {
      forget();
      clearTimeout(timer);
    },
  };
}
