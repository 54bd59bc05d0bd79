import { isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { type Backoff, backoff, type Logger } from '@callbook/runtime';

/** One thing to do. Rejecting with a CallbookError, or `again`, means that it is to be tried again later. */
export type Work = () => Promise<'done' | 'again'>;

export type Worklist = {
  /**
   * Does the work soon, or after `delay` milliseconds. Under an id that waits on the list already it is only brought
   * forward; under one that is being worked on, it is done once more. It is tried until it is done, or for an hour: then `givenUp` is called, with what went wrong last.
   */
  add(id: string, work: Work, options?: { delay?: number; givenUp?: (error: unknown) => Promise<void> }): void;
  size(): number;
  /** Resolves when nothing is being done any more. What is left is forgotten: the reconciliation finds it again. */
  stop(): Promise<void>;
};

type Item = {
  work: Work;
  due: number;
  readonly since: number;
  readonly wait: Backoff;
  readonly givenUp?: ((error: unknown) => Promise<void>) | undefined;
  running: boolean;
  /** It was added again while it ran: it may have run past what is new. */
  news: boolean;
};

export type WorklistOptions = {
  readonly logger: Logger;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  readonly concurrency?: number;
  /** Milliseconds before something is tried again: the first time, and at the most. */
  readonly pause?: readonly [first: number, most: number];
  /** Milliseconds after which it is given up. */
  readonly patience?: number;
};

/**
 * What is to be done besides answering webhooks, held in memory: a process that dies loses the list and no more than
 * that, because Twilio keeps calls and recordings, and every one that is not settled is put on it again.
 */
export function openWorklist(options: WorklistOptions): Worklist {
  const { logger, clock, concurrency = 8, pause = [SECOND, MINUTE], patience = 60 * MINUTE } = options;
  const items = new Map<string, Item>();
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const run = async (id: string, item: Item) => {
    item.running = true;
    item.news = false;
    const { outcome, error } = await tried(item.work);
    item.running = false;
    if (item.news) return;
    if (outcome === 'done') return void items.delete(id);
    if (clock() - item.since < patience) {
      if (error !== undefined) logger.debug({ err: error, work: id }, 'to be tried again');
      item.due = clock() + item.wait.next();
      return;
    }
    items.delete(id);
    try {
      await item.givenUp?.(error);
    } catch (fault) {
      if (!isCallbookError(fault)) throw fault;
      logger.warn({ err: fault, work: id }, 'it could not even be said that this was given up');
    }
  };

  const next = () => {
    clearTimeout(timer);
    if (stopped) return;
    let soonest = Number.POSITIVE_INFINITY;
    for (const [id, item] of items) {
      if (item.running) continue;
      if (item.due > clock()) soonest = Math.min(soonest, item.due);
      else if (running.size < concurrency) {
        const work = run(id, item).finally(() => {
          running.delete(work);
          next();
        });
        running.add(work);
      }
    }
    if (soonest < Number.POSITIVE_INFINITY) timer = setTimeout(next, Math.max(1, soonest - clock()));
  };

  return {
    add(id, work, { delay = 0, givenUp } = {}) {
      const due = clock() + delay;
      const known = items.get(id);
      if (!known)
        items.set(id, { work, due, since: clock(), wait: backoff(...pause), givenUp, running: false, news: false });
      else if (known.running) Object.assign(known, { work, due, news: true });
      else Object.assign(known, { work, due: Math.min(known.due, due) });
      next();
    },
    size: () => items.size,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** A failure that has a name is to be tried again; a bug ends the process, as everywhere. */
async function tried(work: Work): Promise<{ outcome: 'done' | 'again'; error?: unknown }> {
  try {
    return { outcome: await work() };
  } catch (error) {
    if (!isCallbookError(error)) throw error;
    return { outcome: 'again', error };
  }
}
