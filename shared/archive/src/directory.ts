import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes directories and their entries durable, with as few syncs as are in flight at once. */
export type Directories = {
  /** Makes a directory below the root, durable with every directory above it when it resolves. */
  make(path: string): Promise<void>;
  /** Syncs a directory: entries that were made in it before this call survive a loss of power. */
  sync(path: string): Promise<void>;
};

/**
 * Directories below `root`, which must exist. Calls for the same directory are gathered: those that come while a sync
 * runs share the next one, because the running one may have begun before their entry was made.
 */
export function openDirectories(root: string): Directories {
  const durable = new Map<string, Promise<void>>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const start = (path: string): Promise<void> => {
    const work = syncDirectory(path).finally(() => running.delete(path));
    running.set(path, work);
    return work;
  };

  const sync = (path: string): Promise<void> => {
    const current = running.get(path);
    if (!current) return start(path);
    let next = waiting.get(path);
    if (!next) {
      const after = () => {
        waiting.delete(path);
        return start(path);
      };
      next = current.then(after, after);
      waiting.set(path, next);
    }
    return next;
  };

  const make = (path: string): Promise<void> => {
    if (path === root) return Promise.resolve();
    let made = durable.get(path);
    if (!made) {
      const parent = dirname(path);
      // Synced even where it exists already: another process may have made it a moment ago.
      made = make(parent)
        .then(() => mkdir(path, { recursive: true }))
        .then(() => sync(parent));
      // A failure is told to everyone who waits, and the next caller tries again.
      made.catch(() => durable.delete(path));
      durable.set(path, made);
    }
    return made;
  };

  return { make, sync };
}

/** Syncs one directory (POSIX: an entry is durable only when its directory is). */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
