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
  return packCursor([order, at, id]);
}

/** @throws CallbookError `request-invalid` when it is not a cursor of a list in this order. */
export function parseCursor(order: string, cursor: string): Position {
  const [cursorOrder, at, id] = unpackCursor(cursor);
  if (cursorOrder !== order || typeof at !== 'string' || !INSTANT.test(at) || typeof id !== 'string' || !ID.test(id))
    throw foreignCursor();
  return { at, id };
}

/** A cursor that names the last row by other things than an instant and an id. */
export function packCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What a cursor was made of; nothing where it is none. */
export function unpackCursor(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** What to throw for a cursor of another list. */
export function foreignCursor(): CallbookError {
  const message = 'This cursor is not one of this list in this order: start without it.';
  return new CallbookError('request-invalid', message);
}

/** A column's instant in the form that cursors carry. */
export function exactInstant(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
