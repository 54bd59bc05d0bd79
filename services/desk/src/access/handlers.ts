import type { SignInConfig } from '@callbook/contracts';
import { CallbookError, HOUR, permissionsOf } from '@callbook/contracts';
import {
  changeAgent,
  endSession,
  findAgentByEmail,
  type Log,
  listAgents,
  listApiTokens,
  listSessions,
  makeApiToken,
  makeInvitation,
  revokeApiToken,
} from '@callbook/log';
import type { Response } from 'express';
import type { Handlers } from '../operation.ts';
import { parseRequest } from '../query.ts';
import { type Actor, assertPermitted } from './actor.ts';
import type { accessOperations } from './operations.ts';
import { organisationPath } from './organisation.ts';
import { AcceptBody, AgentPatch, InviteBody, SessionQuery, SignInBody, TokenBody } from './schemas.ts';
import type { Cookies, SignIn } from './sign-in.ts';

export type AccessHandlerDeps = {
  readonly log: Log;
  readonly signIn: SignIn;
  readonly config: SignInConfig;
  readonly now: () => Date;
  readonly newId: () => string;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY_HOURS = 24;

export function accessHandlers(deps: AccessHandlerDeps): Handlers<typeof accessOperations> {
  const { log, signIn, config, now, newId } = deps;

  const welcome = async (response: Response, cookies: Cookies, email: string) => {
    const agent = await findAgentByEmail(log.db, email);
    if (!agent) throw new CallbookError('sign-in-failed', 'This address and this password do not belong together.');
    for (const cookie of cookies) response.append('Set-Cookie', cookie);
    const { id, name, role, departments } = agent;
    response.json({
      ...{ name, permissions: permissionsOf(role), departments },
      agent: { id, email: agent.email, role },
    });
  };

  return {
    async waysToSignIn(_, response) {
      const { passwords, oidc } = config;
      response.json({ passwords, ...(oidc && { organisation: { name: oidc.name, path: organisationPath } }) });
    },
    async signIn(request, response) {
      const given = parseRequest(SignInBody, request.body, 'body');
      await welcome(response, await signIn.byPassword(given, request), given.email);
    },
    async getSession(_, response, { name, permissions, departments, agent }) {
      const { id, email, role } = agent ?? {};
      response.json({ name, permissions, departments, ...(agent && { agent: { id, email, role } }) });
    },
    async signOut(request, response, { agent }) {
      if (agent) for (const cookie of await signIn.out(request)) response.append('Set-Cookie', cookie);
      response.status(204).end();
    },
    async acceptInvitation(request, response) {
      const given = parseRequest(AcceptBody, request.body, 'body');
      await welcome(response, await signIn.byInvitation(given, request), given.email);
    },
    async listSessions({ query }, response, actor) {
      const { agent = actor.agent?.id } = parseRequest(SessionQuery, query);
      if (agent !== actor.agent?.id) assertPermitted(actor, 'administer');
      const sessions = agent === undefined ? [] : await listSessions(log.db, now(), agent);
      response.json({ items: sessions.map((one) => ({ ...one, current: one.id === actor.agent?.session })) });
    },
    async endSession({ params }, response, actor) {
      const agentId = actor.permissions.includes('administer') ? undefined : (actor.agent?.id ?? '');
      const id = idOf(params.id, 'session-unknown', 'session');
      if (agentId === '') assertPermitted(actor, 'administer');
      await log.db.transaction().execute((trx) => endSession(trx, { id, agentId, ...deed(actor) }));
      response.status(204).end();
    },
    listAgents: async (_, response) => response.json({ items: await listAgents(log.db) }),
    async changeAgent({ params, body }, response, actor) {
      const change = parseRequest(AgentPatch, body, 'body');
      const id = idOf(params.id, 'agent-unknown', 'agent');
      response.json(await log.db.transaction().execute((trx) => changeAgent(trx, { id, ...change, ...deed(actor) })));
    },
    async invite({ body }, response, actor) {
      const { hours, ...given } = parseRequest(InviteBody, body, 'body');
      const { by, at } = deed(actor);
      const expiresAt = new Date(at.getTime() + hours * HOUR);
      const secret = await log.db
        .transaction()
        .execute((trx) => makeInvitation(trx, { id: newId(), ...given, by, at, expiresAt }));
      response.status(201).json({ path: invitationPath(secret), expiresAt: expiresAt.toISOString() });
    },
    listTokens: async (_, response) => response.json({ items: await listApiTokens(log.db) }),
    async makeToken({ body }, response, actor) {
      const { days, ...given } = parseRequest(TokenBody, body, 'body');
      const { by, at } = deed(actor);
      const expiresAt = days === undefined ? undefined : new Date(at.getTime() + days * DAY_HOURS * HOUR);
      const made = await log.db
        .transaction()
        .execute((trx) => makeApiToken(trx, { id: newId(), ...given, by, at, expiresAt }));
      response.status(201).json(made);
    },
    async revokeToken({ params }, response, actor) {
      const id = idOf(params.id, 'token-unknown', 'token');
      await log.db.transaction().execute((trx) => revokeApiToken(trx, { id, ...deed(actor) }));
      response.status(204).end();
    },
  };

  function deed({ name }: Actor): { readonly by: string; readonly at: Date } {
    return { by: name, at: now() };
  }
}

/** The page where an invitation is used. Its secret stands behind the #: no server and no log of one sees it. */
export function invitationPath(secret: string): string {
  return `/sign-in#invitation=${secret}`;
}

function idOf(given: unknown, code: 'agent-unknown' | 'token-unknown' | 'session-unknown', noun: string): string {
  if (typeof given === 'string' && UUID.test(given)) return given;
  throw new CallbookError(code, `There is no ${noun} ${given}.`);
}
