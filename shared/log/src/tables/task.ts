import type { Generated } from 'kysely';
import type { Instant, OptionalInstant } from './columns.ts';

export type TaskStatus = 'open' | 'done' | 'cancelled';

/** A part of a call that one department does. */
export interface TaskTable {
  id: string;
  call_id: string;
  department: string;
  title: string;
  status: TaskStatus;
  assignee: string | null;
  created_at: Instant;
  created_by: string;
  finished_at: OptionalInstant;
  finished_by: string | null;
  version: Generated<number>;
}
