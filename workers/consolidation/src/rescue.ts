import type { Contact } from '@callbook/contracts';
import { countAttempt, forgetAttempts, isOutage, type Log, type Patiently } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import { asRaw } from './raw.ts';

export type RescueDeps = {
  readonly log: Log;
  readonly logger: Logger;
  readonly record: (contacts: readonly Contact[]) => Promise<unknown>;
  readonly patiently: Patiently;
};

/**
 * One more than the worst run of bad luck that was seen: a worker that is killed for other reasons counts against the
 * contact it had in hand.
 */
const MOST_ATTEMPTS = 5;

/**
 * Records contacts one by one, after a batch with them failed or its worker died: a bad one cannot stop the others.
 * Each attempt is counted before it is made. One that fails, or has stopped its worker too often, is recorded raw.
 */
export async function rescue(contacts: readonly Contact[], deps: RescueDeps): Promise<void> {
  const { log, logger, record, patiently } = deps;
  for (const contact of contacts) {
    const attempts = await patiently(() => countAttempt(log, contact.key));
    if (attempts > MOST_ATTEMPTS) {
      logger.error({ key: contact.key, attempts }, 'a contact keeps stopping its worker; it is recorded raw');
      await patiently(() => record([asRaw(contact, 'contact-poison')]));
      continue;
    }
    try {
      await patiently(() => record([contact]));
    } catch (error) {
      if (isOutage(error)) throw error; // only when stopping: it says nothing about the contact
      logger.error({ err: error, key: contact.key }, 'the log refuses a contact; it is recorded raw');
      await patiently(() => record([asRaw(contact, 'contact-unrecordable')]));
    }
  }
  await patiently(() =>
    forgetAttempts(
      log,
      contacts.map(({ key }) => key),
    ),
  );
}
