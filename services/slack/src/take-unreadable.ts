import { unreadableContact } from './normalise.ts';
import type { Station } from './station.ts';
import { type Raw, take } from './take.ts';

/** Keeps what cannot be read, under the name of its bytes. @throws CallbookError of the archive and the spool. */
export async function takeUnreadable(station: Station, raw: Raw, reason: string): Promise<void> {
  const { sha256 } = await station.archive.put(raw.bytes);
  const { team } = station.workspace;
  await take(station, sha256, raw, (arrival) => unreadableContact(team, sha256, reason, arrival));
}
