import { CallbookError, overlay } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { type CallHead, headsOf, toHead } from './call-summary.ts';
import { type CallLink, linksOf, watchersOf } from './company.ts';
import { type ContactRow, contactsOf, type LinkedContact, toLinkedContact } from './contact-view.ts';
import { knownErrorsOf, type LinkedKnownError } from './known-error.ts';
import { revisionsOf } from './revisions.ts';
import type { Database } from './schema.ts';
import { type Suggestion, suggestionsOf } from './suggestion.ts';
import { type Task, tasksOf } from './task.ts';
import { isVisible, type Visibility } from './visibility.ts';

export type HistoryEntry = {
  readonly at: string;
  /** Who: `callbook` for what no person did. */
  readonly by: string;
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** A whole call: everything that the log knows about one matter. */
export type CallView = CallHead & {
  /** Oldest first, each as it stands with its revisions, which are among them as they came. */
  readonly contacts: readonly LinkedContact[];
  /** In the order in which it was written, that of calls which were folded into this one among it. */
  readonly history: readonly HistoryEntry[];
  readonly suggestions: readonly Suggestion[];
  readonly tasks: readonly Task[];
  readonly links: readonly CallLink[];
  readonly watchers: readonly string[];
  readonly knownErrors: readonly LinkedKnownError[];
};

type HistoryRow = { at: Date; by: string; kind: string; detail: Record<string, unknown> };

/**
 * One call, by its reference in any case. The reference of a call that was folded into another leads to that one.
 * @throws CallbookError `call-unknown`.
 */
export async function getCall(db: Kysely<Database>, visibility: Visibility, reference: string): Promise<CallView> {
  const heads = await headsOf(sql`
    select calls.* from calls as asked join calls on calls.id = coalesce(asked.merged_into, asked.id)
    where asked.reference = ${reference.toUpperCase()} and ${isVisible(visibility)}`).execute(db);
  const head = heads.rows[0];
  if (!head) throw new CallbookError('call-unknown', `The log has no call ${reference}.`);
  const [contacts, history, suggestions, tasks, links, watchers, knownErrors] = await Promise.all([
    sql<ContactRow>`
      select * from (${contactsOf(sql`select * from contacts where call_id = ${head.id}`)}) as said
      order by received_at, id`.execute(db),
    sql<HistoryRow>`select at, by, kind, detail from history
      where call_id in (select ${head.id}::uuid union all select id from calls where merged_into = ${head.id})
      order by id`.execute(db),
    suggestionsOf(head.id, visibility).execute(db),
    tasksOf(db, head.id),
    linksOf(db, visibility, head.id),
    watchersOf(db, head.id),
    knownErrorsOf(db, head.id),
  ]);
  return {
    ...toHead(head),
    contacts: asTheyStand(contacts.rows.map(toLinkedContact)),
    history: history.rows.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry })),
    suggestions: suggestions.rows[0]?.suggestions ?? [],
    ...{ tasks, links, watchers, knownErrors },
  };
}

/** Attachments stay with the contact that brought them: that is where they can be had. */
function asTheyStand(contacts: readonly LinkedContact[]): LinkedContact[] {
  const revisions = revisionsOf(contacts);
  return contacts.map((contact) => {
    const later = revisions.get(contact.key);
    return later ? { ...overlay(contact, later), attachments: contact.attachments } : contact;
  });
}
