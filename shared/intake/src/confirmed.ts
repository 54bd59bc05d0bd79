import { type Contact, carrierOf } from '@callbook/contracts';
import type { Database, RootDatabase } from 'lmdb';

/** What a contact counts for in the ledger. */
export type Tally = Pick<Contact, 'channel' | 'account'> & {
  /** In UTC: `2026-11-24`. */
  readonly day: string;
};

/** How many contacts of a channel, account and day the log has confirmed. */
export type Confirmed = {
  /** Counts contacts; inside a commit. */
  addSync(tallies: readonly Tally[]): void;
  of(tally: Tally): number;
};

/**
 * The counts of a spool. The log has at least so many contacts of a day, unless it has lost some: a mailbox whose mails
 * were moved away cannot say that any more. Counts of days before `from` are forgotten, as the keys are that keep a
 * contact from being counted twice.
 */
export function openConfirmed(root: RootDatabase, from: string): Confirmed {
  const counts: Database<number, string> = root.openDB({ name: 'confirmed' });
  for (const key of counts.getKeys({ end: from })) counts.removeSync(key);
  // At the most 1,600 bytes, and LMDB's keys may have 1,978.
  const keyOf = ({ channel, account, day }: Tally) => `${day} ${channel} ${account}`;
  return {
    addSync(tallies) {
      const added = new Map<string, number>();
      for (const tally of tallies) if (tally.day >= from) added.set(keyOf(tally), (added.get(keyOf(tally)) ?? 0) + 1);
      for (const [key, count] of added) counts.putSync(key, (counts.get(key) ?? 0) + count);
    },
    of: (tally) => counts.get(keyOf(tally)) ?? 0,
  };
}

/** What a contact counts for; nothing for a revision, which says something new of a contact that counts. */
export function tallyOf(contact: Contact): Tally | undefined {
  const { account, occurredAt, revises } = contact;
  return revises ? undefined : { channel: carrierOf(contact), account, day: occurredAt.slice(0, 10) };
}
