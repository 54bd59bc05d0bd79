import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError, type Config } from '@callbook/contracts';
import { type Environment, loadConfig } from '@callbook/runtime';

/**
 * The configuration of the installation that is meant: the one that is written, and where that names no database, the
 * one with which `infra/up` runs on this machine.
 * @throws CallbookError `config-invalid`.
 */
export function settings(environment: Environment): Config {
  const config = loadConfig(environment);
  if (config.database) return config;
  const configPath = join(environment.home, 'run', 'config.json');
  if (existsSync(configPath)) return loadConfig({ ...environment, configPath });
  const advice = 'Set database.url or DATABASE_URL, or start Callbook with infra/up.';
  throw new CallbookError(
    'config-invalid',
    `No database is configured, and nothing runs in ${environment.home}. ${advice}`,
  );
}
