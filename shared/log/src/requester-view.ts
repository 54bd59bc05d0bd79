import { CallbookError, type CallStatus } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { Database, IdentityKind } from './schema.ts';
import { isVisible, type Visibility } from './visibility.ts';

/** Somebody whom the log knows. */
export type RequesterSummary = {
  readonly id: string;
  readonly name?: string;
  readonly department?: string;
  /** Where they are found. */
  readonly place?: string;
  /** A directory has them. */
  readonly listed: boolean;
  /** Since when no directory has them any more. */
  readonly goneAt?: string;
  readonly identities: readonly {
    readonly kind: IdentityKind;
    readonly value: string;
    /** A channel or a directory vouches for it; otherwise somebody claims it. */
    readonly verified: boolean;
    /** Many people use it. */
    readonly shared: boolean;
    readonly evidence: 'contact' | 'directory' | 'agent';
  }[];
};

/** The same with their calls, and with who turned out to be them. */
export type RequesterDetails = RequesterSummary & {
  readonly calls: readonly { reference: string; status: CallStatus; title: string; receivedAt: string }[];
  readonly joined: readonly { id: string; name?: string; by: string; why: string; at: string }[];
};

/** Calls that are shown, the latest. */
const MOST_CALLS = 50;

const SUMMARY = sql`json_strip_nulls(json_build_object(
  'id', requesters.id, 'name', name, 'department', department, 'place', place, 'listed', listed,
  'goneAt', to_char(gone_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'identities', coalesce((select json_agg(json_build_object('kind', kind, 'value', value, 'verified', verified,
    'shared', shared, 'evidence', evidence) order by kind, value) from identities where requester_id = requesters.id), '[]')))`;
/** Who turned out to be somebody else is found as that one. */
const STANDS = sql`not exists (select from requester_joins where from_id = requesters.id and parted_at is null)`;

/** People whose name, address or number holds these words, by their names. Without words, all of them. */
export async function listRequesters(
  db: Kysely<Database>,
  { q, limit = 50 }: { readonly q?: string | undefined; readonly limit?: number | undefined },
): Promise<{ items: RequesterSummary[] }> {
  const like = `%${(q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<{ requester: RequesterSummary }>`
    select ${SUMMARY} as requester from requesters
    where ${STANDS} and (name ilike ${like} or exists (
      select from identities where requester_id = requesters.id and value ilike ${like}))
    order by name nulls last, id limit ${limit}`.execute(db);
  return { items: rows.map(({ requester }) => requester) };
}

/**
 * One of them. Who turned out to be somebody else leads to that one.
 * @throws CallbookError `requester-unknown`.
 */
export async function getRequester(
  db: Kysely<Database>,
  visibility: Visibility,
  asked: string,
): Promise<RequesterDetails> {
  const id = await standingRequester(db, asked);
  const { rows } = await sql<{
    requester: RequesterSummary;
    calls: RequesterDetails['calls'];
    joined: RequesterDetails['joined'];
  }>`
    select ${SUMMARY} as requester, coalesce((
      select json_agg(json_build_object('reference', reference, 'status', status, 'title', title,
        'receivedAt', to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by received_at desc)
      from (select * from calls where requester_id = ${id} and merged_into is null and ${isVisible(visibility)}
        order by received_at desc limit ${MOST_CALLS}) as calls
    ), '[]') as calls, coalesce((
      select json_agg(json_strip_nulls(json_build_object('id', from_id, 'name', others.name, 'by', by, 'why', why,
        'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) order by at)
      from requester_joins join requesters as others on others.id = from_id
      where into_id = ${id} and parted_at is null
    ), '[]') as joined
    from requesters where requesters.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) throw unknown(asked);
  return { ...row.requester, calls: row.calls, joined: row.joined };
}

/** So often somebody may have turned out to be somebody else. */
const MOST_STEPS = 20;

/** Who stands for a requester by now. @throws CallbookError `requester-unknown`. */
export async function standingRequester(db: Kysely<Database>, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive standing as (
      select id, 0 as steps from requesters where id::text = ${id.toLowerCase()}
      union all
      select into_id, steps + 1 from standing
      join requester_joins on from_id = standing.id and parted_at is null where steps < ${MOST_STEPS}
    ) select id from standing order by steps desc limit 1`.execute(db);
  const [row] = rows;
  if (!row) throw unknown(id);
  return row.id;
}

function unknown(id: string): CallbookError {
  return new CallbookError('requester-unknown', `The log knows no requester ${id}.`);
}
