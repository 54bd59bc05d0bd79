import { MINUTE } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { clock } from '../clock.ts';

/** When calls were first heard of, by whatever name they are told under. */
export type Arrivals = {
  /** Forgets what came, and hears of what comes from now on. */
  begin(): void;
  /** When each call came, in this order, once there are so many. @throws when that takes too long. */
  until(count: number, patience?: number): Promise<ReadonlyMap<string, number>>;
};

/** Arrivals, and how to tell of them. */
export function openArrivals(where: string): Arrivals & { arrived(calls: readonly string[]): void } {
  let heard = new Map<string, number>();
  return {
    arrived(calls) {
      const at = clock();
      for (const call of calls) if (!heard.has(call)) heard.set(call, at);
    },
    begin() {
      heard = new Map();
    },
    async until(count, patience = 2 * MINUTE) {
      for (const end = clock() + patience; heard.size < count; await sleep(20)) {
        if (clock() > end) throw new Error(`Only ${heard.size} of ${count} calls came to ${where} in ${patience} ms.`);
      }
      return heard;
    },
  };
}
