import { CallbookError } from '@callbook/contracts';
import { type RawBuilder, sql } from 'kysely';

/**
 * The last row of a page: where its successor starts. The instant is Postgres's own text with microseconds, since a
 * Date would round it and a row would be shown twice or never.
 */
export type Position = { readonly at: string; readonly id: string };

/** One page of a list. No `nextCursor`: this is the last one. */
export type Page<T> = { readonly items: T[]; readonly nextCursor?: string };

const INSTANT = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A position as the opaque text that clients send back. `order` names the sort it belongs to. */
export function formatCursor(order: string, { at, id }: Position): string {
  return Buffer.from(JSON.stringify([order, at, id])).toString('base64url');
}

/** @throws CallbookError `request-invalid` when it is not a cursor of a list in this order. */
export function parseCursor(order: string, cursor: string): Position {
  const [cursorOrder, at, id] = partsOf(cursor);
  if (cursorOrder !== order || typeof at !== 'string' || !INSTANT.test(at) || typeof id !== 'string' || !ID.test(id))
    throw new CallbookError('request-invalid', 'This cursor is not one of this list in this order: start without it.');
  return { at, id };
}

/** A column's instant in the form that cursors carry. */
export function exactInstant(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
