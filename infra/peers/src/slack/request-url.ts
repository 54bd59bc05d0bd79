import { createHmac } from 'node:crypto';
import type { Answered, Payload, Retry } from './delivery.ts';
import type { SlackApp } from './workspace.ts';

/** What is wrong with a request that somebody else than Slack sends, or that Slack sent long ago. */
export type Forgery = 'unsigned' | 'other-secret' | 'altered' | 'stale';

export type RequestOptions = {
  /** Milliseconds within which an answer must have come: 3 s at Slack. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly forgery?: Forgery;
};

const SIX_MINUTES = 6 * 60;

/**
 * Posts to the app's Request URL, signed: JSON for events, forms for everything else.
 * https://docs.slack.dev/apis/events-api/using-http-request-urls and /authentication/verifying-requests-from-slack
 */
export async function postToApp(
  app: SlackApp,
  payload: Payload,
  retry: Retry | undefined,
  options: RequestOptions,
): Promise<Answered> {
  const body = bodyOf(payload);
  const late = AbortSignal.timeout(options.patience);
  try {
    const response = await fetch(app.eventsUrl ?? '', {
      method: 'POST',
      headers: {
        'Content-Type': payload.kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
        'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signature(app, body, options),
        ...(retry && { 'X-Slack-Retry-Num': String(retry.number), 'X-Slack-Retry-Reason': retry.reason }),
      },
      body: options.forgery === 'altered' ? body.replace('"ts"', '"ts" ') : body,
      redirect: 'manual',
      signal: AbortSignal.any([late, options.signal]),
    });
    const text = await response.text();
    if (response.status >= 200 && response.status < 300) return { status: response.status, body: text };
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    const reason = response.status >= 300 && response.status < 400 ? 'too_many_redirects' : 'http_error';
    return { status: response.status, reason, noRetry };
  } catch {
    // Whatever fetch throws, no answer came: in time, or at all.
    return { reason: late.aborted ? 'http_timeout' : 'connection_failed', noRetry: false };
  }
}

function bodyOf(payload: Payload): string {
  if (payload.kind === 'events_api') return JSON.stringify(payload.body);
  if (payload.kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload.body) }).toString();
  return new URLSearchParams(payload.body as Record<string, string>).toString();
}

function signature(app: SlackApp, body: string, { now, forgery }: RequestOptions): Record<string, string> {
  const seconds = Math.floor(now() / 1_000) - (forgery === 'stale' ? SIX_MINUTES : 0);
  const secret = forgery === 'other-secret' ? app.signingSecret.split('').reverse().join('') : app.signingSecret;
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    'X-Slack-Request-Timestamp': String(seconds),
    ...(forgery !== 'unsigned' && { 'X-Slack-Signature': `v0=${hash}` }),
  };
}
