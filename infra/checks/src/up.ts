import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EmailAccount } from '@callbook/contracts';
import { environment } from '@callbook/runtime';
import pg from 'pg';
import { type DeskFetch, deskFetch, deskToken, type TokenOptions } from './desk-client.ts';

const PROGRAM = fileURLToPath(new URL('../../embedded/dist/up.js', import.meta.url));

export type RunningHouse = {
  readonly home: string;
  /** Where the page is. */
  readonly url: string;
  /** The process id of a part at this moment, by its name: a role, `postgres` or `redis`. */
  pid(part: string): number | undefined;
  /** kill -9. False when it is not running at this moment. */
  kill(part: string): boolean;
  /** How often a part was started again. */
  restarts(part: string): number;
  /** Asks its desk, with a token that may do everything. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** `fetch` for its desk with another token; the same one each time that the same is wanted. */
  as(wanted: TokenOptions): Promise<DeskFetch>;
  databaseUrl(): string;
  redisUrl(): string;
  /** Asks the log, and asks again while Postgres is down. */
  query<Row extends object>(sql: string): Promise<Row[]>;
  /** SIGTERM; resolves with the exit status and the milliseconds it took. Removes the data unless it is kept. */
  stop(options?: { keep: boolean }): Promise<{ status: number | null; milliseconds: number }>;
};

export type HouseOptions = {
  readonly accounts?: readonly EmailAccount[];
  /** The settings of `email.smtp`, as they stand in a configuration file. */
  readonly smtp?: object;
  /** The settings of `voice`, as they stand in a configuration file. */
  readonly voice?: object;
  /** The settings of `slack` and of `media`, likewise. */
  readonly slack?: object;
  readonly media?: object;
  /** Other sections, likewise. */
  readonly settings?: object;
  readonly args?: readonly string[];
  readonly port?: number;
  /** The home of an earlier one, to be found again. */
  readonly home?: string;
};

/** Runs `infra/up` (without its set-up) on a home of its own, and waits until it says that it runs. */
export async function startHouse(options: HouseOptions): Promise<RunningHouse> {
  const { accounts = [], smtp, voice, slack, media, settings, args = ['--separate'], port = 0 } = options;
  const { home = mkdtempSync(join(tmpdir(), 'callbook-')) } = options;
  chmodSync(home, 0o755); // Postgres runs as another user where we are root
  const configFile = join(home, 'callbook.yaml');
  writeFileSync(configFile, JSON.stringify({ email: { accounts, smtp }, voice, slack, media, ...settings }));
  const {
    DATABASE_URL: _ownDatabase,
    REDIS_URL: _ownRedis,
    NODE_OPTIONS: _options,
    ...variables
  } = environment().variables;
  const env = { ...variables, CALLBOOK_HOME: home, CALLBOOK_CONFIG: configFile, CALLBOOK_PORT: String(port) };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await runs(child);

  const settled = () => JSON.parse(readFileSync(join(home, 'run', 'config.json'), 'utf8'));
  const parts = () => {
    const file = join(home, 'run', 'processes.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  };
  const tokens = new Map<string, Promise<string>>();
  const pid = (part: string): number | undefined => parts()[part]?.pid;

  const as = async (wanted: TokenOptions) => {
    const kind = JSON.stringify(wanted);
    const token = tokens.get(kind) ?? deskToken(settled().database.url, wanted);
    tokens.set(kind, token);
    return deskFetch(url, await token);
  };

  return {
    home,
    url,
    pid,
    kill(part) {
      const target = pid(part);
      if (target === undefined) return false;
      try {
        process.kill(target, 'SIGKILL');
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
        throw error;
      }
    },
    restarts: (part) => parts()[part]?.restarts ?? 0,
    ask: async (path, init) => (await as({}))(path, init),
    as,
    databaseUrl: () => settled().database.url,
    redisUrl: () => settled().redis.url,
    query: (sql) => patiently(settled().database.url, sql),
    async stop({ keep } = { keep: false }) {
      const start = Date.now();
      const status = child.exitCode ?? (await ending(child));
      if (!keep) rmSync(home, { recursive: true, force: true });
      return { status, milliseconds: Date.now() - start };
    },
  };
}

/** Resolves with the address that `infra/up` gives. */
function runs(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk;
      const url = /Callbook runs: (\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (status) => reject(new Error(`infra/up ended with ${status}:\n${output}`)));
  });
}

function ending(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

async function patiently<Row extends object>(url: string, sql: string): Promise<Row[]> {
  for (let left = 200; ; left--) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined); // a Postgres that dies under the query: the query rejects too
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } catch (error) {
      if (left === 0 || /syntax|does not exist/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
