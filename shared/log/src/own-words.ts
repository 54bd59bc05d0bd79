import { sql } from 'kysely';
import type { IdentityKind } from './schema.ts';

/**
 * Which contacts are the words of whoever reads the mail of an address. A wrong answer shows one person's words to another,
 * so that less is believed here than elsewhere: that a requester has two identities proves nothing, for somebody may have
 * claimed the one while they proved the other. What counts is the address itself, and what a directory lists together
 * with it as one person's.
 */

export type OwnIdentity = { readonly kind: IdentityKind; readonly value: string };

/**
 * `own (kind, value)`: the identities whose contacts are those of an address, as a `with` query. The address itself; and
 * where it is one person's, what a directory has of that person now, unless others have it too, or a person has parted them.
 */
export function ownIdentities(address: string) {
  const listed = sql`jsonb_build_array(jsonb_build_object('kind', 'email', 'value', ${address}::text))`;
  return sql`own as materialized (
    select 'email' as kind, ${address}::text as value
    union
    select other.kind, other.value from identities as asked
    join directory_entries as entry on entry.gone_at is null and entry.identities @> ${listed}
      and entry.requester_id = any(array(select asked.requester_id union all
        select from_id from requester_joins where into_id = asked.requester_id and parted_at is null))
    cross join lateral jsonb_to_recordset(entry.identities) as given (kind text, value text, claimed boolean)
    join identities as other on other.kind = given.kind and other.value = given.value
      and other.requester_id = asked.requester_id and other.verified and not other.shared
    where asked.kind = 'email' and asked.value = ${address} and asked.verified and not asked.shared
      and given.claimed is not true
  )`;
}

/**
 * The contacts of a call that are own ones, with `tie`: the kind of identity that says so. Its strongest identity says it
 * alone: a colleague who calls from somebody's telephone and gives an address of their own is the colleague. Who wrote a
 * contact may be known by a revision only. Nothing counts that came under a name which could not be verified, and nothing
 * that a machine wrote. `calls.id` is the call.
 */
export const OWN_CONTACTS = sql`(
  select contacts.*, own.kind as tie from contacts
  cross join lateral (
    select contacts.sender || coalesce((
      select jsonb_strip_nulls(news.sender) from contacts as news where news.revises_key = contacts.key
        and news.revision_cause in ('requester', 'fetched', 'person') order by news.occurred_at desc, news.id desc limit 1
    ), '{}') as sender
  ) as known
  join own on (own.kind, own.value) = (
    case when known.sender ? 'email' then 'email' when known.sender ? 'slackUser' then 'slack'
      when known.sender ? 'employeeNumber' then 'employee-number' else 'phone' end,
    coalesce(lower(known.sender ->> 'email'), known.sender ->> 'slackUser', known.sender ->> 'employeeNumber',
      known.sender ->> 'phone'))
  where contacts.call_id = calls.id and contacts.revises_key is null
    and (contacts.machine is null or contacts.machine = 'list')
    and (known.sender ->> 'verified') is distinct from 'false'
)`;

/**
 * Whether the words of an own contact are theirs to read. A number tells which telephone it was and not who spoke, and what
 * an agent took down are the agent's words.
 */
export const HAS_OWN_WORDS = sql`(said.channel <> 'phone' and (said.channel <> 'voice' or said.tie <> 'phone'))`;
