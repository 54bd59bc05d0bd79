import type { CallStatus, Contact } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** Something by which contacts about one matter find each other: `p` who says it, `m` what it names, `n` a name, `w` a word. */
export type Clue = string;

export type ContactClues = { readonly contactId: string; readonly occurredAt: string; readonly clues: readonly Clue[] };

/** What is looked for: contacts that share clues with a new one, in a span of time around it. */
export type WantedClues = {
  /** The id of the new contact. */
  readonly id: string;
  readonly clues: readonly Clue[];
  /** Whose other identities count as well. */
  readonly requesterId: string | undefined;
  readonly since: string;
  readonly until: string;
  /** How many contacts are wanted, the likeliest ones. */
  readonly most: number;
};

/** Who somebody is, as far as the log knows. */
export type KnownPerson = {
  readonly id: string;
  readonly name: string | undefined;
  readonly department: string | undefined;
  readonly place: string | undefined;
  /** A directory has them. */
  readonly listed: boolean;
  /** By an address or a number that many people use. */
  readonly shared: boolean;
};

/** A contact as matters are compared. */
export type MatterContact = {
  readonly id: string;
  readonly channel: Contact['channel'];
  readonly occurredAt: string;
  readonly from: Contact['from'];
  readonly person: KnownPerson | undefined;
  readonly subject: string | undefined;
  readonly text: string;
};

/** A recorded contact that may be about the same matter, and how its call stands. */
export type MatterCandidate = MatterContact & {
  /** The call that it is on: the one that stays where that was folded into another. */
  readonly callId: string;
  readonly status: CallStatus;
  readonly endedAt: string | undefined;
  /** The call that its call is suggested to have one cause with; its own where others lead to that. */
  readonly parentId: string | undefined;
  /** None of them says again what another one said. */
  readonly duplicateOf: undefined;
};

/** Rows looked at for each clue of a new contact, the latest first: a word that more of the latest have tells nothing. */
const MOST_ROWS = 8;
/** Characters of their texts that are compared. */
const MOST_TEXT = 1_200;

type Row = {
  wanted: string;
  id: string;
  call_id: string;
  parent_id: string | null;
  status: CallStatus;
  ended_at: Date | null;
  channel: Contact['channel'];
  occurred_at: Date;
  sender: Contact['from'];
  subject: string | null;
  text: string;
  person: {
    id: string;
    name: string | null;
    department: string | null;
    place: string | null;
    listed: boolean;
    shared: boolean;
  } | null;
};

/**
 * The contacts that each new one may be about the same matter as, the likeliest first. One statement, whose cost does
 * not grow with the log: each clue is looked up in an index, and a bounded number of rows is taken of each.
 */
export async function findMatters(
  trx: LogTransaction,
  wanted: readonly WantedClues[],
): Promise<Map<string, MatterCandidate[]>> {
  const found = new Map<string, MatterCandidate[]>();
  if (wanted.length === 0) return found;
  const { rows } = await sql<Row>`
    with wanted as materialized (
      select * from json_to_recordset(${JSON.stringify(wanted)}::json) as wanted
        (id uuid, clues text[], "requesterId" uuid, since timestamptz, until timestamptz, most int)
    ), asked as materialized (
      select wanted.id, since, until, clue from wanted cross join lateral unnest(clues) as clue
      union
      select wanted.id, since, until, 'p ' || kind || ' ' || value
      from wanted join identities on requester_id = "requesterId" and not shared
    ), hits as (
      select asked.id, hit.contact_id,
        sum(case left(asked.clue, 1) when 'p' then 8 when 'm' then 4 when 'n' then 2 else 1 end) as shares
      from asked cross join lateral (
        select contact_id from clues where clue = asked.clue and occurred_at between since and until
        order by clue desc, occurred_at desc limit ${MOST_ROWS}
      ) as hit
      where hit.contact_id <> asked.id
      group by asked.id, hit.contact_id
    ), best as (
      select wanted.id as wanted, best.contact_id, best.shares from wanted cross join lateral (
        select contact_id, shares from hits where hits.id = wanted.id order by shares desc, contact_id desc
        limit wanted.most
      ) as best
    )
    select best.wanted, contacts.id, calls.id as call_id, calls.status, (
        select other_call_id from suggestions where kind = 'same-cause' and call_id = calls.id
        union all select other_call_id from suggestions where kind = 'same-cause' and other_call_id = calls.id limit 1
      ) as parent_id,
      case when calls.status in ('resolved', 'closed') then coalesce(calls.resolved_at, calls.updated_at) end as ended_at,
      contacts.channel, contacts.occurred_at, coalesce(base.sender, contacts.sender) as sender,
      coalesce(contacts.subject, base.subject) as subject, left(contacts.text, ${MOST_TEXT}) as text, person.person
    from best
    join contacts on contacts.id = best.contact_id
    left join contacts as base on base.key = contacts.revises_key
    join calls as own on own.id = contacts.call_id
    join calls on calls.id = coalesce(own.merged_into, own.id)
    left join lateral (
      select json_build_object('id', requesters.id, 'name', requesters.name, 'department', requesters.department,
        'place', requesters.place, 'listed', listed, 'shared', shared) as person
      from (values ('email', lower(coalesce(base.sender, contacts.sender) ->> 'email'), 3),
        ('phone', coalesce(base.sender, contacts.sender) ->> 'phone', 4),
        ('slack', coalesce(base.sender, contacts.sender) ->> 'slackUser', 2),
        ('employee-number', coalesce(base.sender, contacts.sender) ->> 'employeeNumber', 1)) as said (kind, value, place)
      join identities using (kind, value) join requesters on requesters.id = requester_id
      order by shared, said.place limit 1
    ) as person on true
    order by best.shares desc, contacts.occurred_at desc`.execute(trx);
  for (const row of rows) {
    const candidates = found.get(row.wanted);
    if (candidates) candidates.push(toCandidate(row));
    else found.set(row.wanted, [toCandidate(row)]);
  }
  return found;
}

function toCandidate({ person, ...row }: Row): MatterCandidate {
  return {
    id: row.id,
    channel: row.channel,
    occurredAt: row.occurred_at.toISOString(),
    from: row.sender,
    person: person
      ? {
          ...person,
          name: person.name ?? undefined,
          department: person.department ?? undefined,
          place: person.place ?? undefined,
        }
      : undefined,
    subject: row.subject ?? undefined,
    text: row.text,
    callId: row.call_id,
    status: row.status,
    endedAt: row.ended_at?.toISOString(),
    parentId: row.parent_id ?? undefined,
    duplicateOf: undefined,
  };
}

/** Writes by what contacts can be found. Not with `insertRows`: fewer bytes where there are ten rows a contact. */
export async function insertClues(trx: LogTransaction, contacts: readonly ContactClues[]): Promise<void> {
  if (contacts.every(({ clues }) => clues.length === 0)) return;
  await sql`insert into clues (clue, occurred_at, contact_id)
    select clue, "occurredAt", "contactId" from json_to_recordset(${JSON.stringify(contacts)}::json)
      as noted ("contactId" uuid, "occurredAt" timestamptz, clues text[]) cross join lateral unnest(clues) as clue`.execute(
    trx,
  );
}

/** Forgets clues of what was said before an instant: nothing that comes now is about it. */
export async function forgetClues(trx: LogTransaction, before: string): Promise<void> {
  await sql`delete from clues where occurred_at < ${before}`.execute(trx);
}
