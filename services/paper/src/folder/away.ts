import { copyFile, lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/**
 * Moves a file into a folder, under its own name or the next one that is free: nothing that is anything is overwritten.
 * With words, these lie beside it in a text file. It may be killed at any moment: the file is in one of both folders, and
 * the next time finishes it. Resolves with where it is now.
 */
export async function putAway(path: string, folder: string, words?: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let copy = 1; ; copy += 1) {
    const target = join(folder, nameOf(path, copy));
    // An empty file holds the name, so that renaming replaces nothing else; one that was there is of a move cut off.
    if (!(await writeNew(target, '')) && (await lstat(target)).size > 0) continue;
    if (words !== undefined) await writeNew(`${target}.txt`, words);
    await move(path, target);
    return target;
  }
}

async function move(path: string, target: string): Promise<void> {
  try {
    await rename(path, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') await unlink(target);
    if (code !== 'EXDEV') throw error;
    // `done` is a folder of another disk.
    await copyFile(path, target);
    await unlink(path);
  }
}

/** False where there is such a file. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** `scan.pdf`, `scan-2.pdf`, `scan-3.pdf`. */
function nameOf(path: string, copy: number): string {
  const name = basename(path);
  if (copy === 1) return name;
  const ending = extname(name);
  return `${basename(name, ending)}-${copy}${ending}`;
}
