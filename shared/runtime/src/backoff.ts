import { setTimeout as delay } from 'node:timers/promises';

export type Backoff = {
  /** Milliseconds to wait before the next try: grows by half each time, ±20 % so that many do not come at once. */
  next(): number;
  /** Call when a try has *held*, not when it has merely begun: a connection that dies at once must not reset it. */
  reset(): void;
};

/** A back-off from `first` to `most` milliseconds. `random` gives 0 ≤ x < 1. */
export function backoff(first: number, most: number, random: () => number = Math.random): Backoff {
  let tries = 0;
  return {
    next() {
      const base = Math.min(most, first * 1.5 ** tries);
      tries += 1;
      return Math.round(base * (0.8 + 0.4 * random()));
    },
    reset() {
      tries = 0;
    },
  };
}

/** Waits, or until the signal aborts: then it resolves early, since the caller looks at the signal anyway. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
