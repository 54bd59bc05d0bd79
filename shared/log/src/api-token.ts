import { CallbookError, type Permission } from '@callbook/contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import { appendAudit } from './audit.ts';
import type { LogTransaction } from './log.ts';
import type { ApiTokenTable, Database } from './schema.ts';
import { newSecret, secretHash } from './secret.ts';

/** What a program signs in with, without its secret. */
export type ApiToken = {
  readonly id: string;
  /** Stands in the history for whoever uses it. */
  readonly name: string;
  readonly scopes: readonly Permission[];
  /** The private departments that it sees. */
  readonly departments: readonly string[];
  readonly madeBy: string;
  readonly madeAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
};

export type NewApiToken = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly departments?: readonly string[] | undefined;
  readonly by: string;
  readonly at: Date;
  readonly expiresAt?: Date | undefined;
};

/** Makes a token. Its secret is in the answer, and nowhere else ever after. */
export async function makeApiToken(trx: LogTransaction, given: NewApiToken): Promise<ApiToken & { secret: string }> {
  const { id, name, scopes, departments = [], by, at, expiresAt = null } = given;
  const secret = newSecret('cbt_');
  const row = await trx
    .insertInto('api_tokens')
    .values({
      ...{ id, name, scopes: [...scopes], departments: [...departments], token_hash: secretHash(secret) },
      ...{ made_by: by, made_at: at, expires_at: expiresAt },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendAudit(trx, { at, by, kind: 'token.made', detail: { id, name, scopes } });
  return { ...toToken(row), secret };
}

/** The token of this secret; undefined where there is none, or it may no longer be used. */
export async function findApiToken(db: Kysely<Database>, secret: string, now: Date): Promise<ApiToken | undefined> {
  const row = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('token_hash', '=', secretHash(secret))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row || (row.expires_at && row.expires_at <= now)) return undefined;
  return toToken(row);
}

/** Notes that a token was used; to the minute, so that a busy program does not write all day. */
export async function noteApiTokenUse(db: Kysely<Database>, id: string, at: Date): Promise<void> {
  await sql`update api_tokens set last_used_at = ${at}::timestamptz
    where id = ${id}::uuid and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')`.execute(
    db,
  );
}

/** All tokens, newest first; those that were revoked among them. */
export async function listApiTokens(db: Kysely<Database>): Promise<ApiToken[]> {
  const rows = await db.selectFrom('api_tokens').selectAll().orderBy('made_at', 'desc').execute();
  return rows.map(toToken);
}

/** Ends a token at once; one that was revoked before stays as it is. @throws CallbookError `token-unknown`. */
export async function revokeApiToken(
  trx: LogTransaction,
  { id, by, at }: { readonly id: string; readonly by: string; readonly at: Date },
): Promise<void> {
  const row = await trx.selectFrom('api_tokens').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new CallbookError('token-unknown', `There is no token ${id}.`);
  if (row.revoked_at) return;
  await trx.updateTable('api_tokens').set({ revoked_at: at, revoked_by: by }).where('id', '=', id).execute();
  await appendAudit(trx, { at, by, kind: 'token.revoked', detail: { id, name: row.name } });
}

function toToken(row: Selectable<ApiTokenTable>): ApiToken {
  return {
    ...{ id: row.id, name: row.name, scopes: row.scopes, departments: row.departments },
    ...{ madeBy: row.made_by, madeAt: row.made_at.toISOString() },
    ...(row.expires_at && { expiresAt: row.expires_at.toISOString() }),
    ...(row.last_used_at && { lastUsedAt: row.last_used_at.toISOString() }),
    ...(row.revoked_at && { revokedAt: row.revoked_at.toISOString() }),
  };
}
