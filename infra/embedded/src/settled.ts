import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@callbook/contracts';

/**
 * Keeps the configuration as this process has settled it, for the roles and for `callbook`, which find the private
 * Postgres by it: with its secrets, so only its owner reads it.
 */
export function keepSettled(home: string, config: Config): string {
  const file = join(home, 'run', 'config.json');
  mkdirSync(join(home, 'run'), { recursive: true });
  writeFileSync(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
}
