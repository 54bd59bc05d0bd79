import { SECOND } from '@callbook/contracts';
import type { AuditedMailbox } from '@callbook/email';
import { type Log, lookUpContacts } from '@callbook/log';
import { sleep } from '@callbook/runtime';
import { type Balance, openBalance } from './balance.ts';

export type AuditDeps = {
  readonly log: Log;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Told how many mails of a folder were read, after each hundred and at the end of the folder. */
  readonly onRead: (account: string, folder: string, mails: number) => void;
};

/** Keys that are looked up in one question. */
const BATCH = 500;
/** Mails that came while we looked are on their way to the log: they get this long to arrive before they are missing. */
const GRACE = 15 * SECOND;
const LOOK_AGAIN = SECOND;

/**
 * Compares a mailbox with the log, mail by mail, and changes neither.
 * @throws CallbookError as the mailbox does; whatever Postgres throws.
 */
export async function auditMailbox(mailbox: AuditedMailbox, deps: AuditDeps): Promise<Balance> {
  const { log, now, signal, onRead } = deps;
  const balance = openBalance();
  const began = now().getTime();
  const recent: string[] = [];
  let batch: string[] = [];
  const lookUp = async () => {
    balance.settle(await lookUpContacts(log.db, batch));
    batch = [];
  };

  for (const folder of mailbox.folders) {
    let mails = 0;
    for await (const { uid, internalDate, key } of mailbox.mails(folder, signal)) {
      const date = internalDate ?? now();
      const message = { folder, uid, day: date.toISOString().slice(0, 10) };
      if (key === undefined) balance.addUnread(message);
      else if (balance.add(key, message)) {
        batch.push(key);
        if (date.getTime() > began - GRACE) recent.push(key);
      }
      if (batch.length === BATCH) await lookUp();
      mails += 1;
      if (mails % 100 === 0) onRead(mailbox.account, folder, mails);
    }
    onRead(mailbox.account, folder, mails);
  }
  await lookUp();

  for (const end = Date.now() + GRACE; Date.now() < end && !signal.aborted; await sleep(LOOK_AGAIN, signal)) {
    const waiting = recent.filter((key) => balance.missing.has(key));
    if (waiting.length === 0) break;
    balance.settle(await lookUpContacts(log.db, waiting));
  }
  return balance;
}

/** Looks once more for what is missing, and settles what the log has by now. */
export async function lookAgain(balance: Balance, log: Log): Promise<void> {
  const keys = [...balance.missing.keys()];
  for (let first = 0; first < keys.length; first += BATCH)
    balance.settle(await lookUpContacts(log.db, keys.slice(first, first + BATCH)));
}
