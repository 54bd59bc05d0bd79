import { isCallbookError, type OidcConfig } from '@callbook/contracts';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { type Accounts, type AccountsDeps, AUTH_PATH, openAccounts } from './accounts.ts';
import { discover, PROVIDER, providerPlugin } from './provider.ts';
import { headersOf } from './sign-in.ts';

/** Where signing in with the organisation's account begins. */
export const organisationPath = `${AUTH_PATH}/start`;

/** Why somebody was not signed in, as the page says it in words. */
type Refusal = 'not-an-agent' | 'disabled' | 'address-taken' | 'no-address' | 'cancelled' | 'unreachable' | 'failed';

/** What better-auth, our hooks, and providers call it. Whatever else they say is `failed`. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  'not-an-agent': 'not-an-agent',
  'agent-disabled': 'disabled',
  account_not_linked: 'address-taken',
  email_not_found: 'no-address',
  access_denied: 'cancelled',
};

/**
 * The way to the organisation's provider, and the way back: the two paths that no page of ours asks for by itself. The
 * provider is asked for its description each time that somebody sets out, so that one that is away is told of here.
 */
export function organisationRouter(deps: AccountsDeps, oidc: OidcConfig): Router {
  const { logger } = deps;
  let opened: Accounts | undefined;
  async function accounts(): Promise<Accounts> {
    const metadata = await discover(oidc);
    opened ??= openAccounts(deps, providerPlugin(oidc, metadata));
    return opened;
  }

  const setOut: RequestHandler = async (request, response) => {
    const to = ownPath(request.query.to);
    const { headers, response: way } = await (await accounts()).api.signInSocial({
      body: { provider: PROVIDER, callbackURL: to, errorCallbackURL: signInPath(to), disableRedirect: true },
      headers: headersOf(request),
      returnHeaders: true,
    });
    for (const cookie of headers.getSetCookie()) response.append('Set-Cookie', cookie);
    response.redirect(303, way.url ?? refused('unreachable', to));
  };
  const comeBack: RequestHandler = async (request, response) => {
    const { handler, options } = opened ?? (await accounts());
    const url = new URL(request.originalUrl, options.baseURL);
    const answer = await handler(new Request(url, { headers: headersOf(request) }));
    for (const cookie of answer.headers.getSetCookie()) response.append('Set-Cookie', cookie);
    const place = new URL(answer.headers.get('location') ?? signInPath('/'), options.baseURL);
    const said = answer.ok || answer.status === 302 ? place.searchParams.get('error') : await codeIn(answer);
    if (said === null && answer.headers.has('location')) return response.redirect(303, place.pathname + place.search);
    const refusal = REFUSALS[said ?? ''] ?? 'failed';
    logger.info({ refusal, said }, 'somebody was not signed in with the account of the organisation');
    response.redirect(303, refused(refusal, place.searchParams.get('to') ?? '/'));
  };

  const router = Router();
  router.get(organisationPath, telling(setOut));
  router.get(`${AUTH_PATH}/callback/${PROVIDER}`, telling(comeBack));
  return router;

  /** Whoever comes here looks at a page: what fails is said on one. */
  function telling(handler: (request: Request, response: Response, next: () => void) => unknown): RequestHandler {
    return async (request, response, next) => {
      response.set('Cache-Control', 'no-store');
      try {
        await handler(request, response, next);
      } catch (error) {
        const away = isCallbookError(error, 'provider-unreachable');
        // Of a wrong setting a person has to know; a provider that was away comes back by itself.
        const level = isCallbookError(error, 'config-invalid') ? 'error' : 'warn';
        logger[level]({ error }, 'signing in with the account of the organisation failed');
        response.redirect(303, refused(away ? 'unreachable' : 'failed', ownPath(request.query.to)));
      }
    };
  }
}

/** The code in what better-auth answers instead of sending somebody on. */
async function codeIn(answer: globalThis.Response): Promise<string | null> {
  if (!answer.headers.get('content-type')?.includes('json')) return null;
  const { code } = (await answer.json()) as { readonly code?: unknown };
  return typeof code === 'string' ? code : null;
}

function signInPath(to: string): string {
  return `/sign-in?to=${encodeURIComponent(to)}`;
}

function refused(refusal: Refusal, to: string): string {
  return `${signInPath(ownPath(to))}&error=${refusal}`;
}

/** A path of ours, and no address that only looks like one. */
export function ownPath(given: unknown): string {
  return typeof given === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(given) && !given.includes('\\') ? given : '/';
}
