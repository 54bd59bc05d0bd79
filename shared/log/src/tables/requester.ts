import type { ColumnType, Generated } from 'kysely';
import type { Instant, OptionalInstant } from './columns.ts';

export interface RequesterTable {
  id: string;
  name: string | null;
  created_at: Instant;
  /** A directory has them at this moment. */
  listed: Generated<boolean>;
  /** Since when no directory has them any more that had them before. */
  gone_at: OptionalInstant;
  department: string | null;
  place: string | null;
}

export type IdentityKind = 'email' | 'phone' | 'slack' | 'employee-number';

export interface IdentityTable {
  id: string;
  requester_id: string;
  kind: IdentityKind;
  /** Folded for comparison: addresses in lower case, numbers in E.164. */
  value: string;
  /** True when the channel vouches for it, false when somebody only claims it. */
  verified: boolean;
  /** Who says that it is theirs. */
  evidence: Generated<'contact' | 'directory' | 'agent'>;
  /** Many people use it. */
  shared: Generated<boolean>;
  first_seen_at: Instant;
}

/** Two requesters who turned out to be one: what moved, so that it can move back. */
export interface RequesterJoinTable {
  id: string;
  from_id: string;
  into_id: string;
  identities: ColumnType<string[], string[], string[]>;
  calls: ColumnType<string[], string[], string[]>;
  by: string;
  why: string;
  at: Instant;
  parted_at: OptionalInstant;
  parted_by: string | null;
}

/** What each source of people says of whom. */
export interface DirectoryEntryTable {
  source: string;
  key: string;
  requester_id: string;
  identities: ColumnType<unknown, string, string>;
  imported_at: Instant;
  gone_at: OptionalInstant;
}
