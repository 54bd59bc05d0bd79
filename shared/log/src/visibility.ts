import { CallbookError } from '@callbook/contracts';
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { Database } from './schema.ts';

declare const decided: unique symbol;

/**
 * What a reader may see of the log. Every read for people takes one, and it is made in two ways only: by
 * `everythingBut`, for somebody; or it is `EVERYTHING`, for the house itself.
 */
export type Visibility = { readonly hidden: readonly string[]; readonly [decided]: true };

/** Everything but the calls of these departments, in whatever case they are written. */
export function everythingBut(departments: readonly string[]): Visibility {
  return { hidden: departments.map((name) => name.toLowerCase()) } as unknown as Visibility;
}

/** For what nobody sees: work of the house itself. */
export const EVERYTHING = everythingBut([]);

/** That a reader may see calls; `calls` is the name of their table where it is asked. */
export function isVisible({ hidden }: Visibility, calls = 'calls'): Expression<SqlBool> {
  if (hidden.length === 0) return sql<SqlBool>`true`;
  const department = sql.ref(`${calls}.department`);
  return sql<SqlBool>`(${department} is null or lower(${department}) <> all(${[...hidden]}::text[]))`;
}

/** That a reader may see contacts. What belongs to no call belongs to no department. */
export function isContactVisible(visibility: Visibility): Expression<SqlBool> {
  if (visibility.hidden.length === 0) return sql<SqlBool>`true`;
  return sql<SqlBool>`(contacts.call_id is null or exists (
    select from calls where calls.id = contacts.call_id and ${isVisible(visibility)}))`;
}

/** Whether a reader may see a call of this department. */
export function canSee({ hidden }: Visibility, department: string | undefined): boolean {
  return department === undefined || !hidden.includes(department.toLowerCase());
}

/**
 * Says of a call that a reader may not see what is said of one that does not exist. Of a call that was folded into
 * another, that one counts.
 * @throws CallbookError `call-unknown`.
 */
export async function assertVisible(db: Kysely<Database>, visibility: Visibility, reference: string): Promise<void> {
  const { rows } = await sql`select from calls as asked join calls on calls.id = coalesce(asked.merged_into, asked.id)
    where asked.reference = ${reference.toUpperCase()} and ${isVisible(visibility)}`.execute(db);
  if (rows.length === 0) throw new CallbookError('call-unknown', `The log has no call ${reference}.`);
}
