import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCallbookError } from '@callbook/contracts';
import { createLogger, environment } from '@callbook/runtime';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import type { Service } from './service.ts';
import { isRoot } from './system-user.ts';

const USAGE = `node infra/embedded/dist/with-services.js -- COMMAND [ARGUMENT …]
Runs the command with a private Postgres and Redis of its own, at DATABASE_URL and REDIS_URL. Given ones are used.
`;

/** Runs a command with services that live as long as it does, and ends with its status. */
async function withServices(args: readonly string[]): Promise<number> {
  const [program, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (program === undefined) {
    process.stderr.write(USAGE);
    return 64; // EX_USAGE of sysexits.h
  }
  const around = environment();
  const logger = createLogger('with-services', 'warn');
  const folder = temporaryFolder();
  const started: Service[] = [];
  const own = async (service: Promise<Service>) => {
    started.push(await service);
    return (await service).url;
  };
  // The command is told by the terminal itself, or by us; we stay until it has ended, and then clean up.
  let passOn = (_signal: NodeJS.Signals) => {};
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => passOn(signal));
  try {
    const DATABASE_URL =
      around.databaseUrl ?? (await own(startPostgres({ directory: join(folder, 'postgres'), logger, fleeting: true })));
    const REDIS_URL = around.redisUrl ?? (await own(startRedis({ directory: join(folder, 'redis'), logger })));
    const child = spawn(program, rest, { stdio: 'inherit', env: { ...around.variables, DATABASE_URL, REDIS_URL } });
    passOn = (signal) => void child.kill(signal);
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
  } finally {
    await Promise.all(started.map((service) => service.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Short, since sockets may lie in it; and root's must let the system user pass who runs Postgres. */
function temporaryFolder(): string {
  const base = isRoot() || tmpdir().length > 40 ? '/tmp' : tmpdir();
  const folder = realpathSync(mkdtempSync(join(base, 'callbook-')));
  if (isRoot()) chmodSync(folder, 0o711);
  return folder;
}

try {
  process.exitCode = await withServices(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${isCallbookError(error) ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
