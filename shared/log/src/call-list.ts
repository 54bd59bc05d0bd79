import { type CallStatus, type Channel, isReference, type Priority } from '@callbook/contracts';
import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type CallSummary, summarise, toSummary } from './call-summary.ts';
import { formatCursor, type Page, parseCursor } from './cursor.ts';
import type { Database } from './schema.ts';
import { isVisible, type Visibility } from './visibility.ts';

/** `-` in front: newest first. */
export type CallSort = 'receivedAt' | '-receivedAt' | 'updatedAt' | '-updatedAt';

/** Which calls to list. Every filter narrows; a list of values means any of them. */
export type CallFilter = {
  /** A reference, or words that all stand somewhere in the call: title, requester, or what was said. */
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

  let page = db
    .selectFrom('calls')
    .selectAll('calls')
    .where(sql.join<SqlBool>(conditionsOf(visibility, filter), sql` and `))
    .orderBy(`calls.${column}`, direction)
    .orderBy('calls.id', direction)
    .limit(limit + 1);
  if (filter.cursor !== undefined) {
    const { at, id } = parseCursor(sort, filter.cursor);
    page = page.where(
      sql<SqlBool>`(${sql.ref(`calls.${column}`)}, calls.id) ${sql.raw(descending ? '<' : '>')} (${at}::timestamptz, ${id}::uuid)`,
    );
  }

  const exact = column === 'received_at' ? ('exact_received_at' as const) : ('exact_updated_at' as const);
  const rows = (await summarise(db, page)).sort((left, right) => {
    const order = left[exact] === right[exact] ? compare(left.id, right.id) : compare(left[exact], right[exact]);
    return descending ? -order : order;
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(toSummary),
    ...(last && { nextCursor: formatCursor(sort, { at: last[exact], id: last.id }) }),
  };
}

const IS_LATE = sql<SqlBool>`(coalesce(calls.respond_by < now(), false) and calls.responded_at is null
  and calls.status not in ('resolved', 'closed'))`;

export function conditionsOf(visibility: Visibility, filter: CallFilter): Expression<SqlBool>[] {
  const { q, status, channel, department, priority, assignee, late, triage, requester, from, to } = filter;
  const conditions: Expression<SqlBool>[] = [sql<SqlBool>`calls.merged_into is null`, isVisible(visibility)];
  if (q !== undefined) conditions.push(...searchOf(q));
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

function searchOf(q: string): RawBuilder<SqlBool>[] {
  const wanted = q.trim();
  if (isReference(wanted)) return [sql<SqlBool>`calls.reference = ${wanted.toUpperCase()}`];
  return wanted
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(hasWord);
}

function hasWord(word: string): RawBuilder<SqlBool> {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(
    calls.title ilike ${pattern}
    or exists (select from requesters where requesters.id = calls.requester_id and requesters.name ilike ${pattern})
    or exists (select from identities where identities.requester_id = calls.requester_id and value ilike ${pattern})
    or exists (select from contacts where contacts.call_id = calls.id
      and (contacts.text ilike ${pattern} or contacts.subject ilike ${pattern})))`;
}

/** Both instants in cursor form and ids in lower case sort as Postgres sorts them. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
