import type { Permission, Role } from '@callbook/contracts';
import type { ColumnType, Generated } from 'kysely';
import type { Instant, Json, OptionalInstant } from './columns.ts';

export interface AgentTable {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  role: ColumnType<Role, Role | undefined, Role>;
  departments: ColumnType<string[], string | undefined, string>;
  disabled_at: OptionalInstant;
  created_at: ColumnType<Date, Date | undefined, Date>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
}

export interface AgentSessionTable {
  id: string;
  agent_id: string;
  token: string;
  expires_at: Instant;
  ip_address: string | null;
  user_agent: string | null;
  created_at: ColumnType<Date, never, never>;
  updated_at: ColumnType<Date, never, never>;
}

export interface InvitationTable {
  id: string;
  token_hash: string;
  role: Role;
  departments: ColumnType<string[], string, string>;
  email: string | null;
  made_by: string;
  made_at: Instant;
  expires_at: OptionalInstant;
  used_at: OptionalInstant;
  used_by: string | null;
}

export interface ApiTokenTable {
  id: string;
  token_hash: string;
  name: string;
  scopes: ColumnType<Permission[], Permission[], Permission[]>;
  departments: ColumnType<string[], string[], string[]>;
  made_by: string;
  made_at: Instant;
  expires_at: OptionalInstant;
  last_used_at: OptionalInstant;
  revoked_at: OptionalInstant;
  revoked_by: string | null;
}

export interface AuditTable {
  id: Generated<number>;
  at: Instant;
  by: string;
  kind: string;
  detail: Json<Record<string, unknown>>;
}
