import { randomUUID } from 'node:crypto';
import { SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

/** What a webhook is for. */
export type WebhookName = 'incoming' | 'menu' | 'recorded' | 'recording' | 'status' | 'transcription';

/** What happens to a webhook on its way: it never arrives, it arrives twice, or long after it was due. */
export type WebhookFault = 'lost' | 'doubled' | 'late';

/** Why a webhook failed, by Twilio's own words for it: no connection, no answer in time, an error status. */
export type Failure = 'ct' | 'rt' | '4xx' | '5xx';

export type Answered = { readonly status: number; readonly body: string } | { readonly failure: Failure };

export type Sender = {
  readonly token: string;
  /** Milliseconds in which all tries must have been made: 15 s at Twilio. */
  readonly patience: number;
  /** Where an address is to be found on this machine. */
  readonly reach: (url: URL) => URL;
  readonly signal: AbortSignal;
};

export const PATIENCE = 15 * SECOND;
const BETWEEN_TRIES = SECOND / 10;

/**
 * Sends a webhook as Twilio does: signed, form-encoded, and tried again by the rules in the address's fragment. Without
 * any there, it is tried once more, and only where no connection was made.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export async function sendWebhook(
  address: string,
  parameters: Readonly<Record<string, string>>,
  sender: Sender,
): Promise<Answered> {
  const url = new URL(address);
  const rules = new URLSearchParams(url.hash.slice(1));
  const again = (rules.get('rp') ?? 'ct').split(',');
  const idempotency = randomUUID();
  const end = Date.now() + Math.min(sender.patience, Number(rules.get('tt') ?? sender.patience));
  for (let left = Number(rules.get('rc') ?? 1); ; left--) {
    const answer = await tried(url, parameters, idempotency, end - Date.now(), sender);
    const repeat = 'failure' in answer && (again.includes(answer.failure) || again.includes('all'));
    if (!repeat || left <= 0 || Date.now() >= end || sender.signal.aborted) return answer;
    await sleep(BETWEEN_TRIES, sender.signal);
  }
}

async function tried(
  url: URL,
  parameters: Readonly<Record<string, string>>,
  idempotency: string,
  milliseconds: number,
  { token, reach, signal }: Sender,
): Promise<Answered> {
  // What follows # is for Twilio: it is neither sent nor signed.
  const signed = url.href.split('#')[0] ?? '';
  const late = AbortSignal.timeout(Math.max(1, milliseconds));
  try {
    const response = await fetch(reach(new URL(signed)), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'User-Agent': 'TwilioProxy/1.1',
        'X-Twilio-Signature': getExpectedTwilioSignature(token, signed, { ...parameters }),
        'I-Twilio-Idempotency-Token': idempotency,
      },
      body: new URLSearchParams(parameters).toString(),
      signal: AbortSignal.any([late, signal]),
    });
    const body = await response.text();
    if (response.status >= 500) return { failure: '5xx' };
    return response.status >= 400 ? { failure: '4xx' } : { status: response.status, body };
  } catch (error) {
    // A connection that broke after it was made is, for Twilio, a read that failed.
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    return { failure: late.aborted || cause === 'UND_ERR_SOCKET' || cause === 'ECONNRESET' ? 'rt' : 'ct' };
  }
}
