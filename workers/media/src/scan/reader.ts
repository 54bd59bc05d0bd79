import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import {
  CallbookError,
  type ErrorCode,
  errorCodes,
  type PageReading,
  SECOND,
  type VisionServer,
} from '@callbook/contracts';
import { startProgram } from '../program.ts';

/** What the process is asked: what a file is, or what is on one of its pages. */
export type ReaderRequest = { readonly id: number; readonly path: string } & (
  | { readonly ask: 'open' }
  | {
      readonly ask: 'page';
      readonly index: number;
      /** Where it keeps pictures, each under its sha256. */
      readonly folder: string;
      readonly vision: VisionServer | undefined;
    }
);

export type OpenedFile = { readonly mediaType: string; readonly pages: number; readonly truncated: boolean };

export type ReaderAnswer = { readonly id: number } & {
  readonly found: OpenedFile | PageReading;
};
type Answer = ReaderAnswer | { readonly id: number; readonly code: string; readonly message: string };

/** Reads one page at a time. */
export type Reader = {
  /** @throws CallbookError of the file; `media-late`, `scan-poison` when the process did not live to answer. */
  open(path: string, limits: ReaderLimits): Promise<OpenedFile>;
  page(path: string, index: number, folder: string, limits: ReaderLimits): Promise<PageReading>;
  close(): void;
};

export type ReaderLimits = {
  /** Milliseconds. */
  readonly time: number;
  readonly signal: AbortSignal;
};

/** Megabytes of JavaScript's own memory, and of all that the process may take: pages and models lie outside the first. */
const HEAP = 768;
const MEMORY = 1600;
/** Milliseconds between two looks at its memory. */
const LOOK = 250;
/** A process that has nothing to read for so long gives its memory back. */
const IDLE = 60 * SECOND;
/** Pages after which a process is replaced: pdf.js does not give all of its memory back. */
const PAGES = 60;

/**
 * A process that reads files of strangers. It is started when it is needed, and again when it is gone: whatever a page
 * does to it, nothing else is lost.
 */
export function openReader(vision: VisionServer | undefined): Reader {
  let child: ChildProcess | undefined;
  let asked = 0;
  let pages = 0;
  let idle: NodeJS.Timeout | undefined;

  const end = () => {
    child?.kill('SIGKILL');
    child = undefined;
    pages = 0;
  };
  const start = () => {
    const started = startProgram('scan/read-main', HEAP);
    // It is no reason to go on when everything else has ended.
    started.unref();
    started.channel?.unref?.();
    // One that ends while nobody asks is no fault of the next file.
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    started.on('error', () => undefined);
    return started;
  };

  function ask<Found>(
    request: { readonly path: string } & Record<string, unknown>,
    { time, signal }: ReaderLimits,
  ): Promise<Found> {
    clearTimeout(idle);
    if (pages >= PAGES) end();
    child ??= start();
    const reader = child;
    const id = ++asked;
    return new Promise<Found>((resolve, reject) => {
      const over = () => {
        clearTimeout(late);
        clearInterval(watch);
        signal.removeEventListener('abort', stop);
        reader.off('message', hear);
        reader.off('close', gone);
        reader.off('error', broken);
        idle = setTimeout(end, IDLE).unref();
      };
      const fail = (code: ErrorCode, message: string) => {
        over();
        reject(new CallbookError(code, message));
      };
      const kill = (code: ErrorCode, message: string) => {
        end();
        fail(code, message);
      };
      const broken = (error: Error) => kill('scan-poison', error.message);
      const late = setTimeout(() => kill('media-late', `It was not read within ${Math.round(time / 1000)} s.`), time);
      const watch = setInterval(() => {
        memoryOf(reader.pid).then((used) => {
          if (used > MEMORY) kill('scan-too-large', `Reading it took more than ${MEMORY} MB of memory.`);
        }, broken);
      }, LOOK);
      const stop = () => kill('media-late', 'The worker stops.');
      const gone = (status: number | null, by: string | null) =>
        kill('scan-poison', `Its reader ended with ${by ?? status}.`);
      const hear = (answer: Answer) => {
        if (answer.id !== id) return;
        if ('found' in answer) {
          over();
          resolve(answer.found as Found);
        } else fail(answer.code in errorCodes ? (answer.code as ErrorCode) : 'reading-failed', answer.message);
      };
      signal.addEventListener('abort', stop, { once: true });
      reader.on('message', hear);
      // Not 'exit', which can come before the answer that was sent ahead of it.
      reader.on('close', gone);
      reader.on('error', broken);
      reader.send({ ...request, id }, (error) => error && kill('scan-poison', error.message));
      if (signal.aborted) stop();
    });
  }

  return {
    open: (path, limits) => ask({ ask: 'open', path }, limits),
    page(path, index, folder, limits) {
      const reading = ask<PageReading>({ ask: 'page', path, index, folder, vision }, limits);
      pages += 1;
      return reading;
    },
    close: end,
  };
}

/** Megabytes that a process takes; 0 where the machine does not tell, and time is the only limit. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  });
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
