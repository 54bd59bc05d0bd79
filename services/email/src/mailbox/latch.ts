import { sleep } from '@callbook/runtime';

/** News that must not be missed: set while nobody waits, it ends the next wait at once. */
export type Latch = {
  set(): void;
  /** Waits for the next `set`, at most `milliseconds`. */
  wait(milliseconds: number): Promise<void>;
};

export function latch(): Latch {
  let news = new AbortController();
  return {
    set: () => news.abort(),
    async wait(milliseconds) {
      await sleep(milliseconds, news.signal);
      if (news.signal.aborted) news = new AbortController();
    },
  };
}
