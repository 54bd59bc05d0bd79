import type { Intake } from '@callbook/intake';
import { z } from 'zod';

/** What is known of one delivery to a number: when it was first tried, and under which name Twilio has it. */
const Try = z.object({ id: z.string(), at: z.number(), messageSid: z.string().optional() });
export type Try = z.infer<typeof Try>;

/** So many of the latest deliveries to one number are remembered: more than any waits for at once. */
const MOST = 50;

/** What was tried to be sent to one number, on our own disk: written down before it is tried. */
export type Tries = {
  of(id: string): Try | undefined;
  /** Names of messages that are other deliveries'. */
  taken(id: string): ReadonlySet<string>;
  begin(id: string, at: number): Promise<void>;
  sent(id: string, messageSid: string): Promise<void>;
  /** It is known that nothing was sent. */
  refused(id: string): Promise<void>;
};

/** Opens what is remembered of an account's messages to a number. */
export function triesTo(cursor: Intake['cursor'], account: string, to: string): Tries {
  const name = `twilio:texts:${account}:${to}`;
  const all = () => Try.array().catch([]).parse(cursor.get(name));
  const of = (id: string) => all().find((one) => one.id === id);
  const put = (id: string, entry: Try | undefined) =>
    cursor.set(name, [...all().filter((one) => one.id !== id), ...(entry ? [entry] : [])].slice(-MOST));
  return {
    of,
    taken: (id) => new Set(all().flatMap((one) => (one.id !== id && one.messageSid ? [one.messageSid] : []))),
    // Of several tries the first counts: any of them may have been the one that was heard.
    begin: (id, at) => put(id, of(id) ?? { id, at }),
    sent: (id, messageSid) => put(id, { id, at: of(id)?.at ?? 0, messageSid }),
    refused: (id) => put(id, undefined),
  };
}
