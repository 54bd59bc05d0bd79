import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CallbookError } from '@callbook/contracts';

/** Where a program lies, by the search path; some servers are installed where only root's path looks. */
export function findProgram(names: readonly string[], path: string | undefined): string | undefined {
  const folders = [
    ...(path ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/opt/homebrew/bin',
    '/usr/local/bin',
  ];
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return false;
    throw error;
  }
}

/** What a short command prints; empty when it fails or is missing. */
export function captured(program: string, args: readonly string[]): string {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : '';
}

/**
 * Runs a short command to its end.
 * @throws CallbookError `service-failed` with what it printed, when it fails.
 */
export function ran(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly uid?: number;
    readonly gid?: number;
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): void {
  const result = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (result.status === 0) return;
  const said = `${result.stderr ?? ''}${result.stdout ?? ''}`.trim() || result.error?.message;
  throw new CallbookError('service-failed', `${program} failed: ${said}`, { cause: result.error });
}
