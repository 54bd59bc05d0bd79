import { type CallbookError, MINUTE } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';

/** Shares of a network come and go; what lasts longer is somebody's business. */
const PATIENCE = 5 * MINUTE;

export type Trouble = {
  /** Why a folder cannot be looked at, at this moment. */
  now(): CallbookError | undefined;
  over(): void;
  is(error: CallbookError): void;
};

/** Says once that a folder cannot be looked at, once more when a person must act, and once that all is well again. */
export function openTrouble(tray: string, logger: Logger, clock: () => number): Trouble {
  let trouble: CallbookError | undefined;
  let since = 0;
  let alarmed = false;
  return {
    now: () => trouble,
    over() {
      if (trouble) logger.info({ tray }, 'the folder of a tray is looked at again');
      trouble = undefined;
      alarmed = false;
    },
    is(error) {
      if (!trouble) {
        since = clock();
        logger.warn({ tray, err: error }, 'the folder of a tray cannot be looked at; it is tried again');
      }
      trouble = error;
      if (alarmed || clock() - since < PATIENCE) return;
      alarmed = true;
      logger.error({ tray, err: error }, 'the folder of a tray cannot be looked at');
    },
  };
}
