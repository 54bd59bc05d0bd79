import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { backoff, environment, keptSecret, type Logger, sleep } from '@callbook/runtime';
import { Redis } from 'ioredis';
import { findProgram } from './command.ts';
import { isFree, keptPort } from './port.ts';
import { answered, endOrphan, GENTLE, lastLines, launch, recordedPid, type Service, type StopStep } from './service.ts';

/** A fixed port can be held for a moment by the server that was just killed. */
const CLASH_PATIENCE = 20 * SECOND;
const READY_PATIENCE = 2 * MINUTE;
const NOT_YET = /ECONNREFUSED|ECONNRESET|Connection is closed|LOADING/;

const STOP: readonly StopStep[] = [
  ['SIGTERM', GENTLE],
  ['SIGKILL', 500],
];

export type RedisOptions = {
  /** Data, password, port, configuration and log live here. Created when missing. */
  readonly directory: string;
  readonly logger: Logger;
  /** This port and no other, for those who know the address already. Default: the last one, or a free one. */
  readonly port?: number;
};

/**
 * A private Redis on 127.0.0.1 that never evicts and appends every write to a file, synced each second: what the queue
 * needs. Finds redis-server or valkey-server on this machine.
 * @throws CallbookError `service-missing`, `service-failed`
 */
export async function startRedis({ directory, logger, port }: RedisOptions): Promise<Service> {
  const program = findProgram(['redis-server', 'valkey-server'], environment().variables.PATH);
  if (program === undefined) {
    throw new CallbookError(
      'service-missing',
      'There is no redis-server or valkey-server. Install one (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis) or give REDIS_URL.',
    );
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const password = keptSecret(join(directory, 'password'));
  const pidFile = join(directory, 'redis.pid');
  await endOrphan(recordedPid(pidFile), leftBehind(directory, pidFile), STOP);

  const log = join(directory, 'redis.log');
  const wait = backoff(100, SECOND);
  for (const end = Date.now() + CLASH_PATIENCE; ; await sleep(wait.next())) {
    const at = port ?? (await keptPort(directory));
    const from = existsSync(log) ? statSync(log).size : 0;
    if (port === undefined || (await isFree(port))) {
      const file = join(directory, 'redis.conf');
      writeFileSync(file, settings(directory, at, password), { mode: 0o600 });
      const running = await launch({ program, args: [file], output: log, cwd: directory, env: { TZ: 'UTC' } });
      writeFileSync(pidFile, `${running.pid} 127.0.0.1:${at}\n`);
      const url = `redis://:${password}@127.0.0.1:${at}`;
      if (await answered(running, () => answers(url), READY_PATIENCE, STOP)) {
        logger.info({ port: at, pid: running.pid }, 'Redis is ready');
        return { url, port: at, pid: running.pid, exited: running.exited, stop: () => running.stop(STOP) };
      }
    }
    const said = lastLines(log, from);
    if (Date.now() > end || (said !== '' && !/Address already in use/.test(said)))
      throw new CallbookError('service-failed', `Redis did not start on port ${at}. Its log, ${log}, ends:\n  ${said}`);
    logger.warn({ port: at }, 'the port of Redis is still taken; trying again');
  }
}

/** The version of a running server, such as `7.0.15`. */
export async function redisVersion(url: string): Promise<string> {
  return asked(url, async (redis) => /(?:redis|valkey)_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? '');
}

/** Redis shows its address in place of its arguments once it runs; until then its arguments name our folder. */
function leftBehind(directory: string, pidFile: string): (commandLine: string) => boolean {
  const address = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').trim().split(' ')[1] : undefined;
  return (line) => line.includes(directory) || (address !== undefined && line.includes(address));
}

/** The password stands in a file that only we can read, not in the arguments that everyone sees. */
function settings(directory: string, port: number, password: string): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'daemonize no',
    `dir "${directory}"`,
    'appendonly yes',
    'appendfsync everysec',
    // A kill -9 in the middle of a write leaves half a command at the end: dropped, not a reason to stay down.
    'aof-load-truncated yes',
    'save ""',
    'maxmemory-policy noeviction',
    'loglevel notice',
    '',
  ].join('\n');
}

/** True when the server answers; undefined when it is too early to say. */
async function answers(url: string): Promise<true | undefined> {
  try {
    await asked(url, (redis) => redis.ping());
    return true;
  } catch (error) {
    if (NOT_YET.test(String(error))) return undefined;
    throw error;
  }
}

async function asked<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false });
  // Whoever asks gets the rejection; without a listener ioredis prints it as well.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}
