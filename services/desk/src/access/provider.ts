import { CallbookError, highestRole, type OidcConfig, type Role, SECOND } from '@callbook/contracts';
import { APIError } from 'better-auth/api';
import { type GenericOAuthConfig, genericOAuth } from 'better-auth/plugins';
import { z } from 'zod';

/** What our provider is called in the path that it sends people back to. */
export const PROVIDER = 'oidc';

/** Milliseconds that the provider has for an answer: somebody waits before a page. */
const PATIENCE = 8 * SECOND;
const METHODS = ['client_secret_basic', 'client_secret_post'] as const;

const Metadata = z.object({
  issuer: z.string(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
/** What of the provider's own description is used besides what better-auth reads of it. */
export type ProviderMetadata = z.infer<typeof Metadata>;

type Claims = Readonly<Record<string, unknown>>;

/**
 * What the provider says of itself (OpenID Connect Discovery 1.0). It must call itself what the configuration calls it:
 * whoever could put another's description in its place could sign anybody in.
 * @throws CallbookError `provider-unreachable`; `config-invalid` where it is another provider.
 */
export async function discover(oidc: OidcConfig): Promise<ProviderMetadata> {
  const answer = await asked(discoveryUrl(oidc));
  const metadata = Metadata.safeParse(answer);
  if (!metadata.success)
    throw new CallbookError('provider-unreachable', `What lies at ${discoveryUrl(oidc)} describes no provider.`);
  if (bare(metadata.data.issuer) !== bare(oidc.issuer))
    throw new CallbookError(
      'config-invalid',
      `desk.oidc.issuer: the provider calls itself ${metadata.data.issuer}, and not ${oidc.issuer}`,
    );
  return metadata.data;
}

/** The plugin of better-auth that signs people in at the provider: by code, with PKCE, state and nonce. */
export function providerPlugin(oidc: OidcConfig, metadata: ProviderMetadata) {
  const supported = metadata.token_endpoint_auth_methods_supported ?? [];
  const config: GenericOAuthConfig = {
    providerId: PROVIDER,
    discoveryUrl: discoveryUrl(oidc),
    ...{ clientId: oidc.clientId, clientSecret: oidc.clientSecret, scopes: ['openid', ...oidc.scopes] },
    // What every provider has to take (RFC 6749, 2.3.1), unless it says that it does not.
    tokenEndpointAuth: { method: METHODS.find((method) => supported.includes(method)) ?? 'client_secret_basic' },
    ...{ pkce: true, requireIdTokenVerification: true },
    // The organisation says at each sign-in who somebody is now.
    overrideUserInfo: true,
    async getUserInfo({ idToken, accessToken }) {
      // better-auth has verified an ID token that is there, and would do without one.
      if (!idToken) return null;
      const signed = payloadOf(idToken);
      const told =
        metadata.userinfo_endpoint && accessToken ? await asked(metadata.userinfo_endpoint, accessToken) : {};
      // Of another person (OpenID Connect Core 1.0, 5.3.2).
      if ('sub' in told && told.sub !== signed.sub) return null;
      // Many providers tell of groups or of addresses in one of the two only. What was signed counts.
      const claims: Claims = { ...told, ...signed };
      const { email_verified: verified } = claims;
      // Many say nothing of it: their addresses are the organisation's own.
      return { ...claims, emailVerified: verified !== false && verified !== 'false' };
    },
    mapProfileToUser: (claims) => personIn(oidc, claims),
  };
  return genericOAuth({ config: [config] });
}

/** Whom the claims of an account make somebody. @throws APIError `not-an-agent` where that is nobody. */
function personIn(oidc: OidcConfig, claims: Claims) {
  const role = roleOf(oidc, claims);
  if (!role)
    throw new APIError('FORBIDDEN', {
      code: 'not-an-agent',
      message: `nothing in ${oidc.roleClaim} makes it an agent`,
    });
  const { name, preferred_username: login, email } = claims;
  const named = [name, login, email].find((one) => typeof one === 'string' && one.trim() !== '');
  return {
    ...{ role, departments: departmentsOf(oidc, claims), name: String(named ?? '').slice(0, 200) },
  };
}

/** What the claims of an account make of somebody. Undefined: nothing. */
export function roleOf(oidc: OidcConfig, claims: Claims): Role | undefined {
  const values = valuesOf(oidc, claims);
  const { admin, lead, agent, readOnly } = oidc.roles;
  const has = (wanted: readonly string[]) => wanted.some((value) => values.includes(value));
  const roles = Object.entries({ admin, lead, agent, 'read-only': readOnly }).filter(([, wanted]) => has(wanted));
  return highestRole(roles.map(([name]) => name)) ?? oidc.otherwise;
}

/** The departments that the claims of an account make somebody an agent of. */
export function departmentsOf(oidc: OidcConfig, claims: Claims): string[] {
  const values = valuesOf(oidc, claims);
  return [
    ...new Set(oidc.departments.filter(({ claim }) => values.includes(claim)).map(({ department }) => department)),
  ];
}

function valuesOf({ roleClaim }: OidcConfig, claims: Claims): string[] {
  return [claims[roleClaim]].flat().filter((value) => typeof value === 'string');
}

function discoveryUrl({ issuer }: OidcConfig): string {
  return `${bare(issuer)}/.well-known/openid-configuration`;
}

/** Without the slash at its end, of which people think nothing. */
function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

/** The JSON at an address of the provider. @throws CallbookError `provider-unreachable`. */
async function asked(url: string, token?: string): Promise<Record<string, unknown>> {
  const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  let answer: unknown;
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    answer = await response.json();
  } catch (cause) {
    throw new CallbookError('provider-unreachable', `The provider does not answer at ${url}.`, { cause });
  }
  if (typeof answer !== 'object' || answer === null) return {};
  return { ...answer };
}

function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
