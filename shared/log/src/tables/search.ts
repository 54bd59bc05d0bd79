import type { Generated } from 'kysely';

/** All that a call is found by, as one text. */
export interface SearchableTable {
  call_id: string;
  text: string;
}

/** Calls whose text has changed since. */
export interface SearchChangeTable {
  id: Generated<number>;
  call_id: string;
}
