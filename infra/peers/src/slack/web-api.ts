import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Core } from './core.ts';
import { limiter } from './limits.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { type Method, Refused } from './methods/method.ts';
import { peopleMethods } from './methods/people.ts';
import { viewMethods } from './methods/views.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Json } from './workspace.ts';

const METHODS: Readonly<Record<string, Method>> = {
  ...conversationMethods,
  ...chatMethods,
  ...peopleMethods,
  ...viewMethods,
};

/** How the Web API fails when it is told to: a status, with the real seconds of `Retry-After` where it is 429. */
export type Unwell = { readonly status: 429 | 500 | 503; readonly retryAfter?: number };

export type WebApiOptions = {
  readonly core: Core;
  readonly sockets: SocketMode;
  /** Asked before each answer. */
  readonly unwell: (method: string, team: string) => Unwell | undefined;
  /** Told of each call, and of how it was answered: `ok`, a status, or Slack's word for what was wrong. */
  readonly heard: (method: string, team: string, answer: string) => void;
};

type Answer = { readonly status: number; readonly body: Json; readonly retryAfter?: number };

/** Answers `POST /api/METHOD` as https://docs.slack.dev/apis/web-api does. */
export function webApi({ core, sockets, unwell, heard }: WebApiOptions) {
  const wait = limiter(core.limits, core.scale, core.now);

  const answer = (method: string, token: string | undefined, args: Readonly<Record<string, string>>): Answer => {
    const ok = (body: Json): Answer => ({ status: 200, body: { ok: true, ...body } });
    const refused = (error: string): Answer => ({ status: 200, body: { ok: false, error } });
    if (method === 'api.test') return ok({ args });
    if (!token) return refused('not_authed');
    const connecting = method === 'apps.connections.open';
    const workspace = core.workspaces.find(({ botToken, app }) => token === (connecting ? app.appToken : botToken));
    if (!workspace) return refused(/^(xapp|xoxb)-/.test(token) ? 'invalid_auth' : 'not_allowed_token_type');
    const ill = unwell(method, workspace.id);
    const seconds = ill ? 0 : wait(workspace.id, method, args.channel);
    if (ill?.status === 429 || seconds > 0)
      return { status: 429, body: { ok: false, error: 'ratelimited' }, retryAfter: seconds || (ill?.retryAfter ?? 1) };
    if (ill) return { status: ill.status, body: { ok: false, error: 'internal_error' } };
    if (connecting) return ok({ url: sockets.open(workspace.app) });
    const run = METHODS[method];
    if (!run) return refused('unknown_method');
    try {
      return ok(run({ core, workspace, args }));
    } catch (error) {
      if (error instanceof Refused) return refused(error.error);
      throw error;
    }
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = url.pathname.slice('/api/'.length);
    const args = argumentsOf(request, await text(request), url);
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? args.token;
    const { status, body, retryAfter } = answer(method, token, args);
    const team = core.workspaces.find(({ botToken, app }) => token === botToken || token === app.appToken)?.id ?? '';
    heard(method, team, status === 200 ? String(body.error ?? 'ok') : String(status));
    response
      .writeHead(status, {
        'Content-Type': 'application/json; charset=utf-8',
        ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      })
      .end(JSON.stringify(body));
  };
}

/** From a form, from JSON, or from the address. Whatever is no string in JSON is as in a form: JSON in a string. */
function argumentsOf(request: IncomingMessage, body: string, url: URL): Record<string, string> {
  const given = Object.fromEntries(url.searchParams);
  if (!request.headers['content-type']?.includes('json'))
    return { ...given, ...Object.fromEntries(new URLSearchParams(body)) };
  const json = Object.entries(JSON.parse(body || '{}') as Json);
  return {
    ...given,
    ...Object.fromEntries(
      json.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  };
}
