/** Watches over what is waited for on one connection. */
export type Watchdog = {
  /** Does the work under watch. Rejects when the connection is over before the work is done. */
  watch<T>(work: () => Promise<T>): Promise<T>;
  /** Something came back. */
  pulse(): void;
  /** Watches a stream that is being read, piece by piece. */
  stream(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** The connection is over: whatever is waited for will never come. */
  over(): void;
};

/**
 * Calls `bark` when something is waited for and nothing came back for so many milliseconds. A server that answers
 * nothing and yet says "still here" keeps every timeout of the line itself from running out.
 */
export function startWatchdog(patience: number, bark: () => void): Watchdog {
  const waiting = new Set<(reason: Error) => void>();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const pulse = () => {
    clearTimeout(timer);
    timer = waiting.size > 0 ? setTimeout(bark, patience).unref() : undefined;
  };
  const watch = async <T>(work: () => Promise<T>): Promise<T> => {
    if (ended) throw new Error('the connection is over');
    let giveUp: (reason: Error) => void = () => undefined;
    const over = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    waiting.add(giveUp);
    pulse();
    try {
      return await Promise.race([work(), over]);
    } finally {
      waiting.delete(giveUp);
      pulse();
    }
  };
  return {
    watch,
    pulse,
    async *stream(source) {
      const pieces = source[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { value, done } = await watch(() => pieces.next());
          if (done) return;
          yield value;
        }
      } finally {
        // Whoever stops reading does not wait for the rest, nor for how it fails.
        void pieces.return?.().catch(() => undefined);
      }
    },
    over() {
      ended = true;
      for (const giveUp of waiting) giveUp(new Error('the connection is over'));
    },
  };
}
