import { CallbookError, type Role } from '@callbook/contracts';
import type { Kysely } from 'kysely';
import { appendAudit } from './audit.ts';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';
import { newSecret, secretHash } from './secret.ts';

/** A link that makes somebody an agent, or gives the agent of its address another password. Used once. */
export type Invitation = {
  readonly id: string;
  readonly role: Role;
  readonly departments: readonly string[];
  /** Only for who has this address. */
  readonly email?: string;
};

export type NewInvitation = {
  readonly id: string;
  readonly role: Role;
  readonly departments?: readonly string[] | undefined;
  readonly email?: string | undefined;
  readonly by: string;
  readonly at: Date;
  readonly expiresAt?: Date | undefined;
  /** Made up elsewhere, where it has to be known before. */
  readonly secret?: string | undefined;
};

/** Makes an invitation; answers with its secret, which is kept nowhere. */
export async function makeInvitation(trx: LogTransaction, given: NewInvitation): Promise<string> {
  const { id, role, departments = [], email = null, by, at, expiresAt = null, secret = newSecret('cbi_') } = given;
  await trx
    .insertInto('invitations')
    .values({
      ...{ id, token_hash: secretHash(secret), role, departments: JSON.stringify(departments) },
      ...{ email: email?.toLowerCase() ?? null, made_by: by, made_at: at, expires_at: expiresAt },
    })
    .execute();
  await appendAudit(trx, { at, by, kind: 'invitation.made', detail: { id, role, ...(email && { email }) } });
  return secret;
}

/**
 * The invitation of this secret, held until the transaction ends, so that two cannot use it at once.
 * @throws CallbookError `link-invalid`.
 */
export async function holdInvitation(trx: LogTransaction, secret: string, now: Date): Promise<Invitation> {
  const row = await trx
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', secretHash(secret))
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.used_at || (row.expires_at && row.expires_at <= now))
    throw new CallbookError(
      'link-invalid',
      'This link was used before, is too old, or was never made. Ask for another.',
    );
  const { id, role, departments, email } = row;
  return { id, role, departments, ...(email && { email }) };
}

/** Ends an invitation: its agent is there. */
export async function useInvitation(
  trx: LogTransaction,
  { id, agent, at }: { readonly id: string; readonly agent: string; readonly at: Date },
): Promise<void> {
  await trx.updateTable('invitations').set({ used_at: at, used_by: agent }).where('id', '=', id).execute();
}

/** Whether an invitation of this secret can still be used. */
export async function isOpenInvitation(db: Kysely<Database>, secret: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('invitations')
    .select(['used_at', 'expires_at'])
    .where('token_hash', '=', secretHash(secret))
    .executeTakeFirst();
  return row !== undefined && row.used_at === null && (row.expires_at === null || row.expires_at > now);
}
