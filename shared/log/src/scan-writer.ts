import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** What is known for sure of who wrote what a scan shows. */
export type ScanWriter = {
  /** The contact that says it: a reading, or a person's word. */
  readonly contactId: string;
  /** Of the contact that brought the scan. */
  readonly key: string;
  /** An address as it was read or typed. */
  readonly email: string | undefined;
  /** Whom a person has chosen. */
  readonly requesterId: string | undefined;
  readonly employeeNumber: string | undefined;
};

/** Somebody who can be told that their call is there. */
export type ReachableWriter = {
  readonly callId: string;
  readonly contactId: string;
  /** When it was scanned. */
  readonly occurredAt: string;
  readonly account: string;
  readonly recipient: string;
};

/**
 * Where those can be written to who opened calls by a scan, one for each call: at the address that they wrote, else at one
 * that is verified of whom a person has chosen, else at that of the entry in a directory that has their personnel number.
 * Calls of which somebody was told already, that somebody has answered, or that are over, are left out.
 */
export async function findReachable(trx: LogTransaction, writers: readonly ScanWriter[]): Promise<ReachableWriter[]> {
  if (writers.length === 0) return [];
  const { rows } = await sql<{
    call_id: string;
    contact_id: string;
    occurred_at: Date;
    account: string;
    recipient: string;
  }>`
    select distinct on (calls.id) calls.id as call_id, writer."contactId" as contact_id, opening.occurred_at,
      opening.account, lower(address.value) as recipient
    from json_to_recordset(${JSON.stringify(writers)}::json)
      as writer ("contactId" uuid, key text, email text, "requesterId" uuid, "employeeNumber" text)
    join contacts as opening on opening.key = writer.key
    join calls on calls.id = opening.call_id
    cross join lateral (
      select writer.email as value, 1 as place, null::timestamptz as seen where writer.email is not null
      union all
      select value, 2, first_seen_at from identities
      where requester_id = writer."requesterId" and kind = 'email' and verified and not shared
      union all
      select mail.value, 3, mail.first_seen_at from identities as number
      join identities as mail on mail.requester_id = number.requester_id
      where number.kind = 'employee-number' and number.value = writer."employeeNumber"
        and number.verified and number.evidence = 'directory'
        and mail.kind = 'email' and mail.verified and not mail.shared and mail.evidence = 'directory'
    ) as address
    where opening.linked_by = 'new' and opening.duplicate_of is null
      and calls.first_channel = 'paper' and calls.merged_into is null
      and calls.status not in ('resolved', 'closed') and calls.responded_at is null
      and not exists (select from outbox where outbox.call_id = calls.id and outbox.kind = 'acknowledgement')
    order by calls.id, address.place, address.seen, address.value`.execute(trx);
  return rows.map(({ call_id: callId, contact_id: contactId, occurred_at, account, recipient }) => ({
    ...{ callId, contactId, account, recipient },
    occurredAt: occurred_at.toISOString(),
  }));
}
