import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '@callbook/archive';
import {
  CallbookError,
  isCallbookError,
  type MediaConfig,
  PageReading,
  type ReadEntry,
  SECOND,
} from '@callbook/contracts';
import { entriesOf } from './entries.ts';
import type { Reader } from './reader.ts';

export type ReadScanDeps = {
  readonly archive: Pick<Archive, 'get' | 'put'>;
  readonly reader: Reader;
  readonly limits: MediaConfig['reading'];
  readonly signal: AbortSignal;
  /** Told how many pages the file has, as far as they are read, and how many of them are done. */
  readonly progress?: (pages: number, read: number) => Promise<void>;
};

/** A file in the archive. What it is is told by its content; what was said of it is not asked. */
export type ScanFile = { readonly sha256: string; readonly size: number };

type Problem = NonNullable<PageReading['problem']>;

/** All that was read of a scan. */
export type ScanReading = {
  readonly pages: readonly PageReading[];
  /** What of it is one contact each. */
  readonly entries: readonly ReadEntry[];
  /** Why the file could not be read at all, or not to its end; what was read of it is in `pages`. */
  readonly problem?: Problem;
};

/** A page that stopped its reader is tried once more, in a fresh process, for the fault may have been another page's. */
const TRIES = 2;

/**
 * Reads a scan, page by page, in a process of its own, and puts the pictures of its pages and fields into the archive.
 * Whatever the file is, and whatever happens to the process, there is a reading: a file or a page that cannot be read has
 * its `problem`.
 * @throws CallbookError of the archive; `media-late` when the signal ends it.
 */
export async function readScan(deps: ReadScanDeps, file: ScanFile): Promise<ScanReading> {
  const { archive, limits, signal } = deps;
  const unread = (error: CallbookError): ScanReading => ({ pages: [], entries: [], problem: problemOf(error) });
  if (file.size > limits.largestMegabytes * 1e6) return unread(tooLarge(limits.largestMegabytes));
  const folder = await mkdtemp(join(tmpdir(), 'callbook-scan-'));
  try {
    const path = join(folder, 'scan');
    await pipeline(await archive.get(file.sha256), createWriteStream(path));
    const time = limits.pageSeconds * SECOND;
    let opened: Awaited<ReturnType<Reader['open']>>;
    try {
      opened = await deps.reader.open(path, { time, signal });
    } catch (error) {
      if (signal.aborted || !isCallbookError(error)) throw error;
      return unread(error);
    }
    const count = Math.min(opened.pages, limits.mostPages);
    const pages: PageReading[] = [];
    for (let index = 0; index < count; index += 1) {
      await deps.progress?.(count, index);
      pages.push(await readPage(deps, path, index, join(folder, 'kept')));
    }
    await deps.progress?.(count, count);
    const more = opened.pages > count ? tooMany(opened.pages, count) : opened.truncated ? cutOff() : undefined;
    return summaryOf(pages, more);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One page; one that cannot be read is a page that failed. */
async function readPage(deps: ReadScanDeps, path: string, index: number, folder: string): Promise<PageReading> {
  const { reader, archive, limits, signal } = deps;
  let problem: CallbookError | undefined;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    try {
      const page = PageReading.parse(
        await reader.page(path, index, folder, { time: limits.pageSeconds * SECOND, signal }),
      );
      for (const name of await readdir(folder)) await archive.put(createReadStream(join(folder, name)));
      return page;
    } catch (error) {
      if (signal.aborted) throw error;
      if (isCallbookError(error) && error.code.startsWith('archive-')) throw error;
      problem = isCallbookError(error)
        ? error
        : new CallbookError('reading-failed', 'What was read is no reading.', { cause: error });
      // What is wrong with a file is wrong with it at every attempt.
      if (problem.code !== 'scan-poison') break;
    }
  }
  const failed = problem ?? new CallbookError('reading-failed', 'It was not read.');
  const empty = { fields: [], groups: [], rows: [] };
  return { index, kind: 'failed', rotation: 0, width: 0, height: 0, ...empty, problem: problemOf(failed) };
}

function summaryOf(pages: PageReading[], more: CallbookError | undefined): ScanReading {
  const entries = entriesOf(pages);
  const [failed] = pages.filter(({ kind }) => kind === 'failed');
  const empty = entries.length === 0 ? new CallbookError('scan-empty', 'Nothing is on any page.') : undefined;
  const problem = more ? problemOf(more) : (failed?.problem ?? (empty && problemOf(empty)));
  return { pages, entries, ...(problem && { problem }) };
}

function problemOf({ code, message }: CallbookError): Problem {
  return { code, message };
}

function tooLarge(most: number): CallbookError {
  return new CallbookError('scan-too-large', `The file is larger than ${most} MB (media.reading.largestMegabytes).`);
}

function tooMany(pages: number, read: number): CallbookError {
  return new CallbookError(
    'scan-too-many-pages',
    `The file has ${pages} pages; the first ${read} were read (media.reading.mostPages).`,
  );
}

function cutOff(): CallbookError {
  return new CallbookError('scan-truncated', 'The end of the file is missing; what is there was read.');
}
