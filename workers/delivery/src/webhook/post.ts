import { createHmac } from 'node:crypto';
import { SECOND, type WebhookBody, type WebhookConfig } from '@callbook/contracts';

/** What came of an attempt. */
export type Posted =
  | { readonly outcome: 'delivered' }
  /** 410: the receiver wants nothing more. */
  | { readonly outcome: 'gone' }
  /** `retryAfter`: milliseconds that the receiver asks us to wait. */
  | { readonly outcome: 'failed'; readonly reason: string; readonly retryAfter?: number }
  /** We stop. */
  | { readonly outcome: 'aborted' };

export type Attempt = {
  readonly id: string;
  readonly body: WebhookBody;
  readonly endpoint: Pick<WebhookConfig, 'url' | 'secret' | 'previousSecret' | 'timeoutSeconds'>;
  readonly at: Date;
  readonly signal: AbortSignal;
};

/**
 * Posts an event once, signed after Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature) by each secret
 * that is valid. Any 2xx is success; a redirect is none, for what is signed is meant for one place. What the receiver
 * writes is not read: neither the log nor a log line is theirs to write.
 */
export async function post({ id, body, endpoint, at, signal }: Attempt): Promise<Posted> {
  const text = JSON.stringify(body);
  const timestamp = Math.floor(at.getTime() / SECOND);
  const secrets = [endpoint.secret, ...(endpoint.previousSecret === undefined ? [] : [endpoint.previousSecret])];
  const limit = AbortSignal.timeout(endpoint.timeoutSeconds * SECOND);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Callbook',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': secrets.map((secret) => signatureOf(secret, `${id}.${timestamp}.${text}`)).join(' '),
      },
      body: text,
    });
    await response.body?.cancel();
    return outcomeOf(response, at);
  } catch (error) {
    if (signal.aborted) return { outcome: 'aborted' };
    if (limit.aborted) return { outcome: 'failed', reason: `no answer within ${endpoint.timeoutSeconds} s` };
    return { outcome: 'failed', reason: `it cannot be reached: ${codeOf(error)}` };
  }
}

/** By HMAC-SHA256, with what stands in base64 behind `whsec_`. The tests verify it with the library that receivers use. */
function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

function outcomeOf({ ok, status, headers }: Response, at: Date): Posted {
  if (ok) return { outcome: 'delivered' };
  if (status === 410) return { outcome: 'gone' };
  if (status >= 300 && status < 400)
    return { outcome: 'failed', reason: `HTTP ${status}: it redirects, and redirects are not followed` };
  const after = headers.get('retry-after');
  const retryAfter = after === null ? undefined : waitOf(after, at);
  return { outcome: 'failed', reason: `HTTP ${status}`, ...(retryAfter !== undefined && { retryAfter }) };
}

/** Seconds, or an instant (RFC 9110, 10.2.3). */
function waitOf(after: string, at: Date): number | undefined {
  const wait = /^\d+$/.test(after) ? Number(after) * SECOND : Date.parse(after) - at.getTime();
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

/** Why a connection failed, by its code: what undici says besides names addresses. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown';
}
