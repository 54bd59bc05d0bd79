import { DAY, HOUR, MINUTE, SECOND } from '@callbook/contracts';

/** What is waited before each attempt after the first, as Standard Webhooks proposes: over three days in all. */
const PAUSES = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, DAY],
] as const;

/** Attempts that an event gets before it is a dead letter. */
export const ATTEMPTS = PAUSES.length + 1;

/**
 * Milliseconds to the next attempt, after so many: up to a fifth longer by chance, so that what failed together does not
 * come together again. A receiver that asks for more time (`askedFor`) gets it, a day at the most. Undefined: there is no
 * other. `random` gives 0 ≤ x < 1.
 */
export function pauseAfter(attempts: number, random: () => number, askedFor = 0): number | undefined {
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return undefined;
  return Math.round(Math.max(pause * (1 + random() / 5), Math.min(askedFor, DAY)));
}
