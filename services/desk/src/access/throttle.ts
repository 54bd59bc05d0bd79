import { createHash } from 'node:crypto';
import { CallbookError, HOUR, MINUTE } from '@callbook/contracts';
import { countFailures, forgetFailures, type Log, noteFailure } from '@callbook/log';

/**
 * Somebody who mistypes has enough tries; somebody who guesses has few. An account can be locked by strangers only for
 * their own network, up to the third limit, which stops a guess from many networks at once.
 */
const LIMITS = [
  { of: 'account from this network', most: 10, within: 15 * MINUTE },
  { of: 'network', most: 100, within: 15 * MINUTE },
  { of: 'account', most: 100, within: HOUR },
] as const;
const LONGEST = HOUR;

export type Attempt = { readonly email: string; readonly network: string };

/** What failures of an attempt are counted under, in the order of the limits. Hashed: nobody's typing is kept. */
export function keysOf({ email, network }: Attempt): string[] {
  const account = email.trim().toLowerCase();
  return [`${account} ${network}`, `network ${network}`, `account ${account}`].map((text) =>
    createHash('sha256').update(text).digest('hex'),
  );
}

/** @throws CallbookError `sign-in-throttled` where this has failed too often lately. */
export async function assertNotThrottled(log: Log, attempt: Attempt, now: Date): Promise<void> {
  const keys = keysOf(attempt);
  for (const [index, { of, most, within }] of LIMITS.entries()) {
    const [failed = 0] = await countFailures(log.db, keys.slice(index, index + 1), new Date(now.getTime() - within));
    if (failed >= most)
      throw new CallbookError(
        'sign-in-throttled',
        `Too many have failed to sign in by this ${of}. Try again in ${within / MINUTE} minutes.`,
      );
  }
}

export async function noteFailedAttempt(log: Log, attempt: Attempt, at: Date): Promise<void> {
  await noteFailure(log.db, keysOf(attempt), { at, forget: new Date(at.getTime() - LONGEST) });
}

/** The failures of a network stay: its next guess may be of another account. */
export async function forgiveAttempts(log: Log, attempt: Attempt): Promise<void> {
  const [here = '', , account = ''] = keysOf(attempt);
  await forgetFailures(log.db, [here, account]);
}
