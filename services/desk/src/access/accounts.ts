import { HOUR, SECOND, type SignInConfig } from '@callbook/contracts';
import { appendAudit, findAgent, type Log } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { providerPlugin } from './provider.ts';

/** The path under which the organisation's provider sends people back. */
export const AUTH_PATH = '/api/auth';

export type AccountsDeps = {
  readonly log: Log;
  readonly logger: Logger;
  readonly config: SignInConfig;
  readonly secret: string;
  readonly now: () => Date;
  readonly newId: () => string;
};

export type Accounts = ReturnType<typeof openAccounts>;

/**
 * better-auth over the log's own tables: passwords (scrypt), sessions, the organisation's accounts. Its names are those
 * of the schema by the table below; what it does not know of a row (its role) has a default there. None of its own
 * paths is served but the one that a provider sends people back to. Whoever signs in by a provider does so at accounts
 * with its plugin, which are opened when it answers: a provider that is away keeps nobody's password waiting.
 */
export function openAccounts(deps: AccountsDeps, provider?: ReturnType<typeof providerPlugin>) {
  const { log, logger, config, secret, now, newId } = deps;
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
        // Of a provider's claims. What better-auth would take of a request's body is served to nobody.
        role: { type: 'string', required: false },
        departments: { type: 'json', required: false },
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
      // Whoever was invited by an address is the one whom the organisation vouches for with it. An address that somebody
      // typed in by themselves is not: they would share the account of whoever comes with it one day.
      accountLinking: { enabled: true, requireLocalEmailVerified: true },
      updateAccountOnSignIn: false,
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
    databaseHooks: {
      user: {
        create: {
          async after({ id, email, role }) {
            const made = { at: now(), by: email, kind: 'agent.made', detail: { id, email, role } } as const;
            await log.db.transaction().execute((trx) => appendAudit(trx, made));
          },
        },
      },
      account: {
        // Nothing is asked of a provider in somebody's name later on, and what is not kept cannot leak.
        create: {
          before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
      session: {
        create: {
          async before({ userId }) {
            if (await findAgent(log.db, userId)) return;
            throw new APIError('FORBIDDEN', { code: 'agent-disabled', message: 'This agent may no longer sign in.' });
          },
        },
      },
    },
    plugins: provider ? [provider] : [],
    onAPIError: { errorURL: '/sign-in' },
    logger: {
      level: 'warn',
      log: (level, message) => logger[level === 'error' ? 'warn' : 'debug']({ of: 'better-auth' }, message),
    },
  });
}
