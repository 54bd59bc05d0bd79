import type { Intake } from '@callbook/intake';
import { z } from 'zod';
import type { Mailbox } from './config.ts';
import type { Connection } from './connection.ts';
import type { Flight } from './flight.ts';

/** How far a folder is recorded. Its name in the intake's durable state is `imap:<account>:<folder>`. */
const Kept = z.object({ uidValidity: z.string(), uid: z.number().int().nonnegative() });

export type Position = {
  /** What is to be looked at, whatever we believe to know: every UID that may not be recorded yet. */
  unrecorded(connection: Connection): Promise<number[]>;
  /** Keeps how far everything is recorded; only for folders that keep no keywords. */
  save(): Promise<void>;
};

/**
 * Where a folder is read from. A folder that keeps our keyword tells it by itself. For others the last UID below which
 * everything is recorded is kept, and belongs to one UIDVALIDITY: under another one all mails are looked at again.
 */
export function openPosition(intake: Intake, mailbox: Mailbox, flight: Flight): Position {
  const name = `imap:${mailbox.account.name}:${mailbox.folder}`;
  let validity: string | undefined;
  let saved = 0;
  return {
    async unrecorded(connection) {
      if (connection.keepsKeywords) {
        validity = undefined;
        return connection.unrecorded();
      }
      validity = connection.uidValidity;
      const kept = Kept.safeParse(intake.cursor.get(name));
      saved = kept.success && kept.data.uidValidity === validity ? kept.data.uid : 0;
      return connection.uidsAfter(saved);
    },
    async save() {
      if (validity === undefined) return;
      const settled = flight.settled();
      if (settled <= saved) return;
      saved = settled;
      await intake.cursor.set(name, { uidValidity: validity, uid: settled });
    },
  };
}
