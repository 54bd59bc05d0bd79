import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError } from '@callbook/contracts';
import { commandLine, recordedPid } from './service.ts';

/**
 * Takes a home for this process: two at once would fight over its data. Returns how to give it back.
 * @throws CallbookError `service-failed` when another process has it.
 */
export function lockHome(home: string): () => void {
  const folder = join(home, 'run');
  const file = join(folder, 'up.pid');
  mkdirSync(folder, { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = recordedPid(file);
    // A killed run leaves the file behind, and the system may have given its number to a stranger.
    if (pid !== undefined && pid !== process.pid && /\bup\.[jt]s\b/.test(commandLine(pid))) {
      throw new CallbookError(
        'service-failed',
        `Callbook already runs on ${home} (process ${pid}). Stop that one first, or set CALLBOOK_HOME to another folder.`,
      );
    }
    rmSync(file, { force: true });
  }
}
