import { type Contact, isCallbookError } from '@callbook/contracts';
import { type Arrival, unreadableContact } from './normalise.ts';
import type { Station } from './station.ts';

export type Raw = { readonly bytes: Uint8Array; readonly mediaType: string };

/** What the REST API tells is kept as we read it. */
export function rawFacts(facts: object): Raw {
  return { bytes: Buffer.from(JSON.stringify(facts, undefined, 2)), mediaType: 'application/json' };
}

/**
 * Takes one piece of news: what Twilio sent goes into the archive, and the contact to the intake. When this resolves it
 * is on our disk. News that we have taken before is not taken again.
 * @throws CallbookError `spool-full`, `spool-failed`, `archive-full`, `archive-failed`: it is not taken.
 */
export async function take(
  station: Station,
  sourceId: string,
  raw: Raw,
  make: (arrival: Arrival) => Contact,
): Promise<void> {
  if (station.known.has(station.account.name, sourceId)) return;
  const { sha256, size } = await station.archive.put(raw.bytes);
  await takeArchived(station, sourceId, { sha256, size, mediaType: raw.mediaType }, make);
}

/** The same for what is in the archive already. */
export async function takeArchived(
  station: Station,
  sourceId: string,
  original: Contact['original'],
  make: (arrival: Arrival) => Contact,
): Promise<void> {
  const { account, now, newId, known, logger } = station;
  const arrival: Arrival = { account: account.name, receivedAt: now(), id: newId(), original };
  const contact = make(arrival);
  const { key, state } = await accept(station, contact, arrival);
  known.add(key);
  logger.info({ key, call: sourceId, cause: contact.revises?.cause, state }, 'taken');
}

/** `normalise` promises a valid contact; if it ever breaks that, the call must still not be lost. */
async function accept({ intake, logger }: Station, contact: Contact, arrival: Arrival) {
  try {
    return await intake.accept(contact);
  } catch (error) {
    if (!isCallbookError(error, 'contact-invalid')) throw error;
    logger.error(
      { err: error, key: contact.key },
      'a webhook gave an invalid contact; it is logged without its content',
    );
    const bare = unreadableContact(contact.sourceId, 'it did not fit the contract of a contact', arrival);
    return intake.accept({ ...bare, ...(contact.revises && { revises: contact.revises }) });
  }
}
