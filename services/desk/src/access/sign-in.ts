import { CallbookError, type SignInConfig } from '@callbook/contracts';
import {
  changeAgent,
  endSessions,
  findAgentByEmail,
  holdInvitation,
  type Log,
  makeAgent,
  setPassword,
  useInvitation,
} from '@callbook/log';
import type { Request } from 'express';
import { type Accounts, PROVIDER } from './accounts.ts';
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

/** Signing in and out, by password, by invitation and by the organisation's accounts. */
export function openSignIn({ log, accounts, config, now, newId }: SignInDeps) {
  /** @throws CallbookError `sign-in-failed`, `sign-in-throttled`. */
  async function byPassword(given: { readonly email: string; readonly password: string }, request: Request) {
    if (!config.passwords) throw failed();
    const attempt: Attempt = { email: given.email, network: request.ip ?? '' };
    await assertNotThrottled(log, attempt, now());
    const agent = await findAgentByEmail(log.db, given.email);
    try {
      // An address that nobody has costs the same time: better-auth hashes the password all the same.
      const { headers } = await accounts.api.signInEmail({
        body: { email: given.email.toLowerCase(), password: given.password },
        headers: headersOf(request),
        returnHeaders: true,
      });
      if (agent?.disabledAt !== undefined) {
        await log.db.transaction().execute((trx) => endSessions(trx, agent.id));
        throw failed();
      }
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
        const change = { name: given.name, role, ...(departments.length > 0 && { departments }) };
        if (known) await changeAgent(trx, { id: agent, by: email, at, disabled: false, ...change });
        else await makeAgent(trx, { id: agent, email, at, ...change });
        await setPassword(trx, { id: newId(), agentId: agent, passwordHash, at });
        await useInvitation(trx, { id, agent, at });
      });
      return byPassword(given, request);
    },

    /** Where the organisation signs somebody in; they come back to `to`. */
    async byOrganisation(to: string, request: Request): Promise<{ url: string; cookies: Cookies }> {
      if (!config.oidc) throw new CallbookError('not-found', 'Signing in by an organisation is not set up.');
      const { headers, response } = await accounts.api.signInSocial({
        body: { provider: PROVIDER, callbackURL: to, errorCallbackURL: '/sign-in', disableRedirect: true },
        headers: headersOf(request),
        returnHeaders: true,
      });
      if (!response.url) throw new CallbookError('internal', 'The provider has no address to sign in at.');
      return { url: response.url, cookies: headers.getSetCookie() };
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
  if (error instanceof CallbookError) return error.code === 'sign-in-failed';
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
