import type { Archive } from '@callbook/archive';
import { CallbookError, type Config, type Contact, isCallbookError, type MediaFound } from '@callbook/contracts';
import type { Progress } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import { type ReadFile, readingContacts, readingKey, unreadRevision } from './reading-outcome.ts';
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
  /** Told how far the scan of a contact has been read. */
  readonly progress?: ((key: string, progress: Progress) => Promise<void>) | undefined;
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
    const { key } = found.contact;
    const [first, ...others] = filesOf(found);
    if (!first) return undefined;
    const reader = take();
    try {
      const before = { pages: 0, read: 0 };
      const readFile = async (file: ReadFile['file']): Promise<ReadFile> => {
        const progress = async (pages: number, read: number) =>
          deps.progress?.(key, { pages: before.pages + pages, read: before.read + read });
        const reading = await readScan({ archive, reader, limits: config.reading, signal, progress }, file);
        before.pages += reading.pages.length;
        before.read += reading.pages.length;
        return { file, reading };
      };
      const files: [ReadFile, ...ReadFile[]] = [await readFile(first)];
      for (const file of others) files.push(await readFile(file));
      const contacts = readingContacts(found, files, newId, now());
      for (const contact of contacts) await deps.tell(contact);
      const state = contacts.at(-1)?.media?.state === 'done' ? 'done' : 'needs-person';
      const problem = files.find(({ reading }) => reading.problem)?.reading.problem;
      const read = { files: files.length, pages: before.pages, contacts: contacts.length };
      logger.info({ key, state, ...read, problem: problem?.code }, 'scan read');
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

/** The files of a scan; one that came twice in the same mail is one. */
function filesOf({ attachments, files = 1 }: MediaFound): MediaFound['attachments'] {
  const scans = attachments.slice(0, files);
  return scans.filter(({ sha256 }, at) => scans.findIndex((one) => one.sha256 === sha256) === at);
}
