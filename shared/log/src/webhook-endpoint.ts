import type { WebhookEvent } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** Who is told of what, as the configuration has it. */
export type WebhookEndpoint = {
  readonly name: string;
  /** Of its address, in hexadecimal. */
  readonly urlSha256: string;
  readonly events: readonly WebhookEvent[];
  /** By all their names. Undefined: all but `hidden`, and what is in none. */
  readonly departments: readonly string[] | undefined;
  /** Departments whose calls it is never told of, by all their names. */
  readonly hidden: readonly string[];
};

/**
 * Lets events be written down for these endpoints and no others, from this transaction on. An endpoint that answered 410
 * is tried again when its address is another one. What waits for an endpoint that is no longer there is a dead letter.
 */
export async function keepWebhookEndpoints(
  trx: LogTransaction,
  endpoints: readonly WebhookEndpoint[],
  at: string,
): Promise<void> {
  const folded = endpoints.map((endpoint) => ({
    ...{ name: endpoint.name, url_sha256: endpoint.urlSha256, events: endpoint.events },
    departments: endpoint.departments?.map((name) => name.toLowerCase()) ?? null,
    hidden: endpoint.hidden.map((name) => name.toLowerCase()),
  }));
  await sql`delete from webhook_endpoints where name <> all(${endpoints.map(({ name }) => name)}::text[])`.execute(trx);
  await sql`
    insert into webhook_endpoints as known (name, url_sha256, events, departments, hidden)
    select name, url_sha256, events, departments, hidden
    from json_populate_recordset(null::webhook_endpoints, ${JSON.stringify(folded)}::json)
    on conflict (name) do update set url_sha256 = excluded.url_sha256, events = excluded.events,
      departments = excluded.departments, hidden = excluded.hidden,
      failing_since = case when known.url_sha256 = excluded.url_sha256 then known.failing_since end,
      gone_at = case when known.url_sha256 = excluded.url_sha256 then known.gone_at end`.execute(trx);
  await sql`update webhook_messages set state = 'dead', settled_at = ${at}, reason = 'its webhook is not configured any more'
    where state = 'waiting' and endpoint not in (select name from webhook_endpoints)`.execute(trx);
}

/** How the deliveries to an endpoint go. */
export type WebhookHealth = {
  readonly endpoint: string;
  readonly waiting: number;
  /** When the oldest of what waits happened. */
  readonly oldestAt?: string;
  /** Given up on. */
  readonly dead: number;
  /** Since when every attempt has failed. */
  readonly failingSince?: string;
  /** When it answered 410: it is told of nothing from then on. */
  readonly goneAt?: string;
};

type HealthRow = {
  endpoint: string;
  waiting: number;
  oldest: Date | null;
  dead: number;
  failing_since: Date | null;
  gone_at: Date | null;
};

/** How the deliveries go: of every endpoint, and of those that were taken out of the configuration with dead letters left. */
export async function getWebhookHealth(db: Kysely<Database>): Promise<WebhookHealth[]> {
  const { rows } = await sql<HealthRow>`
    with counted as (
      select endpoint, (count(*) filter (where state = 'waiting'))::int as waiting,
        min(at) filter (where state = 'waiting') as oldest, (count(*) filter (where state = 'dead'))::int as dead
      from webhook_messages where state in ('waiting', 'dead') group by endpoint
    )
    select coalesce(name, endpoint) as endpoint, coalesce(waiting, 0) as waiting, oldest, coalesce(dead, 0) as dead,
      failing_since, gone_at
    from webhook_endpoints full join counted on endpoint = name order by 1`.execute(db);
  return rows.map(({ endpoint, waiting, oldest, dead, failing_since, gone_at }) => ({
    ...{ endpoint, waiting, dead },
    ...(oldest && { oldestAt: oldest.toISOString() }),
    ...(failing_since && { failingSince: failing_since.toISOString() }),
    ...(gone_at && { goneAt: gone_at.toISOString() }),
  }));
}
