import type { Instant, Json } from './columns.ts';

/** A search of the log that somebody named. */
export interface ViewTable {
  id: string;
  /** Whose it is; null: everybody's. */
  agent_id: string | null;
  name: string;
  filters: Json<Record<string, string>>;
  made_by: string;
  made_at: Instant;
}
