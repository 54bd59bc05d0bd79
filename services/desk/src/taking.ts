import { type Contact, SECOND } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { EVERYTHING, type Log, listContacts } from '@callbook/log';

/** How long an answer waits for the log. */
const PATIENCE = 2 * SECOND;

/** What became of a contact: its id, and its reference where the log has it already. */
export type Entered = { readonly contact: string; readonly reference?: string };

export type TakingDeps = {
  readonly log: Log;
  readonly intake: Pick<Intake, 'accept' | 'recorded'>;
  /** Milliseconds that the answer waits for the log; default two seconds. */
  readonly patience?: number;
};

/**
 * Takes a contact: it is on disk when this resolves. With its reference where the log has it in time, without where Redis
 * or Postgres is away, for nothing is lost.
 * @throws CallbookError what `accept` throws: then it is not taken.
 */
export function openTaking({ log, intake, patience = PATIENCE }: TakingDeps): (contact: Contact) => Promise<Entered> {
  return async (contact) => {
    const { id, key } = contact;
    const recorded = heardOf(intake, key, patience);
    const { state } = await intake.accept(contact);
    if (state !== 'recorded' && !(await recorded)) return { contact: id };
    try {
      const [found] = (await listContacts(log.db, EVERYTHING, { key, limit: 1 })).items;
      return found ? { contact: found.id, ...(found.reference && { reference: found.reference }) } : { contact: id };
    } catch {
      // It is safe all the same; the log says so when it is back.
      return { contact: id };
    }
  };
}

/** Whether the log is heard to have this key in time. */
function heardOf(intake: Pick<Intake, 'recorded'>, key: string, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (heard: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(heard);
    };
    const stop = intake.recorded.onRecorded((keys) => {
      if (keys.includes(key)) done(true);
    });
    const timer = setTimeout(done, patience, false);
    timer.unref();
  });
}
