import { CallbookError } from '@callbook/contracts';
import type { Kysely } from 'kysely';
import { appendAudit } from './audit.ts';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** Where an agent is signed in. */
export type AgentSession = {
  readonly id: string;
  readonly agentId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly ipAddress?: string;
  readonly userAgent?: string;
};

/** The sessions of an agent, or of all; newest first. */
export async function listSessions(db: Kysely<Database>, now: Date, agentId?: string): Promise<AgentSession[]> {
  let wanted = db.selectFrom('agent_sessions').selectAll().where('expires_at', '>', now);
  if (agentId !== undefined) wanted = wanted.where('agent_id', '=', agentId);
  const rows = await wanted.orderBy('created_at', 'desc').orderBy('id').execute();
  return rows.map((row) => ({
    ...{ id: row.id, agentId: row.agent_id },
    ...{ createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString() },
    ...(row.ip_address && { ipAddress: row.ip_address }),
    ...(row.user_agent && { userAgent: row.user_agent }),
  }));
}

/**
 * Ends a session at once; one of this agent, where one is given.
 * @throws CallbookError `session-unknown`.
 */
export async function endSession(
  trx: LogTransaction,
  {
    id,
    agentId,
    by,
    at,
  }: { readonly id: string; readonly agentId?: string | undefined; readonly by: string; readonly at: Date },
): Promise<void> {
  let ended = trx.deleteFrom('agent_sessions').where('id', '=', id);
  if (agentId !== undefined) ended = ended.where('agent_id', '=', agentId);
  const row = await ended.returning('agent_id').executeTakeFirst();
  if (!row) throw new CallbookError('session-unknown', `There is no session ${id}.`);
  await appendAudit(trx, { at, by, kind: 'session.ended', detail: { id, agent: row.agent_id } });
}
