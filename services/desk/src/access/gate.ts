import { CallbookError, type Config, permissionsOf } from '@callbook/contracts';
import { findAgent, findApiToken, type Log, noteApiTokenUse } from '@callbook/log';
import type { Request, Response } from 'express';
import type { Actor } from './actor.ts';
import { assertOwnOrigin } from './origin.ts';
import type { SignIn } from './sign-in.ts';
import { visibilityFor } from './visibility.ts';

export type GateDeps = {
  readonly log: Log;
  readonly signIn: SignIn;
  readonly config: Config;
  readonly now: () => Date;
};

/** Tells who makes a request. */
export type Gate = {
  /** Undefined: nobody. Sets the cookie of a session that was prolonged. @throws CallbookError `origin-foreign`. */
  find(request: Request, response: Response): Promise<Actor | undefined>;
  /** @throws CallbookError `sign-in-required`, `origin-foreign`. */
  enter(request: Request, response: Response): Promise<Actor>;
};

export function openGate({ log, signIn, config, now }: GateDeps): Gate {
  async function byToken(secret: string): Promise<Actor> {
    const token = await findApiToken(log.db, secret, now());
    if (!token) throw new CallbookError('sign-in-required', 'This token is not valid, or not any more.');
    await noteApiTokenUse(log.db, token.id, now());
    const { name, scopes, departments } = token;
    return { name, permissions: scopes, departments, visibility: visibilityFor(config, departments) };
  }

  async function bySession(request: Request, response: Response): Promise<Actor | undefined> {
    const session = await signIn.session(request);
    if (!session) return undefined;
    // Only a cookie comes along by itself: a token has been put there by whoever sent the request.
    assertOwnOrigin(request, config.desk.url);
    const agent = await findAgent(log.db, session.agentId);
    if (!agent) return undefined;
    for (const cookie of session.cookies) response.append('Set-Cookie', cookie);
    const { id, name, email, role, departments } = agent;
    return {
      ...{ name, permissions: permissionsOf(role), departments, visibility: visibilityFor(config, departments) },
      agent: { id, email, role, session: session.id },
    };
  }

  const find: Gate['find'] = (request, response) => {
    const [, secret] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    return secret === undefined ? bySession(request, response) : byToken(secret);
  };
  return {
    find,
    async enter(request, response) {
      const actor = await find(request, response);
      if (!actor) throw new CallbookError('sign-in-required', 'Sign in, or send a token: Authorization: Bearer …');
      return actor;
    },
  };
}
