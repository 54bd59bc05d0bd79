import { CallbookError, MINUTE, type OAuth, SECOND } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { backoff, type Logger } from '@callbook/runtime';
import { seal, unseal } from './sealed.ts';
import { askForToken, type TokenAnswer } from './token-endpoint.ts';

export type AccessToken = {
  readonly value: string;
  /** Milliseconds since 1970 from which on another one is to be had. */
  readonly renewAt: number;
  readonly endsAt: number;
};

/** The access tokens of one account. */
export type Tokens = {
  /**
   * A token that is good for a while. Whoever asks while one is being fetched gets the same.
   * @throws CallbookError `email-token` when a person must act, `email-connection` when the endpoint is away.
   */
  current(): Promise<AccessToken>;
  /** The mailbox did not take this one: it is not given out again. */
  spoilt(token: AccessToken): void;
};

export type TokensDeps = {
  readonly account: string;
  readonly cursor: Intake['cursor'];
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A token is renewed when this is left of it, or half of its life where that is less. */
const LEFT = 5 * MINUTE;
const LONGEST_PAUSE = 60 * MINUTE;

/**
 * Fetches access tokens, and remembers the refresh token that a provider gives in exchange for the one it was asked
 * with. That one is kept sealed by the configured one, so that the spool alone opens no mailbox, and a new configured
 * one replaces what was kept.
 */
export function openTokens(oauth: OAuth, { account, cursor, logger, now }: TokensDeps): Tokens {
  const name = `oauth:${account}`;
  const soon = backoff(SECOND, MINUTE);
  const slowly = backoff(30 * SECOND, 10 * MINUTE);
  let token: AccessToken | undefined;
  let asking: Promise<AccessToken> | undefined;
  let refused: { readonly error: CallbookError; readonly until: number } | undefined;
  /** Where it could not be written to the disk. */
  let exchanged: string | undefined;

  const kept = (): string | undefined => {
    const sealed = cursor.get(name);
    if (oauth.refreshToken === undefined || typeof sealed !== 'string') return exchanged;
    return exchanged ?? unseal(sealed, oauth.refreshToken);
  };

  const keep = async (refreshToken: string) => {
    exchanged = refreshToken;
    try {
      await cursor.set(name, seal(refreshToken, oauth.refreshToken ?? ''));
    } catch (error) {
      const what = 'the new refresh token could not be kept; after a restart the account may need consent again';
      logger.error({ err: error, account }, what);
    }
  };

  const ask = async (): Promise<AccessToken> => {
    const latest = kept() ?? oauth.refreshToken;
    let answer = await askForToken(oauth, latest);
    // Somebody may have given consent anew, and got the same words into the configuration.
    if (answer.kind === 'refused' && latest !== oauth.refreshToken)
      answer = await askForToken(oauth, oauth.refreshToken);
    if (answer.kind !== 'granted') throw refusal(answer);
    const { accessToken, lifetime, refreshToken } = answer;
    if (refreshToken !== undefined && refreshToken !== latest) await keep(refreshToken);
    const endsAt = now() + lifetime;
    token = { value: accessToken, endsAt, renewAt: endsAt - Math.min(LEFT, lifetime / 2) };
    refused = undefined;
    soon.reset();
    slowly.reset();
    return token;
  };

  const refusal = (answer: Exclude<TokenAnswer, { kind: 'granted' }>): CallbookError => {
    const pause = answer.kind === 'refused' ? slowly.next() : Math.max(soon.next(), answer.retryAfter);
    const error = faultOf(oauth, account, answer);
    refused = { error, until: now() + Math.min(pause, LONGEST_PAUSE) };
    return error;
  };

  return {
    async current() {
      const known = token;
      if (known && now() < known.renewAt) return known;
      try {
        if (refused && now() < refused.until) throw refused.error;
        asking ??= ask().finally(() => {
          asking = undefined;
        });
        return await asking;
      } catch (error) {
        // What is left of the last one is still good.
        if (known && known === token && now() < known.endsAt - SECOND) return known;
        throw error;
      }
    },
    spoilt(which) {
      if (token === which) token = undefined;
    },
  };
}

function faultOf(oauth: OAuth, account: string, answer: Exclude<TokenAnswer, { kind: 'granted' }>): CallbookError {
  const where = `The token endpoint ${oauth.tokenUrl} (account ${account})`;
  if (answer.kind === 'away')
    return new CallbookError('email-connection', `${where} gives no token at this moment: ${answer.why}`);
  const advice =
    oauth.refreshToken === undefined
      ? 'Check oauth.clientId, oauth.clientSecret and oauth.scope.'
      : 'Check oauth.clientId and oauth.clientSecret; where they are right, consent was withdrawn or ran out: give it again, and put the new refresh token into oauth.refreshToken.';
  return new CallbookError('email-token', `${where} refuses: ${answer.why} ${advice}`);
}
