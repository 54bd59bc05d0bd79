import type { Intake } from '@callbook/intake';
import { z } from 'zod';
import type { Mailbox } from '../config.ts';
import type { Connection } from './connection.ts';
import type { Flight } from './flight.ts';
import { uidSet, uidsOf } from './uid-set.ts';

/** How far a folder is recorded, and which above that. Its name in the durable state is `imap:<account>:<folder>`. */
const Kept = z.object({ uidValidity: z.string(), uid: z.number().int().nonnegative(), above: z.string().default('') });

export type Position = {
  /**
   * What is to be looked at, whatever we believe to know: every UID that may not be recorded yet. With `changed`, only
   * what is new or changed since the connection was made need be among them.
   */
  unrecorded(connection: Connection, changed: boolean): Promise<number[]>;
  /** Keeps how far everything is recorded; only for folders that keep no keywords. */
  save(): Promise<void>;
};

/**
 * Where a folder is read from. A folder that keeps our keyword tells it by itself. For others it is kept which UIDs are
 * recorded, and that belongs to one UIDVALIDITY: under another one all mails are looked at again.
 */
export function openPosition(intake: Pick<Intake, 'cursor'>, mailbox: Mailbox, flight: Flight): Position {
  const name = `imap:${mailbox.account.name}:${mailbox.folder}`;
  let validity: string | undefined;
  let saved = '';
  return {
    async unrecorded(connection, changed) {
      if (connection.keepsKeywords) {
        validity = undefined;
        return connection.unrecorded(changed);
      }
      validity = connection.uidValidity;
      const kept = Kept.safeParse(intake.cursor.get(name));
      const known = kept.success && kept.data.uidValidity === validity ? kept.data : { uid: 0, above: '' };
      const above = uidsOf(known.above) ?? [];
      flight.remember(known.uid, above);
      const settled = new Set(above);
      return (await connection.uidsAfter(known.uid)).filter((uid) => !settled.has(uid));
    },
    async save() {
      if (validity === undefined) return;
      const { uid, above } = flight.settled();
      const kept = { uidValidity: validity, uid, above: uidSet(above) };
      if (JSON.stringify(kept) === saved) return;
      await intake.cursor.set(name, kept);
      saved = JSON.stringify(kept);
    },
  };
}
