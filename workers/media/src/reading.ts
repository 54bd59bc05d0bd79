import type { Archive } from '@callbook/archive';
import { CallbookError, type Config, type Contact, isCallbookError, type MediaFound } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import { readingContacts, readingKey, unreadRevision } from './reading-outcome.ts';
import { readScan } from './scan/read-scan.ts';
import { openReader, type Reader } from './scan/reader.ts';
import type { Outcome } from './transcript-outcome.ts';

export type ReadingDeps = {
  readonly archive: Pick<Archive, 'get' | 'put'>;
  readonly config: Config['media'];
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Makes UUIDs v7. */
  readonly newId: () => string;
  /** Whether the log has been told of this already. */
  readonly knows: (key: string) => boolean;
  readonly tell: (contact: Contact) => Promise<void>;
};

export type ScanWorker = (found: MediaFound, last: boolean) => Promise<Outcome | undefined>;

/**
 * Reads the scans that the queue brings. Whatever a file is, a contact comes of it; an archive out of reach is tried
 * again later, and until then the scan has the mark that somebody should read it.
 */
export function createScanWorker(deps: ReadingDeps): ScanWorker {
  const { archive, config, logger, signal, now, newId } = deps;
  const readers: Reader[] = [];
  const idle: Reader[] = [];
  signal.addEventListener(
    'abort',
    () => {
      for (const reader of readers) reader.close();
    },
    { once: true },
  );
  // A reader has one file open. Those who read at the same time have one each.
  const take = (): Reader => {
    const [free = openReader(config.reading.vision)] = idle.splice(0, 1);
    if (!readers.includes(free)) readers.push(free);
    return free;
  };

  return async (found, last) => {
    if (deps.knows(readingKey(found))) return undefined;
    const [file] = found.attachments;
    if (!file) return undefined;
    const reader = take();
    try {
      const reading = await readScan({ archive, reader, limits: config.reading, signal }, file);
      const contacts = readingContacts(found, reading, newId, now());
      for (const contact of contacts) await deps.tell(contact);
      const state = contacts.at(-1)?.media?.state === 'done' ? 'done' : 'needs-person';
      const { pages, entries, problem } = reading;
      logger.info(
        { key: found.contact.key, state, pages: pages.length, entries: entries.length, problem: problem?.code },
        'scan read',
      );
      return { state };
    } catch (error) {
      if (signal.aborted || !isCallbookError(error)) throw error;
      const problem = new CallbookError(error.code, error.message, { cause: error });
      await deps.tell(unreadRevision(found, problem, !last, newId(), now()));
      if (!last) throw error;
      return { state: 'needs-person', problem };
    } finally {
      idle.push(reader);
    }
  };
}
