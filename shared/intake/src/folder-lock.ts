import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError } from '@callbook/contracts';

/**
 * Takes a folder for this process, and gives back how to let it go. A file with the process id, since Node has no
 * `flock`; one left by a process that was killed is recognised, for no process has its id (or we have it ourselves, as
 * the first process of a container always does).
 * @throws CallbookError `spool-failed` when another living process has it.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'owner.pid');
  const owner = ownerOf(path);
  if (owner !== undefined && owner !== process.pid && isAlive(owner))
    throw new CallbookError(
      'spool-failed',
      `The spool ${folder} is in use by process ${owner}. Each role needs its own.`,
    );
  writeFileSync(path, String(process.pid));
  return () => rmSync(path, { force: true });
}

function ownerOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
