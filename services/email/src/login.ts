import { CallbookError, isCallbookError, type MailboxAccount, SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { ImapFlowOptions } from 'imapflow';
import { type AccessToken, openTokens, type TokensDeps } from './oauth/tokens.ts';

/** What one login is made with. */
export type Credentials = {
  readonly auth: NonNullable<ImapFlowOptions['auth']>;
  readonly token?: AccessToken;
};

/** How one account logs in. All its connections share it. */
export type Login = {
  /** @throws CallbookError `email-token`, `email-connection`: there is no token to log in with. */
  credentials(): Promise<Credentials>;
  /** The server refused these. True when others may be had that do better. */
  refused(used: Credentials): boolean;
  /** Resolves when a connection that was made with these should be made anew, or the signal aborts. */
  outdated(used: Credentials, signal: AbortSignal): Promise<void>;
};

/** After this long a renewal that failed is tried again; the endpoint's own wishes are kept below. */
const RETRY = 10 * SECOND;
/** A timer's longest: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** @throws CallbookError `config-invalid` for an account with neither a password nor OAuth. */
export function openLogin({ imap, name }: MailboxAccount, deps: Omit<TokensDeps, 'account'>): Login {
  if (imap.oauth === undefined) {
    if (imap.password === undefined)
      throw new CallbookError('config-invalid', `The account ${name} has neither a password nor oauth.`);
    const credentials = { auth: { user: imap.user, pass: imap.password } };
    return {
      credentials: async () => credentials,
      refused: () => false,
      outdated: (_, signal) => sleep(LONGEST, signal),
    };
  }
  const tokens = openTokens(imap.oauth, { account: name, ...deps });
  const given = new WeakSet<AccessToken>();
  /** Given more than once: a server took them before. */
  const proven = new WeakSet<AccessToken>();
  return {
    async credentials() {
      const token = await tokens.current();
      if (given.has(token)) proven.add(token);
      given.add(token);
      return { auth: { user: imap.user, accessToken: token.value }, token };
    },
    refused({ token }) {
      if (!token) return false;
      tokens.spoilt(token);
      // A new token that is refused as well will not be taken the next time either.
      return proven.has(token);
    },
    async outdated({ token }, signal) {
      while (token && !signal.aborted) {
        await sleep(Math.min(LONGEST, Math.max(0, token.renewAt - deps.now())), signal);
        // A timer may be a millisecond early, and then it is the same token.
        if (signal.aborted || deps.now() < token.renewAt) continue;
        if (await another(token)) return;
        await sleep(RETRY, signal);
      }
    },
  };

  async function another(token: AccessToken): Promise<boolean> {
    try {
      return (await tokens.current()) !== token;
    } catch (error) {
      // The connection is good for as long as its server says so.
      if (!isCallbookError(error)) throw error;
      return false;
    }
  }
}
