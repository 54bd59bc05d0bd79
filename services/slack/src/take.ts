import { type Contact, isCallbookError } from '@callbook/contracts';
import { type Arrival, unreadableContact } from './normalise.ts';
import type { Json } from './payload.ts';
import type { Station } from './station.ts';

/** What Slack sent, as it came. */
export type Raw = { readonly bytes: Uint8Array; readonly mediaType: string };

/** What Slack tells by its Web API or by a socket is kept as we read it. */
export function rawJson(json: Json): Raw {
  return { bytes: Buffer.from(JSON.stringify(json)), mediaType: 'application/json' };
}

/**
 * Takes one piece of news: what Slack sent goes into the archive, and the contact to the intake. When this resolves it is
 * on our disk. News that we have taken before is not taken again.
 * @throws CallbookError `spool-full`, `spool-failed`, `archive-full`, `archive-failed`: it is not taken.
 */
export async function take(
  station: Station,
  sourceId: string,
  raw: Raw,
  make: (arrival: Arrival) => Contact,
): Promise<void> {
  const { workspace, known, archive, now, newId, logger } = station;
  if (known.has(workspace.team, sourceId)) return;
  const { sha256, size } = await archive.put(raw.bytes);
  const original = { sha256, size, mediaType: raw.mediaType };
  const arrival: Arrival = { receivedAt: now(), id: newId(), original };
  const contact = make(arrival);
  const { key, state } = await accept(station, contact, arrival);
  known.add(key);
  logger.info({ key, message: sourceId, cause: contact.revises?.cause, state }, 'taken');
}

/** `normalise` promises a valid contact; if it ever breaks that, what was said must still not be lost. */
async function accept({ workspace, intake, logger }: Station, contact: Contact, arrival: Arrival) {
  try {
    return await intake.accept(contact);
  } catch (error) {
    if (!isCallbookError(error, 'contact-invalid')) throw error;
    logger.error(
      { err: error, key: contact.key },
      'an event gave an invalid contact; it is logged without its content',
    );
    const bare = unreadableContact(
      workspace.team,
      contact.sourceId,
      'it did not fit the contract of a contact',
      arrival,
    );
    return intake.accept({ ...bare, ...(contact.revises && { revises: contact.revises }) });
  }
}
