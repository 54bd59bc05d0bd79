import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

/** `web/` lies beside `src` and beside `dist`. */
const WEB = fileURLToPath(new URL('../web/', import.meta.url));

/** Our own files and nothing else: no inline script, no other origin, no frame around us. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The page that shows the log, and the page that shows the API. */
export function pageRouter(): Router {
  const router = Router();
  router.use((_, response, next) => {
    response.set({
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    next();
  });
  router.get('/api/docs', (_, response) => response.sendFile('docs.html', { root: WEB }));
  router.use(express.static(WEB, { index: 'index.html', cacheControl: false }));
  return router;
}
