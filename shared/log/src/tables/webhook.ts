import type { WebhookCall, WebhookEvent } from '@callbook/contracts';
import type { ColumnType, Generated } from 'kysely';
import type { Instant, Json, OptionalInstant } from './columns.ts';

/** An endpoint as far as the database must know it, to decide which events are written down for it. */
export interface WebhookEndpointTable {
  name: string;
  /** Another address is another receiver. What is kept is its sha256: an address may hold a secret. */
  url_sha256: string;
  events: ColumnType<WebhookEvent[], WebhookEvent[], WebhookEvent[]>;
  /** In lower case. Null: all but `hidden`. */
  departments: ColumnType<string[] | null, string[] | null, string[] | null>;
  hidden: ColumnType<string[], string[], string[]>;
  /** Since when every attempt has failed. */
  failing_since: OptionalInstant;
  /** When it answered 410: nothing is written down for it from then on. */
  gone_at: OptionalInstant;
}

/** `withheld`: the call went where its endpoint sees none before it could be sent. */
export type WebhookState = 'waiting' | 'delivered' | 'withheld' | 'dead';

/** One event for one endpoint. */
export interface WebhookMessageTable {
  /** The order in which events were committed. */
  seq: Generated<number>;
  /** The `webhook-id` of every attempt. */
  id: Generated<string>;
  endpoint: string;
  call_id: string;
  history_id: number;
  type: WebhookEvent;
  at: Instant;
  data: Json<WebhookCall>;
  /** What happens in one transaction is one event of its kind. */
  transaction: ColumnType<string, never, never>;
  state: Generated<WebhookState>;
  /** Counted before they are made. */
  attempts: Generated<number>;
  /** Not before. While an attempt is made: when it is taken for lost. */
  due_at: Instant;
  settled_at: OptionalInstant;
  /** Why the last attempt failed. */
  reason: string | null;
}
