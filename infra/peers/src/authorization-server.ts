import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SECOND } from '@callbook/contracts';

/** What the token endpoint says instead of granting. */
export type Refusal = { readonly status: number; readonly error?: string; readonly retryAfter?: number };

/** An OAuth 2 authorization server (RFC 6749) on 127.0.0.1, with introspection of its tokens (RFC 7662) for Dovecot. */
export type AuthorizationServer = {
  readonly tokenUrl: string;
  readonly introspectionUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The refresh token that is good at this moment. */
  refreshToken(): string;
  /** Grants so far, and the instants at which the token endpoint was asked, in milliseconds. */
  grants(): number;
  readonly asked: readonly number[];
  /** Seconds for which access tokens are good from now on. */
  lifetime: number;
  /** Whether a refresh token is good once only, and a new one comes with each grant. */
  rotates: boolean;
  /** The next questions to the token endpoint are answered with these, one each. */
  readonly refusals: Refusal[];
  /** Takes back every access token, and the refresh token too. */
  revoke(what: 'access-tokens' | 'everything'): void;
  /** Everything secret it ever gave out or expects. */
  secrets(): string[];
  stop(): Promise<void>;
};

/** Starts one whose tokens open the mailbox of `user` and of nobody else. */
export async function startAuthorizationServer(user: string): Promise<AuthorizationServer> {
  const secret = () => randomBytes(18).toString('base64url');
  const [clientId, clientSecret] = [`client-${randomBytes(4).toString('hex')}`, secret()];
  const tokens = new Map<string, number>();
  const given = [clientSecret];
  const newSecret = () => {
    const value = secret();
    given.push(value);
    return value;
  };
  let refresh: string | undefined = newSecret();
  let count = 0;

  const grant = (form: URLSearchParams): [status: number, answer: object] => {
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
      return [401, { error: 'invalid_client', error_description: 'This client is not known here.' }];
    const byRefresh = form.get('grant_type') === 'refresh_token';
    if (!byRefresh && form.get('grant_type') !== 'client_credentials')
      return [400, { error: 'unsupported_grant_type' }];
    if (byRefresh && form.get('refresh_token') !== refresh)
      return [400, { error: 'invalid_grant', error_description: 'The refresh token was revoked.' }];
    count += 1;
    const token = newSecret();
    tokens.set(token, Date.now() + server.lifetime * SECOND);
    if (byRefresh && server.rotates) refresh = newSecret();
    return [
      200,
      {
        ...{ access_token: token, token_type: 'Bearer', expires_in: server.lifetime },
        ...(byRefresh && server.rotates && { refresh_token: refresh }),
      },
    ];
  };

  const answer = async (request: IncomingMessage): Promise<[number, object, number?]> => {
    const form = new URLSearchParams(await text(request));
    if (request.url === '/introspect') {
      const good = (tokens.get(form.get('token') ?? '') ?? 0) > Date.now();
      return [200, good ? { active: true, username: user } : { active: false }];
    }
    asked.push(Date.now());
    const refusal = server.refusals.shift();
    if (refusal) return [refusal.status, refusal.error ? { error: refusal.error } : {}, refusal.retryAfter];
    return grant(form);
  };

  const asked: number[] = [];
  const http = createServer((request, response) => {
    void answer(request).then(([status, body, retryAfter]) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const server: AuthorizationServer = {
    ...{ tokenUrl: `${origin}/token`, introspectionUrl: `${origin}/introspect`, clientId, clientSecret },
    ...{ lifetime: 3600, rotates: false, refusals: [], asked },
    refreshToken: () => refresh ?? '',
    grants: () => count,
    revoke(what) {
      tokens.clear();
      if (what === 'everything') refresh = undefined;
    },
    secrets: () => given,
    stop: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}
