import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * A password, made up once and kept in a file that only its owner can read. Of several processes that make one up at the
 * same time one wins, and all have the same: the file is there whole or not at all.
 */
export function keptSecret(file: string): string {
  if (!existsSync(file)) {
    const own = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(own, randomBytes(24).toString('hex'), { mode: 0o600 });
    try {
      linkSync(own, file);
    } catch (error) {
      // Another process was first.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own);
    }
  }
  return readFileSync(file, 'utf8').trim();
}
