import { MINUTE } from '@callbook/contracts';

/** Above so many clients, those that have been quiet are forgotten. */
const REMEMBERED = 1_000;

/**
 * Bounds how many mails each client hands over in a minute: a burst of that many, then as they become due (GCRA, whose
 * only memory of a client is when its next mail would be due). True when one more may come now, which counts it.
 */
export function createPace(perMinute: number): (client: string, now: number) => boolean {
  const interval = MINUTE / perMinute;
  const due = new Map<string, number>();
  return (client, now) => {
    if (due.size > REMEMBERED) for (const [quiet, at] of due) if (at <= now) due.delete(quiet);
    const at = Math.max(due.get(client) ?? now, now);
    if (at - now > MINUTE - interval) return false;
    due.set(client, at + interval);
    return true;
  };
}
