import type { Contact, InkMap } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';

/** Which sheet of ours a contact is a scan of, or which row of one. */
export type SheetMark = {
  readonly formNumber: string;
  readonly page: number;
  readonly row: number | undefined;
  readonly ink: InkMap | undefined;
};

/** A scan of a sheet that the log has: the contact that it is of. */
export type KnownSheet = SheetMark & {
  readonly id: string;
  readonly key: string;
  readonly callId: string | undefined;
  readonly duplicateOf: string | undefined;
};

/** What a contact, or the news of it, says of the sheet that it was read on. */
export function sheetOf({ details }: Pick<Contact, 'details'>): SheetMark | undefined {
  const reading = details.channel === 'paper' ? details.reading : undefined;
  const [first] = reading?.pages ?? [];
  if (!first?.form) return undefined;
  const { formNumber, page } = first.form;
  return { formNumber, page, row: reading?.entry?.row, ink: first.ink };
}

type Row = {
  id: string;
  key: string;
  call_id: string | null;
  duplicate_of: string | null;
  details: Contact['details'];
};

/** A number is that of one sheet; copies of it are few. */
const MOST = 200;

/** The scans of sheets with these numbers, the first one first. */
export async function findSheets(trx: LogTransaction, formNumbers: readonly string[]): Promise<KnownSheet[]> {
  if (formNumbers.length === 0) return [];
  const { rows } = await sql<Row>`
    select base.id, base.key, base.call_id, base.duplicate_of, said.details from contacts as said
    join contacts as base on base.key = coalesce(said.revises_key, said.key)
    where said.details #>> '{reading,pages,0,form,formNumber}' = any(${formNumbers})
    order by base.received_at, base.id limit ${MOST}`.execute(trx);
  return rows.flatMap(({ id, key, call_id, duplicate_of, details }) => {
    const mark = sheetOf({ details });
    return mark ? [{ ...mark, id, key, callId: call_id ?? undefined, duplicateOf: duplicate_of ?? undefined }] : [];
  });
}

/** The ids of contacts, by their keys. */
export async function findIds(trx: LogTransaction, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; id: string }>`
    select key, id from contacts where key = any(${keys})`.execute(trx);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** What is known of a call since the scan that opened it has been read. */
export type ReadScan = {
  /** Of the contact that opened it. */
  readonly key: string;
  readonly title: string | undefined;
  readonly requesterId: string | undefined;
  /** Of the sheet, and the place that is ticked in the list of departments that was printed on it, from 1. */
  readonly formNumber: number | undefined;
  readonly department: number | undefined;
};

/**
 * Lets calls that a scan has opened say what was read of it. Not where somebody at the desk has begun to work on them, and
 * nothing is taken back: what is there stays.
 */
export async function noteReadScans(trx: LogTransaction, scans: readonly ReadScan[]): Promise<void> {
  if (scans.length === 0) return;
  await sql`update calls set
      title = case when calls.title = ${SCAN} || coalesce(opening.details ->> 'fileName', '') then coalesce(scan.title, calls.title) else calls.title end,
      requester_id = coalesce(calls.requester_id, scan."requesterId"),
      department = coalesce(forms.departments[scan.department], calls.department)
    from json_to_recordset(${JSON.stringify(scans)}::json)
      as scan (key text, title text, "requesterId" uuid, "formNumber" integer, department integer)
    join contacts as opening on opening.key = scan.key
    left join forms on forms.number = scan."formNumber"
    where calls.id = opening.call_id and calls.first_channel = 'paper' and calls.status in ('new', 'acknowledged')`.execute(
    trx,
  );
}

/** How a call is called that a scan opens, before the name of its file, until it is read. */
export const SCAN = 'Scan: ';
