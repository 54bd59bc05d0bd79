import { chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { backoff, keptSecret, type Logger, sleep } from '@callbook/runtime';
import pg from 'pg';
import { ran } from './command.ts';
import { isFree, keptPort } from './port.ts';
import { type Binaries, postgresBinaries } from './postgres-binaries.ts';
import { answered, endOrphan, GENTLE, lastLines, launch, recordedPid, type Service, type StopStep } from './service.ts';
import { isRoot, ownFolder, type SystemUser, systemUser } from './system-user.ts';

const DATABASE = 'callbook';
const USER = 'callbook';

/** After a kill -9 the orphaned backends need a moment to notice; until then the server refuses its own data. */
const CLASH_PATIENCE = 20 * SECOND;
const CLASHES = /pre-existing shared memory block|lock file .* already exists|Address already in use/;
/** Recovery after a kill -9 under load has to replay the write-ahead log. */
const READY_PATIENCE = 2 * MINUTE;

/** Fast: rolls back and writes a checkpoint. Immediate: leaves recovery to the next start. Neither loses a commit. */
const STOP: readonly StopStep[] = [
  ['SIGINT', GENTLE],
  ['SIGQUIT', 400],
  ['SIGKILL', 200],
];

export type PostgresOptions = {
  /** Data, password, port and log live here. Created when missing. */
  readonly directory: string;
  readonly logger: Logger;
  /** This port and no other, for those who know the address already. Default: the last one, or a free one. */
  readonly port?: number;
  /** Nothing in it has to survive a loss of power: it flushes nothing. Default: it flushes whatever is committed. */
  readonly fleeting?: boolean;
};

/**
 * A private Postgres on 127.0.0.1 with a database `callbook`. Started by root it runs as a system user, since Postgres
 * refuses to run as root. What is committed survives, unless it is to be `fleeting`.
 * @throws CallbookError `service-missing`, `service-failed`
 */
export async function startPostgres({ directory, logger, port, fleeting }: PostgresOptions): Promise<Service> {
  const user = isRoot() ? systemUser(['postgres']) : undefined;
  const folder = user === undefined ? privateFolder(directory) : ownFolder(directory, user);
  const binaries = await postgresBinaries(user);
  const data = join(folder, 'data');
  const password = keptSecret(join(folder, 'password'));
  if (!existsSync(data)) initialise(binaries, folder, user);
  await endOrphan(recordedPid(join(data, 'postmaster.pid')), (line) => line.includes(data), STOP);

  const log = join(folder, 'postgres.log');
  const wait = backoff(200, 2 * SECOND);
  for (const end = Date.now() + CLASH_PATIENCE; ; await sleep(wait.next())) {
    const at = port ?? (await keptPort(folder));
    const from = existsSync(log) ? statSync(log).size : 0;
    if (port === undefined || (await isFree(port))) {
      const running = await launch({
        program: binaries.postgres,
        args: ['-D', data, ...settings(at, fleeting)],
        output: log,
        cwd: folder,
        env: { LC_ALL: 'C', TZ: 'UTC' },
        ...(user && { user }),
      });
      const url = `postgres://${USER}:${password}@127.0.0.1:${at}/${DATABASE}`;
      if (await answered(running, () => prepared(url), READY_PATIENCE, STOP)) {
        logger.info({ port: at, pid: running.pid }, 'Postgres is ready');
        return { url, port: at, pid: running.pid, exited: running.exited, stop: () => running.stop(STOP) };
      }
    }
    const said = lastLines(log, from);
    if (Date.now() > end || (said !== '' && !CLASHES.test(said)))
      throw new CallbookError(
        'service-failed',
        `Postgres did not start on port ${at}. Its log, ${log}, ends:\n  ${said}`,
      );
    logger.warn({ port: at }, 'Postgres is still held up by the run before; trying again');
  }
}

/** The version of a running server, such as `18.4`. */
export async function postgresVersion(url: string): Promise<string> {
  const client = await connected(url);
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? '';
  } finally {
    await client.end();
  }
}

function privateFolder(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

function initialise(binaries: Binaries, folder: string, user: SystemUser | undefined): void {
  const half = join(folder, 'data.half');
  const pwfile = join(folder, 'password');
  rmSync(half, { recursive: true, force: true });
  if (user !== undefined) chownSync(pwfile, user.uid, user.gid);
  ran(
    binaries.initdb,
    [
      ...['-D', half, '--username', USER, '--pwfile', pwfile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'],
      // Code point order and Unicode case, the same on every machine: no index breaks when the system's locales change.
      ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      // Many rounds protect passwords that can be guessed. Ours is random, and each connection would pay for them.
      ...['--set', 'scram_iterations=1'],
    ],
    { cwd: folder, env: { LC_ALL: 'C', TZ: 'UTC' }, ...(user && { uid: user.uid, gid: user.gid }) },
  );
  // Renamed when complete: an interrupted initdb is never taken for a database.
  renameSync(half, join(folder, 'data'));
}

function settings(port: number, fleeting = false): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    log_min_messages: 'warning',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(fleeting && { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** True when our database takes queries; undefined when it is too early to say. */
async function prepared(url: string): Promise<true | undefined> {
  try {
    const client = await connected(url.replace(/[^/]*$/, 'postgres'));
    try {
      const { rows } = await client.query<{ found: boolean; lz4: boolean }>(
        `select exists (select from pg_database where datname = $1) as found,
                (select 'lz4' = any (enumvals) from pg_settings where name = 'default_toast_compression') as lz4`,
        [DATABASE],
      );
      if (rows[0]?.found === true) return true;
      await client.query(`create database ${DATABASE}`);
      // Several times faster than pglz on the texts that we keep, where this build has it.
      if (rows[0]?.lz4) await client.query(`alter database ${DATABASE} set default_toast_compression = 'lz4'`);
      return true;
    } finally {
      await client.end();
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03') return undefined;
    throw error;
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10 * SECOND });
  // Without a listener a connection that breaks later would end the process; queries report it anyway.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
