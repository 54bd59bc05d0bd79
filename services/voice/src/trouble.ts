import { type CallbookError, type ErrorCode, MINUTE } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';

/** These stay until a person acts. */
const NEEDS_A_PERSON: ReadonlySet<ErrorCode> = new Set(['voice-login', 'spool-full', 'archive-full']);
/** Networks fail; what lasts longer is somebody's business. */
const PATIENCE = 15 * MINUTE;

export type Trouble = {
  /** Why an account cannot be compared with Twilio at this moment. */
  now(): CallbookError | undefined;
  over(): void;
  is(error: CallbookError): void;
};

/** Says once that an account cannot be compared, once more when a person must act, and once that all is well again. */
export function openTrouble(account: string, logger: Logger, clock: () => number): Trouble {
  let trouble: CallbookError | undefined;
  let since = 0;
  let alarmed = false;
  return {
    now: () => trouble,
    over() {
      if (trouble) logger.info({ account }, 'the account is compared with Twilio again');
      trouble = undefined;
      alarmed = false;
    },
    is(error) {
      const first = trouble?.code !== error.code;
      if (!trouble) since = clock();
      trouble = error;
      const alarm = NEEDS_A_PERSON.has(error.code) || clock() - since > PATIENCE;
      if (alarm && (!alarmed || first))
        logger.error({ account, err: error }, 'the account cannot be compared with Twilio');
      else if (first)
        logger.warn({ account, err: error }, 'the account cannot be compared with Twilio; it is tried again');
      alarmed ||= alarm;
    },
  };
}
