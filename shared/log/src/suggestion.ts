import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import { insertRows } from './rows.ts';
import type { SuggestionKind } from './schema.ts';

/** What a rule did not dare to do by itself. It waits for a person. */
export type NewSuggestion = {
  readonly kind: SuggestionKind;
  readonly callId: string;
  /** The call that it may belong to or follows; none for a split. */
  readonly otherCallId: string | undefined;
  /** The contact that gave rise to it. */
  readonly contactId: string;
  /** Reasons in words for a person. */
  readonly why: readonly string[];
  readonly confidence: number;
};

/** Another call that may be about the same matter or that this one follows, or a contact that may be another matter. */
export type Suggestion = {
  readonly kind: SuggestionKind;
  /** Of the other call; of this one for a split. */
  readonly reference: string;
  /** The id of the contact that gave rise to it. */
  readonly contact?: string;
  readonly confidence: number;
  readonly why: readonly string[];
};

/** Writes suggestions. */
export async function insertSuggestions(
  trx: LogTransaction,
  suggestions: readonly NewSuggestion[],
  at: string,
): Promise<void> {
  await insertRows(
    trx,
    'suggestions',
    ['call_id', 'other_call_id', 'contact_id', 'kind', 'why', 'confidence', 'at'],
    suggestions.map(({ callId, otherCallId, contactId, ...suggestion }) => ({
      call_id: callId,
      other_call_id: otherCallId,
      contact_id: contactId,
      ...suggestion,
      at,
    })),
  );
}

/** A query of the suggestions on one call, from either side, the likeliest first: `Suggestion` as a JSON array. */
export function suggestionsOf(callId: string) {
  return sql<{ suggestions: Suggestion[] }>`
    select coalesce(json_agg(json_strip_nulls(json_build_object('kind', kind, 'reference', reference,
      'contact', contact_id, 'confidence', confidence, 'why', why)) order by confidence desc, mine.id), '[]') as suggestions
    from (
      select suggestions.*, case when call_id = ${callId} then coalesce(other_call_id, call_id) else call_id end as shown_id
      from suggestions where call_id = ${callId} or other_call_id = ${callId}
    ) as mine
    join calls on calls.id = shown_id`;
}
