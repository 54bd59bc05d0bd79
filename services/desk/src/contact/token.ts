import { createHmac, timingSafeEqual } from 'node:crypto';

/** What we hand out and get back: a name, and when it was made. Whoever has it can neither make one nor change it. */
export type Token = { readonly id: string; readonly at: number };

/**
 * What a token is good for, and for nothing else: the filling in of one form, the link to somebody's calls, or their visit
 * to them.
 */
export type Purpose = 'form' | 'calls-link' | 'calls-visit';

/** A token as text: letters, digits, `-`, `_` and `.`. */
export function signToken({ id, at }: Token, purpose: Purpose, secret: string): string {
  return `${id}.${at}.${signature(`${id}.${at}`, purpose, secret)}`;
}

/** Undefined where it is not ours, or is for something else. How old it may be is for its reader to say. */
export function readToken(token: string, purpose: Purpose, secret: string): Token | undefined {
  const [, id = '', at = '', given = ''] = /^([\w-]{1,64})\.(\d{1,15})\.([\w-]{43})$/.exec(token) ?? [];
  const expected = signature(`${id}.${at}`, purpose, secret);
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return undefined;
  return { id, at: Number(at) };
}

function signature(text: string, purpose: Purpose, secret: string): string {
  return createHmac('sha256', secret).update(`${purpose} ${text}`).digest('base64url');
}
