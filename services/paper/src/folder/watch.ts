import { mkdir } from 'node:fs/promises';
import { CallbookError, isCallbookError, SECOND } from '@callbook/contracts';
import { type FSWatcher, watch } from 'chokidar';
import type { Station } from '../station.ts';
import { openTrouble } from '../trouble.ts';
import { createLook, DONE, PROBLEM } from './look.ts';

/** Without news of the system, and on shares that bring none. */
const LOOK = 3 * SECOND;
const POLL = SECOND;

export type Watching = {
  /** Why the folder cannot be looked at, at this moment. */
  trouble(): CallbookError | undefined;
  /** Resolves when the signal has ended it. */
  readonly ended: Promise<void>;
};

/**
 * Takes what comes to lie in the folder of a tray, until the signal. The news of the system are a bell and no more: what
 * there is is found by listing the folder, so that news that are lost cost seconds and nothing else.
 */
export function watchFolder(station: Station, folder: { readonly path: string; readonly own: boolean }): Watching {
  const { tray, logger, signal, intake } = station;
  const trouble = openTrouble(tray.name, logger, () => performance.now());
  const look = createLook(station, folder.path);
  const bell = createBell(signal);
  const unsubscribe = intake.recorded.onRecorded(bell.ring);

  const run = async () => {
    let watcher: FSWatcher | undefined;
    while (!signal.aborted) {
      let pause = tray.polling ? POLL : LOOK;
      try {
        if (folder.own) await mkdir(folder.path, { recursive: true });
        const soon = await look();
        watcher ??= listen(folder.path, bell.ring);
        trouble.over();
        pause = Math.min(pause, soon ?? pause);
      } catch (error) {
        trouble.is(named(error, folder.path));
        await watcher?.close();
        watcher = undefined;
      }
      await bell.wait(pause);
    }
    unsubscribe();
    await watcher?.close();
  };

  const listen = (path: string, ring: () => void) =>
    watch(path, {
      ...{ depth: 0, ignoreInitial: true, usePolling: tray.polling, interval: POLL },
      ignored: (name) => [DONE, PROBLEM].some((own) => name.endsWith(`/${own}`)),
    })
      .on('all', ring)
      // What came while it was setting up, it does not tell of.
      .on('ready', ring)
      .on('error', (error) => logger.debug({ tray: tray.name, err: error }, 'no news of a folder; it is listed'));

  return { trouble: trouble.now, ended: run() };
}

function named(error: unknown, path: string): CallbookError {
  if (isCallbookError(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new CallbookError('paper-folder', `${path} cannot be looked at: ${message}.`, { cause: error });
}

/** Rung while nobody waits, it is heard by the next who does. */
function createBell(signal: AbortSignal) {
  let rung = false;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait(milliseconds: number): Promise<void> {
      if (!rung && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      rung = false;
    },
  };
}
