import type { Channel } from '@callbook/contracts';
import type { Instant } from './columns.ts';

/** What adapters said last of their sources: a part of an account on one day. */
export interface LedgerTable {
  channel: Channel;
  account: string;
  part: string;
  /** `2026-11-24`. */
  day: string;
  seen: number;
  spooled: number;
  untaken: number;
  confirmed: number;
  reported_at: Instant;
}
