import { DAY } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** A call of the log is what a person means who texts without a word about which, for so long after it came. */
const RECENT = 7 * DAY;

/**
 * The latest call that whoever has a number began by telephone and that is worked on, by number. A number that many people
 * use tells nobody.
 */
export async function findLastCalls(
  trx: LogTransaction,
  texts: readonly { readonly phone: string; readonly at: string }[],
): Promise<Map<string, string>> {
  const calls = new Map<string, string>();
  for (const { phone, at } of texts) {
    const since = new Date(Date.parse(at) - RECENT).toISOString();
    const { rows } = await sql<{ id: string }>`
      select calls.id from identities join calls on calls.requester_id = identities.requester_id
      where identities.kind = 'phone' and identities.value = ${phone} and not identities.shared
        and calls.first_channel = 'voice' and calls.received_at > ${since} and calls.merged_into is null
        and calls.status not in ('resolved', 'closed')
      order by calls.received_at desc limit 1`.execute(trx);
    const [row] = rows;
    if (row) calls.set(phone, row.id);
  }
  return calls;
}
