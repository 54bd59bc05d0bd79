import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CallbookError } from '@callbook/contracts';
import express, { type RequestHandler, type Response, Router } from 'express';
import type { Gate } from './access/gate.ts';

/** What the build of the app makes; `web/` lies beside `src` and beside `dist`. */
const BUILT = fileURLToPath(new URL('../web/dist/', import.meta.url));
/** The addresses at which the app takes over. Anything else that is not there is not found. */
const PAGES = [...['/', '/calls/:reference', '/review', '/paper', '/figures', '/channels', '/settings', '/api/docs']];
/** Pages of those who are not signed in. */
const OPEN_PAGES = ['/sign-in'];
const YEAR = 31_536_000;

/**
 * Our own files and nothing else: no inline script, no other origin, no frame around us. Styles that the app makes as it
 * runs carry the nonce of the answer. Recordings and scans are shown from memory, which is what `blob:` is.
 */
function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The app that agents and requesters see. Its files never change under their names, but for the page itself. */
export function pageRouter(gate: Gate): Router {
  const router = Router();
  router.get(OPEN_PAGES, (_, response) => sendPage(response));
  router.get(PAGES, signedIn(gate), (_, response) => sendPage(response));
  router.use(
    express.static(BUILT, {
      index: false,
      cacheControl: false,
      setHeaders(response, path) {
        const hashed = path.startsWith(join(BUILT, 'assets'));
        response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR}, immutable` : 'no-cache');
        response.setHeader('X-Content-Type-Options', 'nosniff');
      },
    }),
  );
  return router;
}

/** @throws CallbookError `service-missing` where the app was never built. */
async function sendPage(response: Response): Promise<void> {
  const nonce = randomBytes(16).toString('base64url');
  const page = await readFile(join(BUILT, 'index.html'), 'utf8').catch((cause) => {
    throw new CallbookError('service-missing', 'The page is not built. infra/up builds it.', { cause });
  });
  response.set({
    'Content-Security-Policy': policyOf(nonce),
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  });
  response.send(page.replaceAll('__NONCE__', nonce));
}

/** Leads whoever is not signed in to the page where they can, and from there back. */
export function signedIn(gate: Gate): RequestHandler {
  return async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (await gate.find(request, response)) return next();
    response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`);
  };
}
