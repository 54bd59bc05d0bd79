import { CallbookError, type Role } from '@callbook/contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import { appendAudit } from './audit.ts';
import type { LogTransaction } from './log.ts';
import type { AgentTable, Database } from './schema.ts';

/** Somebody who works at the desk. */
export type Agent = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The departments that they are of: where those are private, they see their calls. */
  readonly departments: readonly string[];
  /** They may no longer sign in, and stay in the history. */
  readonly disabledAt?: string;
  readonly createdAt: string;
};

export type AgentChange = {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly departments?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
  /** Their address is theirs: the organisation's account with it is this agent. */
  readonly vouched?: boolean | undefined;
};

export async function listAgents(db: Kysely<Database>): Promise<Agent[]> {
  const rows = await db.selectFrom('agents').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toAgent);
}

/** An agent who may sign in; undefined where there is none of this id, or no longer. */
export async function findAgent(db: Kysely<Database>, id: string): Promise<Agent | undefined> {
  const row = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
  return row && row.disabled_at === null ? toAgent(row) : undefined;
}

export async function findAgentByEmail(db: Kysely<Database>, email: string): Promise<Agent | undefined> {
  const row = await db.selectFrom('agents').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst();
  return row && toAgent(row);
}

/** Whether somebody is there who can make others agents. */
export async function hasAdmin(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`select from agents where role = 'admin' and disabled_at is null limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Changes what an agent is. Who may no longer sign in has no session any more, and neither has who became less.
 * @throws CallbookError `agent-unknown`; `request-invalid` where no admin would be left.
 */
export async function changeAgent(
  trx: LogTransaction,
  { id, by, at, ...change }: AgentChange & { readonly id: string; readonly by: string; readonly at: Date },
): Promise<Agent> {
  const { name, role, departments, disabled, vouched } = change;
  // One change of admins at a time, or the last two could remove each other.
  await sql`select from agents where role = 'admin' or id = ${id}::uuid order by id for update`.execute(trx);
  const row = await trx
    .updateTable('agents')
    .set({
      updated_at: at,
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(departments && { departments: JSON.stringify(departments) }),
      ...(disabled !== undefined && { disabled_at: disabled ? at : null }),
      ...(vouched && { email_verified: true }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new CallbookError('agent-unknown', `There is no agent ${id}.`);
  if (!(await hasAdmin(trx)))
    throw new CallbookError('request-invalid', 'Nobody would be left who can administer the desk.');
  if (disabled) await endSessions(trx, id);
  await appendAudit(trx, { at, by, kind: 'agent.changed', detail: { id, email: row.email, ...change } });
  return toAgent(row);
}

/** Makes somebody an agent. */
export async function makeAgent(
  trx: LogTransaction,
  given: Pick<Agent, 'id' | 'name' | 'email' | 'role'> & {
    readonly departments?: readonly string[];
    /** Their address is theirs: the organisation's account with it is this agent. */
    readonly vouched?: boolean;
    readonly at: Date;
  },
): Promise<void> {
  const { id, name, role, departments = [], vouched = false, at } = given;
  const email = given.email.toLowerCase();
  await trx
    .insertInto('agents')
    .values({ id, name, email, email_verified: vouched, role, departments: JSON.stringify(departments) })
    .execute();
  await appendAudit(trx, { at, by: email, kind: 'agent.made', detail: { id, email, role } });
}

/** Gives an agent a password, hashed elsewhere, in place of the one that they had; and ends their sessions. */
export async function setPassword(
  trx: LogTransaction,
  given: { readonly id: string; readonly agentId: string; readonly passwordHash: string; readonly at: Date },
): Promise<void> {
  const { id, agentId, passwordHash, at } = given;
  await sql`insert into agent_credentials (id, agent_id, provider, account_id, password)
    values (${id}, ${agentId}, 'credential', ${agentId}, ${passwordHash})
    on conflict (provider, account_id) do update set password = excluded.password, updated_at = ${at}::timestamptz`.execute(
    trx,
  );
  await endSessions(trx, agentId);
}

/** Ends every session of an agent, but one where it is given. */
export async function endSessions(trx: LogTransaction, agentId: string, but?: string): Promise<void> {
  let ended = trx.deleteFrom('agent_sessions').where('agent_id', '=', agentId);
  if (but !== undefined) ended = ended.where('id', '!=', but);
  await ended.execute();
}

function toAgent(row: Selectable<AgentTable>): Agent {
  const { id, name, email, role, departments, disabled_at: disabled, created_at: created } = row;
  return {
    ...{ id, name, email, role, departments },
    ...(disabled && { disabledAt: disabled.toISOString() }),
    createdAt: created.toISOString(),
  };
}
