import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SECOND } from '@callbook/contracts';
import type { Adapter, AdapterPayload, Configuration, JWK } from 'oidc-provider';
import { freePort } from './port.ts';

/** What the provider says of somebody, besides `sub`. */
export type Claims = Readonly<Record<string, unknown>>;

/** How an ID token is made worse than the provider made it. `foreign`: signed with a key that nobody published. */
export type Spoiling = (claims: Record<string, unknown>) => { readonly claims: object; readonly foreign?: boolean };

/** An OpenID provider on this machine: the certified one of the package oidc-provider, with a door of ours. */
export type IdentityProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who can sign in, by the name that they type at the door, with their claims. */
  readonly people: Map<string, Claims>;
  /** `silent`: takes connections and says nothing; `gone`: cuts them off. */
  state: 'well' | 'silent' | 'gone';
  /** Done to every ID token that is handed out from now on. */
  spoil: Spoiling | undefined;
  /** Throws the signing key away and makes another; who is signed in stays so. */
  rotateKey(): void;
  stop(): Promise<void>;
};

export type IdentityProviderOptions = {
  /** The only address that people are sent back to. */
  readonly redirectUri: string;
  /** Whether claims are in the ID token too, as many providers do; else they are told at the userinfo endpoint alone. */
  readonly fullIdToken?: boolean;
};

const DOOR = '/door/';

/**
 * Starts one with a single client, which has to prove itself by HTTP Basic and to use PKCE. It is at `localhost`, so that
 * for a browser it is another site than a desk at 127.0.0.1.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  // Only here: most who use a peer use another, and would load a provider for nothing.
  const { default: Provider } = await import('oidc-provider');
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  // With what has to be escaped in HTTP Basic (RFC 6749, 2.3.1).
  const [clientId, clientSecret] = ['callbook desk', `${randomBytes(18).toString('base64url')}+/%:`];
  const people = new Map<string, Claims>();
  const kept = new Map<string, AdapterPayload>();
  let key = newKey();
  let provider = make();

  function make() {
    const made = new Provider(issuer, {
      ...configurationOf(options, people),
      adapter: (model) => storeOf(model, kept),
      clients: [
        {
          ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: [options.redirectUri] },
          ...{ grant_types: ['authorization_code'], response_types: ['code'] },
        },
      ],
      jwks: { keys: [key.jwk] },
    });
    made.use(async (context, next) => {
      await next();
      const { spoil } = peer;
      const answer = context.body as { id_token?: string } | undefined;
      if (spoil && context.path === '/token' && answer?.id_token)
        context.body = { ...answer, id_token: spoiled(answer.id_token, spoil, key) };
    });
    return made;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (peer.state === 'silent') return;
    if (peer.state === 'gone') return void request.socket.destroy();
    if (!request.url?.startsWith(DOOR)) return void (await provider.callback()(request, response));
    if (request.method !== 'POST') return void response.setHeader('content-type', 'text/html').end(FORM);
    const form = new URLSearchParams(await text(request));
    const accountId = form.get('name') ?? '';
    const result = people.has(accountId)
      ? { login: { accountId } }
      : { error: 'access_denied', error_description: 'The name was wrong.' };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const peer: IdentityProvider = {
    ...{ issuer, clientId, clientSecret, people, state: 'well', spoil: undefined },
    rotateKey() {
      key = newKey();
      provider = make();
    },
    stop: () => stopped(server),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return peer;
}

function configurationOf({ fullIdToken = false }: IdentityProviderOptions, people: ReadonlyMap<string, Claims>) {
  return {
    // What this desk is let see of people is decided where it is registered: nobody is asked for their consent.
    async loadExistingGrant({ oidc }) {
      const clientId = oidc.client?.clientId ?? '';
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    conformIdTokenClaims: !fullIdToken,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `${DOOR}${uid}` },
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(18).toString('base64url')] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  } as const satisfies Configuration;
}

/** Where a provider keeps what it knows of one kind, in memory; what is over it sees by itself. */
function storeOf(model: string, kept: Map<string, AdapterPayload>): Adapter {
  const own = () => [...kept].filter(([key]) => key.startsWith(`${model}:`)).map(([, payload]) => payload);
  return {
    async upsert(id, payload) {
      kept.set(`${model}:${id}`, payload);
    },
    find: async (id) => kept.get(`${model}:${id}`),
    findByUid: async (uid) => own().find((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => own().find((payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = kept.get(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / SECOND);
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  };
}

const FORM = `<!doctype html><html lang="en"><title>Sign in</title><form method="post">
  <label>Name <input name="name" autofocus></label> <button>Sign in</button></form></html>`;

type SigningKey = { readonly jwk: JWK; readonly privateKey: KeyObject };

function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomBytes(6).toString('hex');
  return { privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as JWK };
}

/** The token with other claims, signed as the first was: with the key of the provider, or with none of its. */
function spoiled(token: string, spoil: Spoiling, key: SigningKey): string {
  const [header = '', payload = ''] = token.split('.');
  const { claims, foreign } = spoil(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const { privateKey } = foreign ? newKey() : key;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
