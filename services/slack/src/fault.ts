import { CallbookError, type ErrorCode } from '@callbook/contracts';
import { webApi } from '@slack/bolt';

/** https://docs.slack.dev/reference/methods: what these say is true until somebody mends the app or its token. */
const LOGIN = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission'],
  ...['missing_scope', 'not_allowed_token_type', 'ekm_access_denied', 'access_denied', 'org_login_required'],
]);

/** The word in which Slack refused a request, such as `channel_not_found`; undefined for every other failure. */
export function refusalOf(error: unknown): string | undefined {
  const cause = error instanceof CallbookError ? error.cause : error;
  if (!isCoded(cause) || cause.code !== webApi.ErrorCode.PlatformError) return undefined;
  const { data } = cause as unknown as webApi.WebAPIPlatformError;
  return typeof data?.error === 'string' ? data.error : undefined;
}

/** Seconds after which Slack wants to be asked again, where it said so. */
export function retryAfter(error: unknown): number | undefined {
  const cause = error instanceof CallbookError ? error.cause : error;
  if (!isCoded(cause) || cause.code !== webApi.ErrorCode.RateLimitedError) return undefined;
  return (cause as unknown as webApi.WebAPIRateLimitedError).retryAfter;
}

/** What a failure of the Web API means for us. It never holds what was sent, nor the token. */
export function apiFault(doing: string, cause: unknown): CallbookError {
  const seconds = retryAfter(cause);
  if (seconds !== undefined)
    return new CallbookError('slack-limited', `Slack wants no more of ${doing} for ${seconds} s.`, { cause });
  const refusal = refusalOf(cause);
  const code: ErrorCode = refusal !== undefined && LOGIN.has(refusal) ? 'slack-login' : 'slack-api';
  const help = code === 'slack-login' ? 'Check botToken, and the scopes of the app.' : 'It is tried again.';
  return new CallbookError(code, `Slack failed at ${doing}: ${refusal ?? 'no answer'}. ${help}`, { cause });
}

function isCoded(error: unknown): error is { readonly code: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error;
}
