import { CallbookError, type SignInConfig } from '@callbook/contracts';
import {
  changeAgent,
  findAgentByEmail,
  holdInvitation,
  type Log,
  makeAgent,
  setPassword,
  useInvitation,
} from '@callbook/log';
import type { Request } from 'express';
import type { Accounts } from './accounts.ts';
import { type Attempt, assertNotThrottled, forgiveAttempts, noteFailedAttempt } from './throttle.ts';

export type SignInDeps = {
  readonly log: Log;
  readonly accounts: Accounts;
  readonly config: SignInConfig;
  readonly now: () => Date;
  readonly newId: () => string;
};

/** Cookies to send along with an answer. */
export type Cookies = readonly string[];

export type Session = { readonly id: string; readonly agentId: string; readonly cookies: Cookies };

export type SignIn = ReturnType<typeof openSignIn>;

/** Signing in by password and by invitation, and signing out. */
export function openSignIn({ log, accounts, config, now, newId }: SignInDeps) {
  /** @throws CallbookError `sign-in-failed`, `sign-in-throttled`. */
  async function byPassword(given: { readonly email: string; readonly password: string }, request: Request) {
    if (!config.passwords) throw failed();
    const attempt: Attempt = { email: given.email, network: request.ip ?? '' };
    await assertNotThrottled(log, attempt, now());
    try {
      // An address that nobody has costs the same time: better-auth hashes the password all the same. Who may no longer
      // sign in is refused by the accounts themselves.
      const { headers } = await accounts.api.signInEmail({
        body: { email: given.email.toLowerCase(), password: given.password },
        headers: headersOf(request),
        returnHeaders: true,
      });
      await forgiveAttempts(log, attempt);
      return headers.getSetCookie();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await noteFailedAttempt(log, attempt, now());
      throw failed();
    }
  }

  return {
    byPassword,

    /**
     * Makes somebody the agent that an invitation says. Who is one already gets the password that they chose, and loses
     * the sessions that they had; that takes an invitation for their address.
     * @throws CallbookError `link-invalid`, `request-invalid`.
     */
    async byInvitation(
      given: { readonly secret: string; readonly name: string; readonly email: string; readonly password: string },
      request: Request,
    ): Promise<Cookies> {
      const { password } = await accounts.$context;
      const passwordHash = await password.hash(given.password);
      const email = given.email.toLowerCase();
      await log.db.transaction().execute(async (trx) => {
        const at = now();
        const { id, role, departments, email: meant } = await holdInvitation(trx, given.secret, at);
        const known = await findAgentByEmail(trx, email);
        if (meant === undefined ? known : meant !== email)
          throw new CallbookError('link-invalid', 'This link is not for this address. Ask for one that is.');
        const agent = known?.id ?? newId();
        // An admin meant this address; and whom somebody makes an admin, they trust with more than an address.
        const vouched = meant !== undefined || role === 'admin';
        const change = { name: given.name, role, vouched, ...(departments.length > 0 && { departments }) };
        if (known) await changeAgent(trx, { id: agent, by: email, at, disabled: false, ...change });
        else await makeAgent(trx, { id: agent, email, at, ...change });
        await setPassword(trx, { id: newId(), agentId: agent, passwordHash, at });
        await useInvitation(trx, { id, agent, at });
      });
      return byPassword(given, request);
    },

    /** The session of a request's cookie; undefined where there is none, or none any more. */
    async session(request: Request): Promise<Session | undefined> {
      if (request.headers.cookie === undefined) return undefined;
      const { headers, response } = await accounts.api.getSession({ headers: headersOf(request), returnHeaders: true });
      if (!response) return undefined;
      return { id: response.session.id, agentId: response.user.id, cookies: headers.getSetCookie() };
    },

    async out(request: Request): Promise<Cookies> {
      const { headers } = await accounts.api.signOut({ headers: headersOf(request), returnHeaders: true });
      return headers.getSetCookie();
    },
  };
}

function failed(): CallbookError {
  return new CallbookError('sign-in-failed', 'This address and this password do not belong together.');
}

/** better-auth refuses with errors that carry a status; whatever else fails is no fault of who signs in. */
function isRefusal(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}

/** What better-auth reads of a request. The address is the one that Express takes for the client's. */
export function headersOf(request: Request): Headers {
  const headers = new Headers();
  for (const name of ['cookie', 'user-agent', 'host'] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  if (request.ip) headers.set('x-forwarded-for', request.ip);
  return headers;
}
