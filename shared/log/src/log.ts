import { CallbookError, type Config, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

/** The log, opened. Reads take `db`; whatever writes asks for a `LogTransaction`. */
export type Log = {
  readonly db: Kysely<Database>;
  /** One more connection, for half of a long question: whoever has it waits for none of `db`. */
  readonly beside: Kysely<Database>;
  readonly url: string;
  /** Rejects with the reason when Postgres does not answer or its schema is another version's. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

export type LogTransaction = Transaction<Database>;

/**
 * Opens the log. Connects when it is first needed, so that an absent Postgres does not keep a process from starting.
 * @throws CallbookError `config-invalid` when no database is configured.
 */
export function openLog(config: Config['database'], logger: Logger): Log {
  if (!config) throw new CallbookError('config-invalid', 'No database: set database.url or DATABASE_URL.');
  const db = connect(config.url, config.connections, logger);
  const beside = connect(config.url, 1, logger);
  return {
    ...{ db, beside, url: config.url },
    async ready() {
      const newest = Object.keys(migrations).at(-1);
      const { rows } = await sql<{
        name: string;
      }>`select name from kysely_migration order by name desc limit 1`.execute(db);
      if (rows[0]?.name !== newest)
        throw new CallbookError('log-schema', `The schema is at ${rows[0]?.name}, this version needs ${newest}.`);
    },
    async close() {
      await Promise.all([db.destroy(), beside.destroy()]);
    },
  };
}

function connect(url: string, connections: number, logger: Logger): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5 * SECOND,
    keepAlive: true,
    // A Postgres that keeps its connections and says nothing is away too.
    query_timeout: MINUTE,
  });
  // An idle connection that breaks has nobody waiting for it; without a listener it would end the process.
  pool.on('error', (error) => logger.debug({ err: error }, 'an idle connection to Postgres broke'));
  // One that breaks between two statements of a transaction tells nobody else: the next statement fails, and says so.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.debug({ err: error }, 'a connection to Postgres broke while it was used'));
  });
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Whether Postgres refused a statement with this code. */
export function isSqlState(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/** SQLSTATE classes and codes that say "not now" rather than "not this": connection, shutdown, resources, conflicts. */
const OUTAGES = /^(08|53|57P|58|40001|40P01|25006)/;
const BROKEN_SOCKETS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

const BROKEN_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|connection error|not queryable|Query read timeout/i;

/**
 * True when a failure is Postgres's and not the statement's: trying the same again later is right, and no contact is
 * to blame. pg reports a connection that closed under a query only in words.
 */
export function isOutage(error: unknown): boolean {
  if (isCallbookError(error)) return error.code === 'log-unavailable';
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
  if (typeof code === 'string' && (BROKEN_SOCKETS.has(code) || (code.length === 5 && OUTAGES.test(code)))) return true;
  // Every address of a host was tried, and each failed in its own way.
  if (Array.isArray(errors)) return errors.some(isOutage);
  return typeof message === 'string' && BROKEN_CONNECTION.test(message);
}
