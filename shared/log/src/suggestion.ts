import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { LinkKind, SuggestionKind } from './schema.ts';
import { isVisible, type Visibility } from './visibility.ts';

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

/**
 * A query of the suggestions that a reader may see on one call and those folded into it, from either side, the likeliest first: `Suggestion` as
 * a JSON array. Of calls that were folded the survivor is shown, and nothing of two that are one by now.
 */
export function suggestionsOf(callId: string, visibility: Visibility) {
  return sql<{ suggestions: Suggestion[] }>`
    with own as materialized (
      select ${callId}::uuid as id union all select id from calls where merged_into = ${callId}
    ), mine as (
      select suggestions.*, coalesce(other_call_id, call_id) as shown_id from suggestions
      where call_id in (select id from own) and settled_as is null
      union all
      select suggestions.*, call_id from suggestions
      where other_call_id in (select id from own) and settled_as is null
    ), shown as (
      select distinct on (calls.id, kind, case when kind = 'split' then contact_id end) mine.*, calls.reference
      from mine join calls as named on named.id = shown_id join calls on calls.id = coalesce(named.merged_into, named.id)
      where (kind = 'split' or calls.id <> ${callId}) and ${isVisible(visibility)}
      order by calls.id, kind, case when kind = 'split' then contact_id end, confidence desc
    )
    select coalesce(json_agg(json_strip_nulls(json_build_object('kind', kind, 'reference', reference,
      'contact', contact_id, 'confidence', confidence, 'why', why)) order by confidence desc, shown.id), '[]') as suggestions
    from shown`;
}

/** What a person made of the suggestion that two calls are one. Where nobody suggested it, it is kept that it was said. */
export async function settlePair(
  trx: LogTransaction,
  { one, other, as, by, at }: { one: string; other: string; as: 'accepted' | 'declined'; by: string; at: string },
): Promise<void> {
  const settled = await sql`update suggestions set settled_as = ${as}, settled_by = ${by}, settled_at = ${at}
    where kind <> 'same-cause' and (call_id, other_call_id) in ((${one}, ${other}), (${other}, ${one}))`.execute(trx);
  if (settled.numAffectedRows) return;
  await sql`insert into suggestions (call_id, other_call_id, kind, why, confidence, at, settled_as, settled_by, settled_at)
    values (${one}, ${other}, 'same-matter', array['a person said so'], 1, ${at}, ${as}, ${by}, ${at})`.execute(trx);
}

/** What a link says of two calls is no longer suggested of them. */
export async function settleLink(
  trx: LogTransaction,
  { one, other, kind, by, at }: { one: string; other: string; kind: LinkKind; by: string; at: string },
): Promise<void> {
  const said: Partial<Record<LinkKind, SuggestionKind>> = { 'caused-by': 'same-cause', follows: 'follow-up' };
  await sql`update suggestions set settled_as = 'accepted', settled_by = ${by}, settled_at = ${at}
    where kind = ${said[kind] ?? null} and settled_as is null
      and (call_id, other_call_id) in ((${one}, ${other}), (${other}, ${one}))`.execute(trx);
}
