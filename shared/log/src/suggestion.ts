import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
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

/**
 * Writes suggestions. Of two calls one suggestion of a kind is kept, the likelier one, whichever of them it came with;
 * what a person has decided about them is not asked again.
 */
export async function insertSuggestions(
  trx: LogTransaction,
  suggestions: readonly NewSuggestion[],
  at: string,
): Promise<void> {
  if (suggestions.length === 0) return;
  await sql`
    with given as materialized (
      select distinct on (least("callId", "otherCallId"), greatest("callId", "otherCallId"), kind = 'same-cause',
          case when kind = 'split' then "contactId" end) *
      from json_to_recordset(${JSON.stringify(suggestions)}::json) as given
        (kind text, "callId" uuid, "otherCallId" uuid, "contactId" uuid, why text[], confidence real)
      order by least("callId", "otherCallId"), greatest("callId", "otherCallId"), kind = 'same-cause',
        case when kind = 'split' then "contactId" end, confidence desc
    ), known as materialized (
      select given.*, old.id as old_id, old.settled_as, old.confidence as old_confidence from given left join lateral (
        select id, settled_as, confidence from suggestions
        where given.kind <> 'split' and (kind = 'same-cause') = (given.kind = 'same-cause')
          and (call_id, other_call_id) in (("callId", "otherCallId"), ("otherCallId", "callId"))
        order by settled_as nulls last limit 1
      ) as old on true
    ), raised as (
      update suggestions set why = known.why, confidence = known.confidence, kind = known.kind,
        contact_id = known."contactId" from known
      where suggestions.id = old_id and known.settled_as is null and known.confidence > old_confidence
    )
    insert into suggestions (call_id, other_call_id, contact_id, kind, why, confidence, at)
    select "callId", "otherCallId", "contactId", kind, why, confidence, ${at} from known where old_id is null`.execute(
    trx,
  );
}

/** A query of the suggestions on one call, from either side, the likeliest first: `Suggestion` as a JSON array. */
export function suggestionsOf(callId: string) {
  return sql<{ suggestions: Suggestion[] }>`
    select coalesce(json_agg(json_strip_nulls(json_build_object('kind', kind, 'reference', reference,
      'contact', contact_id, 'confidence', confidence, 'why', why)) order by confidence desc, mine.id), '[]') as suggestions
    from (
      select suggestions.*, case when call_id = ${callId} then coalesce(other_call_id, call_id) else call_id end as shown_id
      from suggestions where (call_id = ${callId} or other_call_id = ${callId}) and settled_as is null
    ) as mine
    join calls on calls.id = shown_id`;
}
