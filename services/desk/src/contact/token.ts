import { isSignatureOf, signatureOf } from '@callbook/contracts';

/** What we hand out and get back: a name, and when it was made. Whoever has it can neither make one nor change it. */
export type Token = { readonly id: string; readonly at: number };

/**
 * What a token is good for, and for nothing else: the filling in of one form, the link to somebody's calls, or their visit
 * to them.
 */
export type Purpose = 'form' | 'calls-link' | 'calls-visit';

/** A token as text: letters, digits, `-`, `_` and `.`. */
export function signToken({ id, at }: Token, purpose: Purpose, secret: string): string {
  return `${id}.${at}.${signatureOf(signed({ id, at }, purpose), secret)}`;
}

/** Undefined where it is not ours, or is for something else. How old it may be is for its reader to say. */
export function readToken(token: string, purpose: Purpose, secret: string): Token | undefined {
  const [, id = '', at = '', given = ''] = /^([\w-]{1,64})\.(\d{1,15})\.([\w-]{43})$/.exec(token) ?? [];
  const made = { id, at: Number(at) };
  return isSignatureOf(given, signed(made, purpose), secret) ? made : undefined;
}

function signed({ id, at }: Token, purpose: Purpose): string {
  return `${purpose} ${id}.${at}`;
}
