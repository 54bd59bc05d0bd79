import { z } from 'zod';

const Address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** What the program has to know, from its environment. */
const Settings = z.object({
  /** Where webhooks are received: `http://this-machine:PORT/callbook`. */
  HAND_OVER_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  HAND_OVER_HOST: z.string().min(1).default('127.0.0.1'),
  /** A file of its own: what both sides agreed on last. */
  HAND_OVER_FILE: z.string().min(1).default('hand-over.json'),
  /** Seconds between two looks at the incidents that have changed. */
  HAND_OVER_POLL_SECONDS: z.coerce.number().min(0.1).max(3600).default(30),
  /** As it stands under `webhooks` in callbook.yaml. */
  WEBHOOK_SECRET: z.string().startsWith('whsec_'),
  CALLBOOK_URL: Address,
  /** A token with the scopes `read` and `work`. Its name stands in the history of what is taken back. */
  CALLBOOK_TOKEN: z.string().min(1),
  /** The instance: everything before `/api/now`. */
  ITSM_URL: Address,
  ITSM_USER: z.string().min(1),
  ITSM_PASSWORD: z.string().min(1),
});
export type Settings = z.infer<typeof Settings>;

/** @throws TypeError with everything that is missing or wrong, and no value of it. */
export function settingsOf(variables: Readonly<Record<string, string | undefined>>): Settings {
  const { data, error } = Settings.safeParse(variables);
  if (data) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TypeError(`The environment lacks something:\n${faults.join('\n')}`);
}
