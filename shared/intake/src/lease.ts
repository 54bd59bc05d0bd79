import { isCallbookError, SECOND } from '@callbook/contracts';
import type { Leases } from '@callbook/queue';
import { type Logger, sleep } from '@callbook/runtime';

/** A lease that is held, as far as anyone can know. */
export type Held = {
  /** Aborted when it is no longer held: another has it, or it was given back. */
  readonly lost: AbortSignal;
  /** Gives it back, so that another can take it at once. Never rejects. */
  release(): Promise<void>;
};

export type HoldLease = (name: string, signal: AbortSignal) => Promise<Held>;

export type LeaseDeps = {
  readonly leases: Pick<Leases, 'claim' | 'release'>;
  readonly logger: Logger;
  /** Who holds: a name of this process, or of what only one process has at a time. */
  readonly holder: string;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
};

/** A holder that is killed is succeeded when its lease has run out and another has asked: 17.5 s at the most. */
const TERM = 15 * SECOND;
/** Three tries to renew before the term is over. After a flush of Redis this is how long two can hold one name. */
const RENEW = 5 * SECOND;
const ASK = 2.5 * SECOND;
/** Without an answer from Redis for so long, everyone holds: two readers do no harm, and none would. */
const PATIENCE = 3 * SECOND;
const ASK_AGAIN = SECOND / 4;

/** Holds leases: asks until one is to be had, renews it, and notices when it is lost. */
export function createHolding({ leases, logger, holder, clock }: LeaseDeps): {
  hold: HoldLease;
  close(): Promise<void>;
} {
  const holding = new Set<Held>();

  const ask = async (name: string): Promise<'ours' | 'taken' | 'unknown'> => {
    try {
      return (await leases.claim(name, holder, TERM)) ? 'ours' : 'taken';
    } catch (error) {
      if (!isCallbookError(error, 'queue-unavailable')) throw error;
      return 'unknown';
    }
  };

  const keep = (name: string, sure: boolean): Held => {
    const over = new AbortController();
    const renew = async (): Promise<void> => {
      for (let known = sure; ; ) {
        await sleep(known ? RENEW : ASK, over.signal);
        if (over.signal.aborted) return;
        const answer = await ask(name);
        known = answer === 'ours';
        if (answer !== 'taken') continue;
        logger.info({ lease: name }, 'another process has taken over');
        holding.delete(held);
        return over.abort();
      }
    };
    const held: Held = {
      lost: over.signal,
      async release() {
        holding.delete(held);
        over.abort();
        // A renewal that is on its way would take it again.
        await renewing;
        try {
          await leases.release(name, holder);
        } catch (error) {
          if (!isCallbookError(error, 'queue-unavailable')) throw error;
          logger.debug({ lease: name }, 'a lease could not be given back; it runs out');
        }
      },
    };
    const renewing = renew();
    holding.add(held);
    return held;
  };

  return {
    async hold(name, signal) {
      for (let heard = clock(); ; ) {
        const answer = await ask(name);
        if (answer === 'taken') heard = clock();
        const alone = answer === 'unknown' && clock() - heard >= PATIENCE;
        if (answer === 'ours' || alone || signal.aborted) {
          const held = keep(name, answer === 'ours');
          if (signal.aborted) await held.release();
          return held;
        }
        await sleep(answer === 'taken' ? ASK : ASK_AGAIN, signal);
      }
    },
    async close() {
      await Promise.all([...holding].map((held) => held.release()));
    },
  };
}
