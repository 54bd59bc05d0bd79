import { CallbookError } from '@callbook/contracts';
import type { Request } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another site has a browser send with our cookie. Browsers name the page's origin with
 * everything that could change something, and newer ones say whether it is ours with everything. What comes without
 * either comes from no page.
 * @throws CallbookError `origin-foreign`.
 */
export function assertOwnOrigin(request: Request, url: string | undefined): void {
  if (SAFE.has(request.method)) return;
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined && (site === undefined || site === 'same-origin' || site === 'none')) return;
  if (origin !== undefined && (url === undefined ? hostOf(origin) === host : origin === new URL(url).origin)) return;
  throw new CallbookError(
    'origin-foreign',
    'This was sent by a page of another site. Use the desk at its own address.',
  );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
