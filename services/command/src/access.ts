import { CallbookError, type Config, DAY, HOUR } from '@callbook/contracts';
import { findAgentByEmail, type Log, makeApiToken, makeInvitation } from '@callbook/log';
import { v7 } from 'uuid';
import type { AdminArguments, TokenArguments } from './arguments.ts';
import { operator } from './operator.ts';

/** For how long a link is good that somebody at the machine asked for. */
const LINK = 24 * HOUR;

/**
 * A link that makes somebody an admin, for whoever is at the machine: they could write to the log directly as well.
 * @throws CallbookError `agent-unknown` for an address that no agent has.
 */
export async function adminLink({ email }: AdminArguments, log: Log, { desk, http }: Config): Promise<string> {
  if (email !== undefined && !(await findAgentByEmail(log.db, email)))
    throw new CallbookError('agent-unknown', `No agent has the address ${email}. Leave it out to make a new one.`);
  const at = new Date();
  const expiresAt = new Date(at.getTime() + LINK);
  const made = { id: v7(), role: 'admin', email, by: operator(), at, expiresAt } as const;
  const secret = await log.db.transaction().execute((trx) => makeInvitation(trx, made));
  const place = desk.url?.replace(/\/$/, '') ?? `http://${http.host}:${http.port}`;
  return `${place}/sign-in#invitation=${secret}\nGood for one use within ${LINK / HOUR} hours.\n`;
}

/** A token for a program: its secret, and nothing else, so that it can be piped. */
export async function newToken({ name, scopes, departments, days }: TokenArguments, log: Log): Promise<string> {
  const at = new Date();
  const expiresAt = days === undefined ? undefined : new Date(at.getTime() + days * DAY);
  const made = { id: v7(), name, scopes, departments, by: operator(), at, expiresAt };
  const { secret } = await log.db.transaction().execute((trx) => makeApiToken(trx, made));
  return `${secret}\n`;
}
