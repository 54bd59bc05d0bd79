import { CallbookError } from '@callbook/contracts';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrations } from './migrations/index.ts';

/**
 * Brings the schema of a database up to this version. Safe to run from several processes at once: kysely's migrator
 * holds an advisory lock, and the second one finds nothing left to do.
 * @throws CallbookError `log-schema` when a migration fails; the ones before it stay applied.
 */
export async function migrate(databaseUrl: string): Promise<{ applied: string[] }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'the migrations';
      throw new CallbookError('log-schema', `${failed} could not be applied: ${messageOf(error)}`, { cause: error });
    }
    return { applied: (results ?? []).map(({ migrationName }) => migrationName) };
  } finally {
    await db.destroy();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
