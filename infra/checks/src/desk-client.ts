import { type Permission, Permission as Permissions } from '@callbook/contracts';
import { makeApiToken, openLog } from '@callbook/log';
import { v7 } from 'uuid';
import { quietLogger } from './logger.ts';
import type { AnswerCheck } from './open-api.ts';

export type TokenOptions = {
  /** Stands in the history for what is done with it; default `Grace`. */
  readonly name?: string;
  /** Default: everything. */
  readonly scopes?: readonly Permission[];
  /** The private departments that it sees; default none. */
  readonly departments?: readonly string[];
};

/** A token for the desk of this database, made past its API. */
export async function deskToken(databaseUrl: string, options: TokenOptions = {}): Promise<string> {
  const { name = 'Grace', scopes = Permissions.options, departments = [] } = options;
  const log = openLog({ url: databaseUrl, connections: 1 }, quietLogger());
  try {
    const made = { id: v7(), name, scopes, departments, by: 'a test', at: new Date() };
    return (await log.db.transaction().execute((trx) => makeApiToken(trx, made))).secret;
  } finally {
    await log.close();
  }
}

/**
 * `fetch` for the desk at this place, with a token of its own: `ask('/api/calls')`. Every answer is held against the
 * description that the desk gives of itself.
 */
export type DeskFetch = ((path: string, init?: RequestInit) => Promise<Response>) & {
  /** What it signs in with: the header that pages of a browser need too. */
  readonly headers: { readonly authorization: string };
};

export function deskFetch(origin: string, token: string): DeskFetch {
  const headers = { authorization: `Bearer ${token}` };
  let check: Promise<AnswerCheck> | undefined;
  const described = async () => {
    // Only here: most tests ask no desk, and would load a validator for nothing.
    const { checkAnswers } = await import('./open-api.ts');
    const response = await fetch(new URL('/api/openapi.json', origin), { headers });
    return checkAnswers((await response.json()) as object);
  };
  const ask = async (path: string, init: RequestInit = {}) => {
    const url = new URL(path, origin);
    const response = await fetch(url, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
    if (response.ok) {
      check ??= described();
      await (await check)(init.method ?? 'GET', url.pathname, response);
    }
    return response;
  };
  return Object.assign(ask, { headers });
}
