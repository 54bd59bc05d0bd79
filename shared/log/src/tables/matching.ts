import type { ColumnType, Generated } from 'kysely';
import type { Instant, OptionalInstant } from './columns.ts';

/** By what contacts about one matter find each other. */
export interface ClueTable {
  clue: string;
  occurred_at: Instant;
  contact_id: string;
}

/**
 * What a person may decide: two calls are one matter, one follows another, a contact is a matter of its own, or many
 * people's calls have one cause.
 */
export type SuggestionKind = 'same-matter' | 'follow-up' | 'split' | 'same-cause';

export interface SuggestionTable {
  id: Generated<number>;
  /** The younger call. */
  call_id: string;
  other_call_id: string | null;
  contact_id: string | null;
  kind: SuggestionKind;
  why: ColumnType<string[], string[], string[]>;
  confidence: number;
  at: Instant;
  /** What a person made of it. No rule asks again. */
  settled_as: 'accepted' | 'declined' | null;
  settled_by: string | null;
  settled_at: OptionalInstant;
}
