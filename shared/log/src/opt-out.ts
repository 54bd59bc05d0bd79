import type { Channel, Contact } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** Somebody, as an account of a channel writes to them. */
export type Recipient = { readonly channel: Channel; readonly account: string; readonly recipient: string };

/** Whether somebody wants no messages from an account any more, and when they said so. */
export type OptOut = Recipient & { readonly stopped: boolean; readonly at: string };

/** Notes who wants no more messages, or wants them again. What was said later counts, in whatever order it comes. */
export async function noteOptOuts(trx: LogTransaction, optOuts: readonly OptOut[]): Promise<void> {
  for (const { channel, account, recipient, stopped, at } of optOuts)
    await sql`insert into opt_outs (channel, account, recipient, stopped, at)
      values (${channel}, ${account}, ${recipient}, ${stopped}, ${at})
      on conflict (channel, account, recipient) do update set stopped = excluded.stopped, at = excluded.at
      where opt_outs.at < excluded.at`.execute(trx);
}

/** What a contact says of that, by its details. */
export function optOutsOf({ channel, account, from, details, occurredAt }: Contact): OptOut[] {
  if (details.channel !== 'voice' || details.optOut === undefined || from.phone === undefined) return [];
  return [{ channel, account, recipient: from.phone, stopped: details.optOut === 'stop', at: occurredAt }];
}

/** Which of these want no more messages from these accounts, by `recipientKey`. */
export async function findOptedOut(trx: LogTransaction, recipients: readonly Recipient[]): Promise<Set<string>> {
  if (recipients.length === 0) return new Set();
  const { rows } = await sql<Recipient>`
    select channel, account, recipient from opt_outs
    join json_to_recordset(${JSON.stringify(recipients)}::json) as asked (channel text, account text, recipient text)
      using (channel, account, recipient)
    where stopped`.execute(trx);
  return new Set(rows.map(recipientKey));
}

/** One string for a recipient of an account, for sets. */
export function recipientKey({ channel, account, recipient }: Recipient): string {
  return [channel, account, recipient].join(' ');
}
