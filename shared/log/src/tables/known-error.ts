import type { Generated } from 'kysely';
import type { Instant } from './columns.ts';

/** A short article about what many ask. */
export interface KnownErrorTable {
  id: string;
  title: string;
  text: string;
  department: string | null;
  status: 'open' | 'solved';
  created_at: Instant;
  updated_at: Instant;
  updated_by: string;
  version: Generated<number>;
}

export interface CallKnownErrorTable {
  call_id: string;
  known_error_id: string;
  by: string;
  at: Instant;
}
