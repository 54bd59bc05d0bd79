import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CallbookError, type ErrorCode, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { glimpseOf } from '../glimpse.ts';
import { inspect } from '../inspect.ts';
import { openLedger } from '../ledger.ts';
import type { Station } from '../station.ts';
import { type Taken, take } from '../take.ts';
import { putAway } from './away.ts';

export const DONE = 'done';
export const PROBLEM = 'problem';

/** What others write in a folder besides scans, and scans that are not finished yet by the name they have. */
const LEFT_ALONE = /^[.~]|^(?:thumbs\.db|desktop\.ini)$|\.(?:tmp|part|partial|filepart|crdownload|lock|swp)$/i;
/** What may become whole while it is still being written. */
const UNFINISHED: ReadonlySet<ErrorCode> = new Set(['scan-empty', 'scan-truncated']);
/** A writer has it to itself, or it is gone. */
const NOT_NOW: ReadonlySet<string | undefined> = new Set(['EBUSY', 'EACCES', 'EPERM', 'ENOENT', 'ETXTBSY', 'ESTALE']);

type Seen = {
  readonly size: number;
  readonly changed: number;
  /** On our clock: that of a share may be another. */
  readonly since: number;
  /** In the intake, and not known to be recorded. */
  readonly taken?: Taken;
};

/**
 * Looks at a folder, again and again. A file is taken when it has not changed for a while and its end is there; it is
 * moved to `done` when the log has it, or to `problem`, with a word why. Until then it lies where it is: should the disk
 * of this machine be lost, it is taken again. Resolves with the milliseconds after which there is something to do, where
 * that is known.
 * @throws what the system says of the folder, and `spool-full`, `archive-full` and their kind: all stays where it is.
 */
export function createLook(station: Station, folder: string): () => Promise<number | undefined> {
  const { tray, paper, intake, logger, signal } = station;
  const settled = paper.settleSeconds * SECOND;
  const patience = paper.unfinishedMinutes * MINUTE;
  const seen = new Map<string, Seen>();
  const ledger = openLedger(station);

  /** Undefined when there is nothing more to do about it. */
  const attend = async (name: string, stats: Stats): Promise<number | undefined> => {
    const now = performance.now();
    const before = seen.get(name);
    const same = before?.size === stats.size && before.changed === stats.mtimeMs;
    const file: Seen = same ? before : { size: stats.size, changed: stats.mtimeMs, since: now };
    seen.set(name, file);
    const age = now - file.since;
    if (age < settled) return settled - age;

    const taken = file.taken ?? (await takeFile(name, stats, age < patience));
    if (taken === undefined) return settled;
    seen.set(name, { ...file, taken });
    if (!intake.recorded.has(taken.key)) return undefined;
    await tidy(name, taken, stats);
    seen.delete(name);
    return undefined;
  };

  /** Undefined: not now. */
  const takeFile = async (name: string, stats: Stats, patient: boolean): Promise<Taken | undefined> => {
    const path = join(folder, name);
    let file: FileHandle;
    try {
      // Not what a name leads to elsewhere.
      file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    } catch (error) {
      if (!NOT_NOW.has((error as NodeJS.ErrnoException).code)) throw error;
      if (!patient) logger.warn({ tray: tray.name, err: error }, 'a file in the folder of a tray cannot be opened');
      return undefined;
    }
    try {
      const { fault } = await inspect(await glimpseOf(file, stats.size), paper.maxSize);
      if (fault && patient && UNFINISHED.has(fault.code)) return undefined;
      const confirm = async (size: number) => {
        const { size: length, mtimeMs } = await lstat(path);
        if (size !== stats.size || length !== size || mtimeMs !== stats.mtimeMs)
          throw new CallbookError('scan-truncated', 'The file changed while it was taken.');
      };
      const content = file.createReadStream({ start: 0, autoClose: false });
      return await take(station, { name, content, way: 'folder', writtenAt: stats.mtime, confirm });
    } catch (error) {
      const changed = isCallbookError(error, 'scan-truncated') || NOT_NOW.has((error as NodeJS.ErrnoException).code);
      if (!changed) throw error;
      seen.delete(name);
      return undefined;
    } finally {
      await file.close();
    }
  };

  const tidy = async (name: string, { fault, key }: Taken, was: Stats): Promise<void> => {
    const path = join(folder, name);
    const words = fault && `${fault.code}: ${fault.message}\nContact: ${key}\n`;
    try {
      const target = await putAway(path, join(folder, fault ? PROBLEM : DONE), words);
      // A scanner that uses its names again may have been writing the next scan into this very file.
      const { size, mtimeMs } = await lstat(target);
      if (size !== was.size || mtimeMs !== was.mtimeMs) await putAway(target, folder);
    } catch (error) {
      // Somebody else has moved it, which is as good.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  };

  return async () => {
    const files = await filesIn(folder);
    for (const name of seen.keys()) if (!files.has(name)) seen.delete(name);
    let soon: number | undefined;
    for (const [name, stats] of files) {
      if (signal.aborted) break;
      const wait = await attend(name, stats);
      if (wait !== undefined) soon = Math.min(soon ?? wait, wait);
    }
    await ledger.tell([...seen].map(([, { changed, taken }]) => ({ at: changed, taken: taken !== undefined })));
    return soon;
  };
}

/** The files that are there, the oldest first. */
async function filesIn(folder: string): Promise<Map<string, Stats>> {
  const found: [string, Stats][] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || LEFT_ALONE.test(entry.name)) continue;
    try {
      found.push([entry.name, await lstat(join(folder, entry.name))]);
    } catch (error) {
      if (!NOT_NOW.has((error as NodeJS.ErrnoException).code)) throw error;
    }
  }
  return new Map(found.sort(([, one], [, other]) => one.mtimeMs - other.mtimeMs));
}
