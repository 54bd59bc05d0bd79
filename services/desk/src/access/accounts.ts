import { HOUR, highestRole, type OidcConfig, type Role, SECOND, type SignInConfig } from '@callbook/contracts';
import type { Log } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';

/** The path under which the organisation's provider sends people back. */
export const AUTH_PATH = '/api/auth';
/** What our provider is called in that path. */
export const PROVIDER = 'oidc';

export type AccountsDeps = {
  readonly log: Log;
  readonly logger: Logger;
  readonly config: SignInConfig;
  readonly secret: string;
  readonly newId: () => string;
};

export type Accounts = ReturnType<typeof openAccounts>;

/**
 * better-auth over the log's own tables: passwords (scrypt), sessions, the organisation's accounts. Its names are those
 * of the schema by the table below; what it does not know of a row (its role) has a default there. None of its own
 * paths is served but the one that a provider sends people back to.
 */
export function openAccounts({ log, logger, config, secret, newId }: AccountsDeps) {
  const https = config.url?.startsWith('https:') ?? false;
  // A cookie of this name is sent to this host alone, by TLS alone, and nothing beneath it can plant one.
  const cookiePrefix = https ? '__Host-callbook' : 'callbook';
  return betterAuth({
    baseURL: config.url ?? 'http://localhost',
    basePath: AUTH_PATH,
    ...{ secret, telemetry: { enabled: false } },
    // The log's own: one pool, and the one schema that there is.
    database: { db: log.db, type: 'postgres', transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: {
      modelName: 'agent_sessions',
      fields: {
        userId: 'agent_id',
        ...{ expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
        ...{ ipAddress: 'ip_address', userAgent: 'user_agent' },
      },
      expiresIn: (config.sessionHours * HOUR) / SECOND,
      updateAge: Math.min(HOUR, (config.sessionHours * HOUR) / 4) / SECOND,
    },
    user: {
      modelName: 'agents',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        role: { type: 'string', input: false, required: false },
        departments: { type: 'string[]', input: false, required: false },
      },
    },
    account: {
      modelName: 'agent_credentials',
      fields: {
        ...{ userId: 'agent_id', providerId: 'provider', accountId: 'account_id' },
        ...{ accessToken: 'access_token', refreshToken: 'refresh_token', idToken: 'id_token' },
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...{ createdAt: 'created_at', updatedAt: 'updated_at' },
      },
      // Whoever was invited by an address is the one whom the organisation vouches for with it.
      accountLinking: { enabled: true, trustedProviders: [PROVIDER] },
    },
    verification: {
      modelName: 'agent_verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      cookiePrefix,
      // The prefix it would put before ours; `secure` is set below.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: https, sameSite: 'lax', httpOnly: true, path: '/' },
      database: { generateId: newId },
    },
    plugins: config.oidc ? [genericOAuth({ config: [provider(config.oidc)] })] : [],
    onAPIError: { errorURL: '/sign-in' },
    logger: {
      level: 'warn',
      log: (level, message) => logger[level === 'error' ? 'warn' : 'debug']({ of: 'better-auth' }, message),
    },
  });
}

function provider(oidc: OidcConfig) {
  return {
    providerId: PROVIDER,
    discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    ...{ clientId: oidc.clientId, clientSecret: oidc.clientSecret, scopes: oidc.scopes },
    ...{ pkce: true, requireIdTokenVerification: true },
    // The organisation says at each sign-in who somebody is now.
    overrideUserInfo: true,
    mapProfileToUser(profile: Record<string, unknown>) {
      const role = roleOf(oidc, profile);
      if (!role) throw new Error('nothing in the claims of this account makes it an agent');
      return { role, departments: departmentsOf(oidc, profile) };
    },
  };
}

/** What the claims of an account make of somebody. Undefined: nothing. */
export function roleOf(oidc: OidcConfig, claims: Readonly<Record<string, unknown>>): Role | undefined {
  const values = valuesOf(oidc, claims);
  const { admin, lead, agent, readOnly } = oidc.roles;
  const has = (wanted: readonly string[]) => wanted.some((value) => values.includes(value));
  const roles = Object.entries({ admin, lead, agent, 'read-only': readOnly }).filter(([, wanted]) => has(wanted));
  return highestRole(roles.map(([name]) => name)) ?? oidc.otherwise;
}

/** The departments that the claims of an account make somebody an agent of. */
export function departmentsOf(oidc: OidcConfig, claims: Readonly<Record<string, unknown>>): string[] {
  const values = valuesOf(oidc, claims);
  return [
    ...new Set(oidc.departments.filter(({ claim }) => values.includes(claim)).map(({ department }) => department)),
  ];
}

function valuesOf({ roleClaim }: OidcConfig, claims: Readonly<Record<string, unknown>>): string[] {
  return [claims[roleClaim]].flat().filter((value) => typeof value === 'string');
}
