import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ConfigSchema, type PageReading } from '@callbook/contracts';
import { openReader, type Reader, readScan } from '@callbook/media';
import { type RoundSheet, type SheetMaker, scoreOf, startSheetMaker, type Tally, tallied } from '@callbook/peers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const LONG = process.env.CALLBOOK_LONG === '1';
/** Sheets of known types, and of types that were not looked at while the reader was made. */
const SHEETS = LONG ? 200 : 3;
const HELD_OUT = LONG ? 100 : 1;
/** Milliseconds, on a machine that has much else to do. */
const PATIENCE = LONG ? 7_200_000 : 1_200_000;

let folder: string;
let reader: Reader;
let maker: SheetMaker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'round-trip-'));
  reader = openReader(undefined);
  maker = startSheetMaker();
});
afterAll(async () => {
  reader.close();
  await maker.close();
  await rm(folder, { recursive: true, force: true });
});

/** The first page of a scan, as the worker reads it. */
async function read({ file, seed }: RoundSheet): Promise<PageReading> {
  const path = join(folder, `${seed}`);
  await writeFile(path, file);
  const put = async (source: Readable | Uint8Array) => {
    for await (const _ of source);
    return { sha256: '0'.repeat(64), size: 0 };
  };
  const limits = { ...ConfigSchema.parse({}).media.reading, pageSeconds: 600 };
  const archive = { get: async () => createReadStream(path), put };
  const signal = new AbortController().signal;
  const { pages } = await readScan({ archive, reader, limits, signal }, { sha256: '0'.repeat(64), size: file.length });
  return pages[0]!;
}

async function measure(count: number, heldOut: boolean): Promise<Tally> {
  const scores = [];
  for (let seed = 0; seed < count; seed += 1) {
    const sheet = await maker.round(seed, heldOut);
    scores.push(scoreOf(sheet, await read(sheet)));
  }
  return tallied(scores);
}

describe.each([
  ['set in types that the reader was made with', SHEETS, false],
  ['set in types that it never saw', HELD_OUT, true],
])('sheets that were printed, filled in and scanned, %s', (_, count, heldOut) => {
  test(
    'are read: their numbers, ticks and print, and nothing wrong is sure',
    async () => {
      const tally = await measure(count, heldOut);
      if (LONG) process.stderr.write(`${JSON.stringify(tally)}\n`);
      const { flatBed, camera, boxes, characters, fields } = tally;
      expect(flatBed.read).toBeGreaterThanOrEqual(0.995 * flatBed.of);
      expect(camera.read).toBeGreaterThanOrEqual(0.97 * camera.of);
      expect(boxes.right).toBeGreaterThanOrEqual(0.995 * boxes.of);
      expect(boxes.wrong).toBe(0);
      expect(characters.right).toBeGreaterThanOrEqual(0.98 * characters.of);
      expect(fields.wrongAndSure).toBeLessThanOrEqual(0.005 * fields.of);
      expect(fields.handAndSure).toBe(0);
      // A reader that is sure of nothing would pass all of the above.
      expect(fields.sure).toBeGreaterThanOrEqual(0.5 * fields.printed);
    },
    PATIENCE,
  );
});
