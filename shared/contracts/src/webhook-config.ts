import { z } from 'zod';
import { Name } from './setting.ts';
import { WebhookEvent } from './webhook.ts';

/** Bytes of a key, as Standard Webhooks has them: fewer can be guessed, more add nothing. */
const KEY_BYTES = { least: 24, most: 64 } as const;

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const WebhookSecret = z
  .string()
  .regex(/^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'whsec_ and a key in base64')
  .refine((secret) => {
    const bytes = bytesOf(secret.slice('whsec_'.length));
    return bytes >= KEY_BYTES.least && bytes <= KEY_BYTES.most;
  }, 'a key of 24 to 64 bytes, such as: openssl rand -base64 32');

const Webhook = z
  .strictObject({
    /** What the log knows it by: under another name it is another endpoint. */
    name: Name,
    /** Where events are posted to. Redirects are not followed. */
    url: z
      .url({ protocol: /^https?$/ })
      .refine((url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === '', {
        message: 'an address without a user',
      }),
    secret: WebhookSecret,
    /** Signs as well, while a receiver changes from one secret to the other. */
    previousSecret: WebhookSecret.optional(),
    /** Empty: every event there is. */
    events: z.array(WebhookEvent).max(100).default([]),
    /** Calls of these alone. Empty: of every department that is not private, and of none. */
    departments: z.array(z.string().trim().min(1).max(75)).max(200).default([]),
    /** Also what people wrote, and who they are. */
    content: z.boolean().default(false),
    /** Allows http: to another machine: whoever is on the way can read what is sent. */
    insecure: z.boolean().default(false),
    /** Seconds that an answer is waited for. */
    timeoutSeconds: z.number().int().min(1).max(30).default(20),
  })
  .refine(({ url, insecure }) => insecure || isPrivateOnTheWay(url), {
    path: ['url'],
    message: 'https:, localhost, or insecure: true',
  });

/** Programs that are told of what happens to calls. */
export const WebhooksConfig = z
  .array(Webhook)
  .max(50)
  .default([])
  .refine((endpoints) => new Set(endpoints.map(({ name }) => name)).size === endpoints.length, {
    message: 'two webhooks have the same name',
  });
export type WebhookConfig = z.infer<typeof Webhook>;

function bytesOf(base64: string): number {
  return (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
}

function isPrivateOnTheWay(url: string): boolean {
  // What is no address has been told of already.
  if (!URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
