import { CallbookError } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { type CallHead, headsOf, toHead } from './call-summary.ts';
import { type ContactRow, contactsOf, type LinkedContact, toLinkedContact } from './contact-view.ts';
import type { Database } from './schema.ts';

export type HistoryEntry = {
  readonly at: string;
  /** Who: `callbook` for what no person did. */
  readonly by: string;
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Another call that may be about the same matter. */
export type Suggestion = { readonly reference: string; readonly confidence: number; readonly why: readonly string[] };

/** A whole call: everything that the log knows about one matter. */
export type CallView = CallHead & {
  /** Oldest first, revisions among them. */
  readonly contacts: readonly LinkedContact[];
  /** In the order in which it was written. */
  readonly history: readonly HistoryEntry[];
  readonly suggestions: readonly Suggestion[];
};

type HistoryRow = { at: Date; by: string; kind: string; detail: Record<string, unknown> };

/**
 * One call, by its reference in any case.
 * @throws CallbookError `call-unknown`.
 */
export async function getCall(db: Kysely<Database>, reference: string): Promise<CallView> {
  const heads = await headsOf(sql`select * from calls where reference = ${reference.toUpperCase()}`).execute(db);
  const head = heads.rows[0];
  if (!head) throw new CallbookError('call-unknown', `The log has no call ${reference}.`);
  const [contacts, history] = await Promise.all([
    sql<ContactRow>`
      select * from (${contactsOf(sql`select * from contacts where call_id = ${head.id}`)}) as said
      order by received_at, id`.execute(db),
    sql<HistoryRow>`select at, by, kind, detail from history where call_id = ${head.id} order by id`.execute(db),
  ]);
  return {
    ...toHead(head),
    contacts: contacts.rows.map(toLinkedContact),
    history: history.rows.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry })),
    suggestions: [],
  };
}
