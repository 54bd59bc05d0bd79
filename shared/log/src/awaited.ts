import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';

/** A contact that answers a message which the log does not have. The id is that of `messageKey`. */
export type Awaited = { readonly messageId: string; readonly contactId: string };

/** Notes which messages are missing, so that one that comes late finds its answers. */
export async function awaitMessages(trx: LogTransaction, awaited: readonly Awaited[]): Promise<void> {
  await insertRows(
    trx,
    'awaited_messages',
    ['message_id', 'contact_id'],
    awaited.map(({ messageId, contactId }) => ({ message_id: messageId, contact_id: contactId })),
  );
}

/** These messages have come. Another one with the same id is not what was waited for. */
export async function forgetAwaited(trx: LogTransaction, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length > 0) await sql`delete from awaited_messages where message_id = any(${messageIds})`.execute(trx);
}
