import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CallbookError, PaperWay } from '@callbook/contracts';
import { Glimpsing } from './glimpse.ts';
import { inspect } from './inspect.ts';
import { keyOf, normalise } from './normalise.ts';
import type { Station } from './station.ts';

/** A file as it comes. */
export type Incoming = {
  readonly name: string | undefined;
  readonly content: Readable;
  readonly way: PaperWay;
  readonly writtenAt?: Date;
  readonly takenBy?: string | undefined;
  /** Asked when all of it is in the archive: throws where that is not the file any more. */
  readonly confirm?: (size: number) => Promise<void>;
};

/** A file that is on our disk and will be in the log. */
export type Taken = {
  readonly name: string | undefined;
  readonly sha256: string;
  readonly size: number;
  readonly key: string;
  /** `accepted`: it will be read. `refused`: it is kept and logged, and a person has to look. `known`: the log has it. */
  readonly state: 'accepted' | 'refused' | 'known';
  readonly fault?: CallbookError | undefined;
};

/**
 * Takes one file: it streams into the archive, and its contact goes to the intake. When this resolves both are on our
 * disk. The same bytes once more change nothing.
 * @throws CallbookError `spool-full`, `spool-failed`, `archive-full`, `archive-failed`, or what the content's stream
 * throws: it is not taken.
 */
export async function take(station: Station, incoming: Incoming): Promise<Taken> {
  const { tray, paper, archive, intake, metrics, logger, now, newId } = station;
  const { content, name, way, writtenAt, takenBy, confirm } = incoming;
  const glimpsing = new Glimpsing();
  const storing = archive.put(glimpsing);
  // An archive that refuses before it has begun to read would let the pipeline wait for ever.
  storing.catch((error: Error) => glimpsing.destroy(error));
  const [stored] = await Promise.all([storing, pipeline(content, glimpsing)]);
  await confirm?.(stored.size);
  const { mediaType, fault } = await inspect(glimpsing.glimpse(), paper.maxSize);
  const file = { name, mediaType, writtenAt, fault };
  const key = keyOf(tray, stored.sha256);
  const known = intake.recorded.has(key);
  if (!known) {
    const arrival = { tray, way, takenBy, receivedAt: now(), id: newId(), stored };
    await intake.accept(normalise(file, arrival));
  }
  const state = known ? 'known' : fault ? 'refused' : 'accepted';
  metrics.taken(tray.name, way, state);
  logger.info({ key, tray: tray.name, way, state, problem: fault?.code }, 'a scan was taken');
  return { name, ...stored, key, state, ...(fault && { fault }) };
}
