import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, opendir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { CallbookError, DAY } from '@callbook/contracts';
import type { Archive, Stored } from './archive.ts';
import { makeDirectories, syncDirectory } from './directory.ts';
import { named, systemCode } from './fault.ts';
import { checkName, isName, pathOf, SHELVES } from './name.ts';

/** An archive in a folder, with what a staging place needs besides. */
export type Folder = Archive & {
  /** Every name in it, in no order. */
  names(): AsyncIterable<string>;
  /** Takes one name out; one that is not there is fine. For what has a confirmed copy elsewhere, and nothing else. */
  remove(sha256: string): Promise<void>;
};

/** Where files are written before they have their name: on the same file system, so that renaming is atomic. */
const UNFINISHED = 'tmp';

/**
 * Opens an archive in a folder, which is made when missing: `ab/<sha256>`, written under `tmp/` and renamed. What a
 * crash left there is removed when it is older than a day: younger files may belong to another process.
 * @throws CallbookError `archive-failed`, `archive-full`.
 */
export async function openFolder(path: string): Promise<Folder> {
  const root = resolve(path);
  const unfinished = join(root, UNFINISHED);
  const directories = await named('making its folder', async () => {
    await mkdir(unfinished, { recursive: true });
    await syncDirectory(dirname(root));
    await sweep(unfinished);
    return makeDirectories(root, SHELVES);
  });
  const place = (sha256: string) => join(root, pathOf(checkName(sha256)));

  /** Gives a written and synced file its name, durably. */
  const keep = (temporary: string, sha256: string) =>
    named('naming a file', async () => {
      const target = place(sha256);
      await rename(temporary, target);
      await directories.sync(dirname(target));
    });

  const putBytes = async (bytes: Uint8Array): Promise<Stored> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const target = place(sha256);
    if ((await sizeOf(target)) === bytes.length) {
      // Whoever wrote it may not have synced its directory yet, and we promise that it is durable.
      await named('syncing a folder', () => directories.sync(dirname(target)));
    } else {
      const temporary = await writeUnfinished(unfinished, (file) =>
        named('writing a file', () => file.writeFile(bytes)),
      );
      await orRemove(temporary, keep(temporary, sha256));
    }
    return { sha256, size: bytes.length };
  };

  const putStream = async (source: Readable): Promise<Stored> => {
    const hash = createHash('sha256');
    let size = 0;
    const temporary = await writeUnfinished(unfinished, async (file) => {
      for await (const chunk of source) {
        const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        hash.update(bytes);
        size += bytes.length;
        await named('writing a file', () => file.writeFile(bytes));
      }
    });
    const sha256 = hash.digest('hex');
    await orRemove(temporary, keep(temporary, sha256));
    return { sha256, size };
  };

  return {
    put: (source) => (source instanceof Uint8Array ? putBytes(source) : putStream(source)),
    async get(sha256) {
      const file = await openStored(place(sha256));
      if (!file) throw new CallbookError('archive-missing', `The archive has nothing under ${sha256}.`);
      return file.createReadStream({ highWaterMark: 256 * 1024 });
    },
    size: async (sha256) => sizeOf(place(sha256)),
    // What is in the folder is in the archive.
    adopt: () => {},
    ready: () => named('looking at its folder', () => access(unfinished, constants.W_OK)),
    close: async () => {},
    async remove(sha256) {
      const target = place(sha256);
      await named('removing a file', () => unlinkIfThere(target));
    },
    async *names() {
      for (const shelf of SHELVES)
        for await (const entry of await opendir(join(root, shelf))) if (isName(entry.name)) yield entry.name;
    },
  };
}

/** Writes a new file and syncs it; leaves nothing behind when that fails. Resolves with its path. */
async function writeUnfinished(folder: string, write: (file: FileHandle) => Promise<void>): Promise<string> {
  const path = join(folder, randomUUID());
  const file = await named('making a file', () => open(path, 'wx', 0o640));
  const written = async () => {
    try {
      await write(file);
      await named('syncing a file', () => file.datasync());
    } finally {
      await file.close();
    }
  };
  await orRemove(path, written());
  return path;
}

/** Waits for the work, and removes the unfinished file when it fails. The failure is what the caller hears. */
async function orRemove(path: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    await unlinkIfThere(path);
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function openStored(path: string): Promise<FileHandle | undefined> {
  return named('opening a file', async () => {
    try {
      return await open(path, 'r');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  return named('looking at a file', async () => {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  });
}

async function sweep(folder: string): Promise<void> {
  const before = Date.now() - DAY;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Two processes may sweep at once: a file that is gone in between is what both wanted.
    const changed = (await stat(path).catch(gone))?.mtimeMs;
    if (changed !== undefined && changed < before) await unlinkIfThere(path);
  }
}

function gone(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') throw error;
}
