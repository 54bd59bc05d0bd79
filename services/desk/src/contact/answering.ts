import { type Request, type RequestHandler, type Response, urlencoded } from 'express';
import { networkOf } from './guard.ts';
import type { Markup } from './markup.ts';
import { note, page } from './view.ts';
import { type Words, wordsFor } from './words.ts';

/** How pages without a sign-in are asked for and answered. */

/** The fields of a form without files. */
export const fields: RequestHandler = urlencoded({ extended: false, limit: 20_000, parameterLimit: 20 });

/** One of them, without the space around it; empty where it is missing. */
export function field(request: Request, name: string): string {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** One star to five. */
export function starsIn(value: unknown): number | undefined {
  return /^[1-5]$/.test(String(value)) ? Number(value) : undefined;
}

/** Sends a page. `path` is where the same can be read in another language. */
export function send(
  response: Response,
  words: Words,
  status: number,
  made: (words: Words) => readonly [heading: string, body: Markup],
  path?: string,
): void {
  const [heading, body] = made(words);
  response
    .status(status)
    .type('html')
    .send(page(words, heading, body, path));
}

/** Asks a network that wants too much to wait. */
export function wait(response: Response, words: Words): void {
  response.set('Retry-After', '600');
  send(response, words, 429, () => [words.title(undefined), note(words, words.wait)]);
}

export function wordsOf(request: Request): Words {
  const { lang } = request.query;
  return wordsFor(typeof lang === 'string' ? lang : undefined, request.acceptsLanguages());
}

/** Whose request it is, as far as throttling cares. */
export function clientOf(request: Request): string {
  return networkOf(request.ip);
}
