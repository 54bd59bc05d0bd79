import { type CallbookError, type ErrorCode, MINUTE } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import type { Mailbox } from '../config.ts';

/** These stay until a person acts. */
const NEEDS_A_PERSON: ReadonlySet<ErrorCode> = new Set([
  'email-login',
  'email-token',
  'email-folder',
  'spool-full',
  'archive-full',
]);
/** Servers restart and lines fail; what lasts longer is somebody's business. */
const PATIENCE = 5 * MINUTE;

export type Report = {
  /** Why the mailbox cannot be read now. */
  trouble(): CallbookError | undefined;
  well(): void;
  /** Another process reads the mailbox, and that one says how it goes. */
  standsBy(): void;
  failed(error: CallbookError): void;
};

/** Says once that a mailbox cannot be read, once more when a person must act, and once that it can be read again. */
export function openReport({ account, folder }: Mailbox, logger: Logger, now: () => number = Date.now): Report {
  const place = { account: account.name, folder };
  let trouble: CallbookError | undefined;
  let since = 0;
  let alarmed = false;
  let known = false;
  return {
    trouble: () => trouble,
    well() {
      if (!known || trouble) logger.info(place, 'the mailbox is being read');
      known = true;
      trouble = undefined;
      alarmed = false;
    },
    standsBy() {
      logger.info(place, 'another process reads the mailbox; this one stands by');
      known = false;
      trouble = undefined;
      alarmed = false;
    },
    failed(error) {
      const first = trouble?.code !== error.code;
      if (!trouble) since = now();
      trouble = error;
      const alarm = NEEDS_A_PERSON.has(error.code) || now() - since > PATIENCE;
      if (alarm && (!alarmed || first)) logger.error({ ...place, err: error }, 'the mailbox cannot be read');
      else if (first) logger.warn({ ...place, err: error }, 'the mailbox cannot be read; it is tried again');
      alarmed ||= alarm;
    },
  };
}
