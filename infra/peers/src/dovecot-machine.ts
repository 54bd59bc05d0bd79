import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { CallbookError } from '@callbook/contracts';
import type { Owner } from './maildir.ts';

/**
 * The Dovecot program of this machine.
 * @throws CallbookError `service-missing` with the command that installs it, or when its version is not one we know.
 */
export function dovecotProgram(path: string | undefined): string {
  const folders = [...(path ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'];
  const program = folders.map((folder) => join(folder, 'dovecot')).find((file) => existsSync(file));
  if (program === undefined) {
    throw new CallbookError(
      'service-missing',
      'There is no dovecot. Install it (Debian, Ubuntu: apt-get install dovecot-imapd; macOS: brew install dovecot).',
    );
  }
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim().split(' ')[0] ?? '';
  // 2.4 renamed most settings: a configuration for 2.3 does not start there.
  if (!version.startsWith('2.3.')) {
    throw new CallbookError(
      'service-missing',
      `${program} is Dovecot ${version}. The demo and the tests need Dovecot 2.3 (Debian 12: apt-get install dovecot-imapd).`,
    );
  }
  return program;
}

/** @throws CallbookError `service-failed` when this machine has no such user. */
export function numericIds(user: string): Owner {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, user], { encoding: 'utf8' }).stdout.trim());
  if (!uid || !gid) throw new CallbookError('service-failed', `This machine has no user ${user}.`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** @throws CallbookError `service-failed` that names the folder which the user may not pass. */
export function assertOpen(folder: string, user: string, { uid, gid }: Owner): void {
  const above = dirname(folder);
  if (above !== folder) assertOpen(above, user, { uid, gid });
  const status = statSync(folder);
  const execute = status.uid === uid ? 0o100 : status.gid === gid ? 0o010 : 0o001;
  if ((status.mode & execute) !== 0) return;
  throw new CallbookError(
    'service-failed',
    `${folder} is closed to the user ${user}, as whom Dovecot keeps mail when root starts it. Open it (chmod o+x ${folder}) or choose a folder elsewhere.`,
  );
}
