import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Syncs directories, with as few syncs as are in flight at once. */
export type Directories = {
  /** Syncs a directory: entries that were made in it before this call survive a loss of power. */
  sync(path: string): Promise<void>;
};

/**
 * Makes these directories below `root`, which must exist, and has them durable before the first file comes: another
 * process that finds one there may rely on it, and storing a file makes none. Calls of `sync` for the same directory are
 * gathered: those that come while a sync runs share the next one, because the running one may have begun before their
 * entry was made.
 */
export async function makeDirectories(root: string, names: readonly string[]): Promise<Directories> {
  await Promise.all(names.map((name) => mkdir(join(root, name), { recursive: true })));
  await syncDirectory(root);
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const start = (path: string): Promise<void> => {
    const work = syncDirectory(path).finally(() => running.delete(path));
    running.set(path, work);
    return work;
  };

  return {
    sync(path) {
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
    },
  };
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
