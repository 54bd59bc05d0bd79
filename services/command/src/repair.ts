import { MINUTE, SECOND } from '@callbook/contracts';
import { type AuditedMailbox, openTaking, type TakingContext } from '@callbook/email';
import { sleep } from '@callbook/runtime';
import type { Balance } from './balance.ts';

export type RepairContext = TakingContext & {
  /** Gives up. What is accepted by then stays in the spool. */
  readonly signal: AbortSignal;
};

export type Repair = {
  /**
   * Takes what is missing in a mailbox, and resolves with how many of it the queue has not finished when nothing has
   * moved for a minute: they are in our spool, and the next repair sends them on.
   * @throws CallbookError as the mailbox does, and those of the archive and the intake.
   */
  take(mailbox: AuditedMailbox, balance: Balance): Promise<number>;
};

const STILL = MINUTE;

/**
 * Opens the repair: an adapter for a moment, with a spool of its own. The e-mail adapter itself would not take these
 * mails: it remembers for months that the log had them, and a mailbox has no way to say that it no longer does. Mails are
 * taken by their content, so whoever takes one, and however often, it is the same contact.
 */
export async function openRepair({ signal, ...context }: RepairContext): Promise<Repair> {
  const deps = await openTaking('audit', { ...context, memory: 0 });
  return {
    async take(mailbox, balance) {
      const byFolder = new Map<string, number[]>();
      for (const { folder, uid } of balance.missing.values())
        byFolder.set(folder, [...(byFolder.get(folder) ?? []), uid]);
      for (const [folder, uids] of byFolder) await mailbox.take(folder, uids, deps, signal);
      return drained(deps.intake, signal);
    },
  };
}

async function drained(spooled: { pending(): number }, signal: AbortSignal): Promise<number> {
  let left = spooled.pending();
  for (let moved = Date.now(); left > 0 && Date.now() - moved < STILL && !signal.aborted; ) {
    await sleep(SECOND / 5, signal);
    const now = spooled.pending();
    if (now !== left) moved = Date.now();
    left = now;
  }
  return left;
}
