import { type RequestHandler, Router } from 'express';
import { type Accounts, AUTH_PATH, PROVIDER } from './accounts.ts';
import { headersOf, type SignIn } from './sign-in.ts';

/** Where signing in with the organisation's account begins. */
export const organisationPath = `${AUTH_PATH}/start`;

/** The way to the organisation's provider, and the way back: the two paths that no page of ours asks for by itself. */
export function organisationRouter({
  accounts,
  signIn,
}: {
  readonly accounts: Accounts;
  readonly signIn: SignIn;
}): Router {
  const router = Router();
  router.get(organisationPath, async (request, response) => {
    const { url, cookies } = await signIn.byOrganisation(ownPath(request.query.to), request);
    for (const cookie of cookies) response.append('Set-Cookie', cookie);
    response.set('Cache-Control', 'no-store').redirect(303, url);
  });
  const back: RequestHandler = async (request, response) => {
    const url = new URL(request.originalUrl, accounts.options.baseURL);
    const answer = await accounts.handler(new Request(url, { headers: headersOf(request) }));
    for (const cookie of answer.headers.getSetCookie()) response.append('Set-Cookie', cookie);
    const place = answer.headers.get('location');
    response.set('Cache-Control', 'no-store');
    if (place) response.redirect(303, place);
    else response.redirect(303, '/sign-in?error=organisation');
  };
  router.get(`${AUTH_PATH}/callback/${PROVIDER}`, back);
  return router;
}

/** A path of ours, and no address that only looks like one. */
export function ownPath(given: unknown): string {
  return typeof given === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(given) && !given.includes('\\') ? given : '/';
}
