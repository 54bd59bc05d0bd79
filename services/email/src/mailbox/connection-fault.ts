import { CallbookError, type ErrorCode } from '@callbook/contracts';
import type { ImapFlowError } from 'imapflow';
import type { Mailbox } from '../config.ts';

/** RFC 5530: with these the server speaks of itself and not of us, and asking again helps. */
const PASSING = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG']);
/** What tries again so soon with these would only be refused again, and locks accounts. */
const SLOW: ReadonlySet<ErrorCode> = new Set(['email-login', 'email-token', 'email-folder']);

/** Names what went wrong on a connection, at which command, and says what to do where a person has to. */
export function connectionFault({ account, folder }: Mailbox, error?: ImapFlowError, command = 'connecting') {
  const { host, port, user, oauth } = account.imap;
  const where = `${host}:${port}`;
  const reason = error?.responseText ?? error?.code ?? error?.message ?? 'no answer';
  const passing = PASSING.has(error?.serverResponseCode ?? '');
  // What Microsoft 365 says to a good token that may not open this mailbox.
  const stranger = /authenticated but not connected/i.test(reason);
  if ((error?.authenticationFailed && !passing) || stranger) {
    const advice = oauth
      ? `Check that the client ${oauth.clientId} may read this mailbox by IMAP, and its scope.`
      : 'Check user and password.';
    return new CallbookError(
      'email-login',
      `${where} refuses the login of ${user} (account ${account.name}): ${reason} ${advice}`,
      { cause: error },
    );
  }
  if (command === 'SELECT' && error?.responseStatus === 'NO' && !passing) {
    const what = error.mailboxMissing ? 'has no folder' : 'does not open the folder';
    return new CallbookError(
      'email-folder',
      `${where} ${what} ${folder} for ${user} (account ${account.name}): ${reason} Correct email.accounts[].imap.folders, or the folder's rights.`,
      { cause: error },
    );
  }
  return new CallbookError(
    'email-connection',
    `${where} failed at ${command} for ${folder} (account ${account.name}): ${reason}`,
    { cause: error },
  );
}

/** True when trying again soon is of no use: somebody has to act first. */
export function needsPatience(error: CallbookError): boolean {
  return SLOW.has(error.code);
}

/** Milliseconds for which the server asked to be left alone. */
export function askedPause(error: CallbookError): number {
  const { throttleReset } = (error.cause ?? {}) as { throttleReset?: number };
  return throttleReset ?? 0;
}
