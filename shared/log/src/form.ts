import type { Paper, SheetKind, SheetLanguage } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** What sheets of one printing have in common. */
export type FormPrinting = {
  readonly kind: SheetKind;
  /** Of the template. */
  readonly version: number;
  readonly paper: Paper;
  readonly language: SheetLanguage;
  /** In the order of their boxes. */
  readonly departments: readonly string[];
  readonly printedBy: string;
  readonly printedAt: Date;
};

/** A sheet that was printed. */
export type PrintedForm = FormPrinting & { readonly number: number };

/** Hands out running numbers for so many sheets, and remembers each. A number is never handed out again. */
export async function handOutForms(trx: LogTransaction, count: number, printing: FormPrinting): Promise<number[]> {
  const { kind, version, paper, language, departments, printedBy, printedAt } = printing;
  const { rows } = await sql<{ number: number }>`
    insert into forms (kind, version, paper, language, departments, printed_by, printed_at)
    select ${kind}, ${version}::smallint, ${paper}, ${language}, ${[...departments]}::text[], ${printedBy}, ${printedAt}::timestamptz
    from generate_series(1, ${count}::integer)
    returning number`.execute(trx);
  return rows.map(({ number }) => number).sort((a, b) => a - b);
}

/** The sheet of a running number; undefined when none was printed with it. */
export async function findForm(db: Kysely<Database>, number: number): Promise<PrintedForm | undefined> {
  const row = await db.selectFrom('forms').selectAll().where('number', '=', number).executeTakeFirst();
  if (!row) return undefined;
  const { printed_by: printedBy, printed_at: printedAt, ...form } = row;
  return { ...form, printedBy, printedAt };
}
