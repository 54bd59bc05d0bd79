import type { CallStatus, Channel, Priority } from '@callbook/contracts';
import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type CallSummary, summarise, toSummary } from './call-summary.ts';
import { formatCursor, type Page, type Position, parseCursor } from './cursor.ts';
import type { Database } from './schema.ts';
import { excerptsOf, hasWords, referenceIn, wordsIn } from './search.ts';
import { isVisible, type Visibility } from './visibility.ts';

/** `-` in front: newest first. */
export type CallSort = 'receivedAt' | '-receivedAt' | 'updatedAt' | '-updatedAt';

/** Which calls to list. Every filter narrows; a list of values means any of them. */
export type CallFilter = {
  /** A reference, or words that all stand somewhere in the call: title, requester, what was said, names of files. */
  readonly q?: string | undefined;
  readonly status?: readonly CallStatus[] | undefined;
  /** Calls with a contact by this channel. */
  readonly channel?: readonly Channel[] | undefined;
  readonly department?: readonly string[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
  /** Whose they are; `none`: nobody's. */
  readonly assignee?: string | undefined;
  /** Whether nobody has answered although the response target is past. */
  readonly late?: boolean | undefined;
  /** Calls that wait for a person to give them a department, or only the others. */
  readonly triage?: boolean | undefined;
  /** A requester's id, or one of the addresses or numbers they are known by. */
  readonly requester?: string | undefined;
  /** Received at or after this instant. */
  readonly from?: string | undefined;
  /** Received before this instant. */
  readonly to?: string | undefined;
  /** Default `-receivedAt`. */
  readonly sort?: CallSort | undefined;
  readonly cursor?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
};

const DEFAULT_LIMIT = 50;
/** Calls that are looked through for words before the index is asked. */
const NEAR = 2_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * One page of the log. The cursor names the last row rather than a count of rows, so that calls which arrive between
 * two pages move nothing.
 * @throws CallbookError `request-invalid` for a cursor of another list.
 */
export async function listCalls(
  db: Kysely<Database>,
  visibility: Visibility,
  filter: CallFilter,
): Promise<Page<CallSummary>> {
  const sort = filter.sort ?? '-receivedAt';
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const column = sort.endsWith('updatedAt') ? ('updated_at' as const) : ('received_at' as const);
  const descending = sort.startsWith('-');
  const direction = descending ? 'desc' : 'asc';

  const order = sql`${sql.ref(`calls.${column}`)} ${sql.raw(direction)}, calls.id ${sql.raw(direction)}`;
  const further = filter.cursor === undefined ? [] : [isBeyond(column, descending, parseCursor(sort, filter.cursor))];
  const listed = (which: CallFilter, most: number) => sql`select calls.* from calls
    where ${sql.join([...conditionsOf(visibility, which), ...further], sql` and `)} order by ${order} limit ${most}`;

  const words = wordsIn(filter.q);
  // What many calls say is found among the next few. That spares an index of all that was ever said its largest lists.
  const near = sql`select calls.* from (${listed({ ...filter, q: undefined }, NEAR)}) as calls
    join searchable on searchable.call_id = calls.id where ${hasWords(words)} order by ${order} limit ${limit + 1}`;
  let found = words.length > 0 ? await summarise(db, near) : [];
  if (found.length <= limit) found = await summarise(db, listed(filter, limit + 1));
  const exact = column === 'received_at' ? ('exact_received_at' as const) : ('exact_updated_at' as const);
  const rows = found.sort((left, right) => {
    const order = left[exact] === right[exact] ? compare(left.id, right.id) : compare(left[exact], right[exact]);
    return descending ? -order : order;
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const shown = rows.slice(0, limit);
  const excerpts = await excerptsOf(db, shown, words);
  return {
    items: shown.map((row) => toSummary(row, excerpts.get(row.id))),
    ...(last && { nextCursor: formatCursor(sort, { at: last[exact], id: last.id }) }),
  };
}

const IS_LATE = sql<SqlBool>`(coalesce(calls.respond_by < now(), false) and calls.responded_at is null
  and calls.status not in ('resolved', 'closed'))`;

export function conditionsOf(visibility: Visibility, filter: CallFilter): Expression<SqlBool>[] {
  const { q, status, channel, department, priority, assignee, late, triage, requester, from, to } = filter;
  const conditions: Expression<SqlBool>[] = [sql<SqlBool>`calls.merged_into is null`, isVisible(visibility)];
  if (q !== undefined) conditions.push(isWanted(q));
  if (status) conditions.push(sql<SqlBool>`calls.status = any(${status}::text[])`);
  if (channel) conditions.push(sql<SqlBool>`calls.channels && ${channel}::text[]`);
  if (department) conditions.push(sql<SqlBool>`calls.department = any(${department}::text[])`);
  if (priority) conditions.push(sql<SqlBool>`calls.priority = any(${priority}::text[])`);
  if (assignee === 'none') conditions.push(sql<SqlBool>`calls.assignee is null`);
  else if (assignee !== undefined) conditions.push(sql<SqlBool>`calls.assignee = ${assignee}`);
  if (late !== undefined) conditions.push(late ? IS_LATE : sql<SqlBool>`not (${IS_LATE})`);
  if (triage !== undefined) conditions.push(sql<SqlBool>`coalesce(calls.routed_by = 'triage', false) = ${triage}`);
  if (requester !== undefined) conditions.push(isRequester(requester));
  if (from !== undefined) conditions.push(sql<SqlBool>`calls.received_at >= ${from}::timestamptz`);
  if (to !== undefined) conditions.push(sql<SqlBool>`calls.received_at < ${to}::timestamptz`);
  return conditions;
}

function isRequester(requester: string): RawBuilder<SqlBool> {
  return UUID.test(requester)
    ? sql<SqlBool>`calls.requester_id = ${requester}::uuid`
    : sql<SqlBool>`calls.requester_id in (
        select requester_id from identities where value in (${requester}, ${requester.toLowerCase()}))`;
}

function isWanted(q: string): RawBuilder<SqlBool> {
  const reference = referenceIn(q);
  if (reference) return sql<SqlBool>`calls.reference = ${reference}`;
  const words = wordsIn(q);
  if (words.length === 0) return sql<SqlBool>`true`;
  return sql<SqlBool>`calls.id in (select call_id from searchable where ${hasWords(words)})`;
}

function isBeyond(column: string, descending: boolean, { at, id }: Position): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`calls.${column}`)}, calls.id) ${sql.raw(descending ? '<' : '>')}
    (${at}::timestamptz, ${id}::uuid)`;
}

/** Both instants in cursor form and ids in lower case sort as Postgres sorts them. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
