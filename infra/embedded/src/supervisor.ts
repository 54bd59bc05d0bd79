import { renameSync, writeFileSync } from 'node:fs';
import { SECOND } from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { signalled } from './service.ts';

/** A process that can be watched. The getters of one that restarts itself tell about the present process. */
export type Watched = {
  readonly pid: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
};

/** Starts a process; `previous` is what it was before it died. */
export type Start<T extends Watched> = (previous: T | undefined) => Promise<T>;

export type Supervisor = {
  /** Starts a process and starts it again whenever it dies. Resolves with the first one. */
  watch<T extends Watched>(name: string, start: Start<T>): Promise<T>;
  /** Stops these, at the same time. */
  stop(names: readonly string[]): Promise<void>;
  /** Kills whatever is left, without waiting: for the very end. */
  killAll(): void;
};

export type SupervisorDeps = {
  /** Tells who runs: `{ name: { pid, startedAt, restarts } }`. */
  readonly file: string;
  readonly logger: Logger;
  /** Aborted when everything stops: nothing is started any more. */
  readonly signal: AbortSignal;
};

/** A process that lived this long is taken for sound again. */
const SOUND = 10 * SECOND;
const FIRST_PAUSE = 0.2 * SECOND;
const LONGEST_PAUSE = 5 * SECOND;

type Entry = { current: Promise<Watched>; pid: number; startedAt: string; restarts: number };

/** Keeps processes running, and a file that says which. */
export function createSupervisor({ file, logger, signal }: SupervisorDeps): Supervisor {
  const entries = new Map<string, Entry>();

  const record = () => {
    const table = Object.fromEntries(
      [...entries].map(([name, { pid, startedAt, restarts }]) => [name, { pid, startedAt, restarts }]),
    );
    writeFileSync(`${file}.half`, `${JSON.stringify(table, undefined, 2)}\n`);
    renameSync(`${file}.half`, file);
  };

  const restarted = async <T extends Watched>(name: string, entry: Entry, last: T, start: Start<T>): Promise<T> => {
    const wait = backoff(FIRST_PAUSE, LONGEST_PAUSE);
    let lived = Date.now();
    for (let watched = last; ; ) {
      await watched.exited;
      if (signal.aborted) return watched;
      if (Date.now() - lived > SOUND) wait.reset();
      logger.warn({ part: name, pid: entry.pid }, 'a process died; starting it again');
      await sleep(wait.next(), signal);
      if (signal.aborted) return watched;
      try {
        const starting = start(watched);
        entry.current = starting.catch(() => last);
        watched = await starting;
        lived = Date.now();
        Object.assign(entry, { pid: watched.pid, startedAt: new Date().toISOString(), restarts: entry.restarts + 1 });
        record();
      } catch (error) {
        logger.error({ err: error, part: name }, 'a process cannot be started again yet');
      }
    }
  };

  return {
    async watch(name, start) {
      const first = await start(undefined);
      const entry: Entry = {
        current: Promise.resolve(first),
        pid: first.pid,
        startedAt: new Date().toISOString(),
        restarts: 0,
      };
      entries.set(name, entry);
      record();
      void restarted(name, entry, first, start);
      return first;
    },
    async stop(names) {
      await Promise.all(
        names.map(async (name) => {
          const entry = entries.get(name);
          if (entry === undefined) return;
          await (await entry.current).stop();
          entries.delete(name);
          record();
        }),
      );
    },
    killAll() {
      // Each leads a process group of its own.
      for (const { pid } of entries.values()) signalled(-pid, 'SIGKILL');
    },
  };
}
