import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ConfigSchema, type PageReading } from '@callbook/contracts';
import { printForms } from '@callbook/forms';
import { openDocument, openReader, readScan, tesseract } from '@callbook/media';
import { peakOf } from '../../memory.ts';
import { doTasks } from '../../part.ts';
import { processorOf } from '../../processor.ts';

const limits = { ...ConfigSchema.parse({}).media.reading, pageSeconds: 600 };
const reader = openReader(undefined);
const bare = tesseract();
/** Pages after which memory is at what it takes for one page. */
const FIRST = 10;

async function read(path: string, most = limits.mostPages): Promise<readonly PageReading[]> {
  const put = async (source: Readable | Uint8Array) => {
    for await (const _ of source);
    return { sha256: '0'.repeat(64), size: 0 };
  };
  const archive = { get: async () => createReadStream(path), put };
  const { signal } = new AbortController();
  const deps = { archive, reader, limits: { ...limits, mostPages: most }, signal };
  return (await readScan(deps, { sha256: '0'.repeat(64), size: 0 })).pages;
}

/** Does work, and tells the seconds of processor time and of the clock that it took. */
async function timed<T>(work: () => Promise<T>): Promise<T & { processor: number; seconds: number }> {
  const [processor, began] = [processorOf(process.pid) ?? 0, process.hrtime.bigint()];
  const done = await work();
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  return { ...done, processor: ((processorOf(process.pid) ?? 0) - processor) / 1000, seconds };
}

const tasks = {
  /** Reads scans of one page each, as the worker does. */
  async read({ paths }: { paths: readonly string[] }) {
    return timed(async () => {
      const pages: PageReading[] = [];
      for (const path of paths) pages.push(...(await read(path)).slice(0, 1));
      return { pages };
    });
  },

  /** The whole of the same pages by Tesseract alone. */
  async bare({ paths }: { paths: readonly string[] }) {
    const engine = await bare;
    return timed(async () => {
      let words = 0;
      for (const path of paths) {
        const document = await openDocument(path);
        words += (await engine.readPage((await document.page(0)).raster)).words.length;
        await document.close();
      }
      return { words };
    });
  },

  /** The most megabytes after a file's first pages, and after all of them. */
  async long({ path, pages }: { path: string; pages: number }) {
    const sheets = Array.from({ length: pages }, (_, at) => ({
      ...({ kind: 'separator', version: 1, paper: 'A4', number: 1000 + at, page: 1 } as const),
    }));
    await writeFile(path, await printForms(sheets, { language: 'en', departments: [] }, new Date(0)));
    await read(path, FIRST);
    const first = peakOf(process.pid);
    await read(path);
    return { first, last: peakOf(process.pid) };
  },
};
export type ReaderTasks = typeof tasks;
doTasks(tasks);
