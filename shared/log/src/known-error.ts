import { CallbookError } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { type CallDeed, callFor, touched } from './call-deed.ts';
import { exactInstant, formatCursor, type Page, parseCursor } from './cursor.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** A short article about what many ask: what it is, and what to do until it is solved. */
export type KnownError = {
  readonly id: string;
  readonly title: string;
  /** As a requester may read it. */
  readonly text: string;
  readonly department?: string;
  readonly status: 'open' | 'solved';
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly version: number;
  /** How many calls it is linked to. */
  readonly calls: number;
};

type Row = {
  id: string;
  title: string;
  text: string;
  department: string | null;
  status: 'open' | 'solved';
  created_at: Date;
  updated_at: Date;
  exact_updated_at: string;
  updated_by: string;
  version: number;
  calls: number;
};

const COLUMNS = sql`known_errors.*, ${exactInstant('known_errors.updated_at')} as exact_updated_at,
  (select count(*)::int from call_known_errors where known_error_id = known_errors.id) as calls`;

type Written = Pick<KnownError, 'title' | 'text'> & {
  readonly department?: string | null | undefined;
  readonly status?: KnownError['status'] | undefined;
};

export async function addKnownError(
  trx: LogTransaction,
  { id, title, text, department = null, status = 'open', by, at }: Written & { id: string; by: string; at: string },
): Promise<void> {
  await sql`insert into known_errors (id, title, text, department, status, created_at, updated_at, updated_by)
    values (${id}, ${title}, ${text}, ${department}, ${status}, ${at}, ${at}, ${by})`.execute(trx);
}

/**
 * Changes an article.
 * @throws CallbookError `known-error-unknown`; `call-changed`: somebody has changed it since that version.
 */
export async function changeKnownError(
  trx: LogTransaction,
  deed: { id: string; by: string; at: string; version?: number | undefined; change: Partial<Written> },
): Promise<void> {
  const { id, by, at, version, change } = deed;
  const before = await getKnownError(trx, id);
  if (version !== undefined && version !== before.version)
    throw new CallbookError(
      'call-changed',
      `This article was changed by somebody else; it is at ${before.version} now.`,
    );
  const { title = before.title, text = before.text, status = before.status } = change;
  const department = change.department === undefined ? (before.department ?? null) : change.department;
  const { rows } = await sql`update known_errors set title = ${title}, text = ${text}, status = ${status},
      department = ${department}, updated_at = ${at}, updated_by = ${by}
    where id = ${id} and version = ${before.version} returning 1`.execute(trx);
  if (rows.length === 0) throw new CallbookError('call-changed', 'This article is being changed by somebody else.');
}

/** @throws CallbookError `known-error-unknown`. */
export async function getKnownError(db: Kysely<Database>, id: string): Promise<KnownError> {
  const { rows } = UUID.test(id)
    ? await sql<Row>`select ${COLUMNS} from known_errors where id = ${id}`.execute(db)
    : { rows: [] };
  const [row] = rows;
  if (!row) throw new CallbookError('known-error-unknown', `There is no article ${id}.`);
  return toKnownError(row);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type KnownErrorFilter = {
  /** Words that all stand in it. */
  readonly q?: string | undefined;
  readonly status?: KnownError['status'] | undefined;
  readonly cursor?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
};

/** A page of articles, the latest first. */
export async function listKnownErrors(db: Kysely<Database>, filter: KnownErrorFilter): Promise<Page<KnownError>> {
  const { q = '', status, cursor, limit = 50 } = filter;
  const from = cursor === undefined ? undefined : parseCursor('known-errors', cursor);
  const words = q.split(/\s+/).filter((word) => word !== '');
  const conditions = [
    ...words.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      return sql`(title ilike ${pattern} or text ilike ${pattern})`;
    }),
    ...(status ? [sql`status = ${status}`] : []),
    ...(from ? [sql`(updated_at, id) < (${from.at}::timestamptz, ${from.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Row>`select ${COLUMNS} from known_errors
    ${conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`}
    order by updated_at desc, id desc limit ${limit + 1}`.execute(db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(toKnownError),
    ...(last && { nextCursor: formatCursor('known-errors', { at: last.exact_updated_at, id: last.id }) }),
  };
}

/** Says that a call is about what an article says. Twice is once. @throws `call-unknown`, `known-error-unknown`. */
export async function linkKnownError(trx: LogTransaction, deed: CallDeed & { readonly knownError: string }) {
  const { knownError, by, at } = deed;
  const { title } = await getKnownError(trx, knownError);
  const { id } = await callFor(trx, deed);
  const { rows } = await sql`insert into call_known_errors (call_id, known_error_id, by, at)
    values (${id}, ${knownError}, ${by}, ${at}) on conflict do nothing returning 1`.execute(trx);
  if (rows.length === 0) return;
  await appendHistory(trx, [{ callId: id, at, by, kind: 'known-error.linked', detail: { knownError, title } }]);
  await touched(trx, id, at);
}

/** Takes that back. @throws `call-unknown`, `known-error-unknown`. */
export async function unlinkKnownError(trx: LogTransaction, deed: CallDeed & { readonly knownError: string }) {
  const { knownError, by, at } = deed;
  const { title } = await getKnownError(trx, knownError);
  const { id } = await callFor(trx, deed);
  const { rows } = await sql`delete from call_known_errors
    where call_id = ${id} and known_error_id = ${knownError} returning 1`.execute(trx);
  if (rows.length === 0) return;
  await appendHistory(trx, [{ callId: id, at, by, kind: 'known-error.unlinked', detail: { knownError, title } }]);
  await touched(trx, id, at);
}

export type LinkedKnownError = Pick<KnownError, 'id' | 'title' | 'status'>;

export async function knownErrorsOf(db: Kysely<Database>, callId: string): Promise<LinkedKnownError[]> {
  const { rows } = await sql<LinkedKnownError>`
    select known_errors.id, title, status from call_known_errors
    join known_errors on known_errors.id = known_error_id where call_id = ${callId} order by at`.execute(db);
  return rows;
}

function toKnownError(row: Row): KnownError {
  return {
    ...{ id: row.id, title: row.title, text: row.text, status: row.status },
    ...(row.department !== null && { department: row.department }),
    ...{ createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString() },
    ...{ updatedBy: row.updated_by, version: row.version, calls: row.calls },
  };
}
