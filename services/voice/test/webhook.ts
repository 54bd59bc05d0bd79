import twilio from 'twilio';
import { NUMBER, PUBLIC, type Rig } from './rig.ts';

/** A name of Twilio's that is this test's own. */
export function sid(kind: 'CA' | 'RE' | 'TR', number = 1): string {
  return kind + number.toString(16).padStart(32, '0');
}

/** What Twilio sends when a call comes in. */
export function incoming(rig: Rig, number = 1): Record<string, string> {
  return {
    ...{ AccountSid: rig.twilio.accountSid, ApiVersion: '2010-04-01', CallSid: sid('CA', number) },
    ...{ CallStatus: 'ringing', Direction: 'inbound', From: '+4930111', To: NUMBER },
  };
}

export type Sent = {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
  readonly seconds: number;
};

/** Sends a webhook to the adapter, signed as Twilio does, but for what the options change. */
export async function send(
  rig: Rig,
  path: string,
  form: Readonly<Record<string, string>>,
  options: { signature?: string | null; token?: string; signedUrl?: string; headers?: Record<string, string> } = {},
): Promise<Sent> {
  const token = options.token ?? rig.twilio.authToken;
  const signed = twilio.getExpectedTwilioSignature(token, options.signedUrl ?? PUBLIC + path, { ...form });
  const signature = options.signature === undefined ? signed : options.signature;
  const began = performance.now();
  const response = await fetch(rig.url + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      ...(signature !== null && { 'X-Twilio-Signature': signature }),
      ...options.headers,
    },
    body: new URLSearchParams(form),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
    seconds: (performance.now() - began) / 1000,
  };
}
