/** Watches over commands that wait for their answer. */
export type Watchdog = {
  /** Does the work under watch. */
  watch<T>(work: () => Promise<T>): Promise<T>;
  /** Something came back. */
  pulse(): void;
  /** Watches a stream that is being read; every piece of it is a pulse. */
  stream(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
};

/**
 * Calls `bark` when something is waited for and nothing came back for so many milliseconds. A server that answers
 * nothing and yet says "still here" keeps every timeout of the line itself from running out.
 */
export function startWatchdog(patience: number, bark: () => void): Watchdog {
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  const pulse = () => {
    clearTimeout(timer);
    timer = waiting > 0 ? setTimeout(bark, patience).unref() : undefined;
  };
  const wait = (more: 1 | -1) => {
    waiting += more;
    pulse();
  };
  return {
    async watch(work) {
      wait(1);
      try {
        return await work();
      } finally {
        wait(-1);
      }
    },
    pulse,
    async *stream(source) {
      wait(1);
      try {
        for await (const bytes of source) {
          pulse();
          yield bytes;
        }
      } finally {
        wait(-1);
      }
    },
  };
}
