import { type Kysely, sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { putInOutbox } from './outbox.ts';
import { listOwnCalls } from './own-call.ts';
import type { Database } from './schema.ts';

/** A link that somebody asked for to be sent to an address. */
export type NewCallsLink = {
  /** UUID; names the link, and the mail that it is in. */
  readonly id: string;
  /** Folded as identities are. */
  readonly address: string;
  /** What stands in the link. */
  readonly token: string;
  /** BCP 47: of the page on which it was asked for. */
  readonly language: string;
  /** The account that the mail is sent from. */
  readonly account: string;
  readonly at: string;
};

/**
 * Writes the mail with the link into the outbox. An address that has no calls gets none, so that nobody is written to who
 * never wrote to us. Whether one was written is not for whoever asked to know.
 */
export async function putCallsLink(trx: LogTransaction, link: NewCallsLink): Promise<boolean> {
  const { id, address, token, language, account, at } = link;
  const [latest] = (await listOwnCalls(trx, { address, limit: 1 })).items;
  if (!latest) return false;
  // A message belongs to a contact: here to the one by which their latest call is theirs.
  const { callId, contactId } = latest;
  const where = { channel: 'email' as const, account, recipient: address };
  const message = { link: token, language };
  await putInOutbox(trx, [{ id, callId, contactId, kind: 'link', ...where, message, createdAt: at }]);
  return true;
}

/** The address that a link was sent to; undefined where no such link was asked for, or it was never let out. */
export async function findCallsLink(db: Kysely<Database>, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ recipient: string }>`
    select recipient from outbox where id = ${id} and kind = 'link' and queued_at is not null`.execute(db);
  return rows[0]?.recipient;
}
