import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CallbookError } from '@callbook/contracts';
import { captured, ran } from './command.ts';

/** Whom a server runs as when root starts it. */
export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** For what a system user must reach when Callbook itself lies in a folder closed to others, such as /root. */
const OPEN_FOLDER = '/var/lib/callbook';
const OURS = 'callbook';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The first of these users that exists, else a system user `callbook`, which is created.
 * @throws CallbookError `service-failed` when it cannot be created.
 */
export function systemUser(names: readonly string[]): SystemUser {
  for (const name of [...names, OURS]) {
    const user = lookUp(name);
    if (user !== undefined && user.uid !== 0) return user;
  }
  if (existsSync('/etc/alpine-release')) ran('adduser', ['-S', '-D', '-H', OURS]);
  else ran('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OURS]);
  const made = lookUp(OURS);
  if (made === undefined) throw new CallbookError('service-failed', `The system user ${OURS} could not be created.`);
  return made;
}

function lookUp(name: string): SystemUser | undefined {
  const [uid, gid] = [captured('id', ['-u', name]), captured('id', ['-g', name])];
  return uid === '' || gid === '' ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

/**
 * A folder of the user's own under this path. Where the path lies behind a folder that is closed to the user, the data
 * goes to a new folder in /var/lib/callbook, and the path becomes a link to it: what is under the path stays the
 * truth, and deleting it still means starting afresh.
 */
export function ownFolder(path: string, user: SystemUser): string {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) {
    if (closedFolder(dirname(path), user) === undefined) mkdirSync(path, { mode: 0o700 });
    else symlinkSync(mkdtempSync(join(openFolder(), `${basename(path)}-`)), path);
  }
  const folder = realpathSync(path);
  const closed = closedFolder(dirname(folder), user);
  if (closed !== undefined) {
    throw new CallbookError(
      'service-failed',
      `${closed} is closed to the system user ${user.name}, who must reach ${folder}. Open it (chmod o+x ${closed}) or set CALLBOOK_HOME to a folder elsewhere.`,
    );
  }
  chownSync(folder, user.uid, user.gid);
  return folder;
}

/** The folder for what must be reachable by everyone on this machine. */
export function openFolder(): string {
  mkdirSync(OPEN_FOLDER, { recursive: true, mode: 0o755 });
  return OPEN_FOLDER;
}

/** The topmost folder on the way to `path`, itself included, that the user may not pass; undefined when all are open. */
export function closedFolder(path: string, user: SystemUser): string | undefined {
  const above = dirname(path) === path ? undefined : closedFolder(dirname(path), user);
  if (above !== undefined) return above;
  if (!lstatSync(path).isDirectory() && !statSync(path).isDirectory()) return undefined;
  const { uid, gid, mode } = statSync(path);
  const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & execute) === 0 ? path : undefined;
}
