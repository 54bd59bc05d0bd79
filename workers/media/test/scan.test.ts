import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { quietLogger } from '@callbook/checks';
import { type Config, ConfigSchema, Contact, contactKey, formatFormNumber, type MediaFound } from '@callbook/contracts';
import { type FormCode, printForms, templateOf } from '@callbook/forms';
import { type Answers, randomOf, type SheetMaker, startSheetMaker } from '@callbook/peers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { v7 } from 'uuid';
import { createWorker, type MediaWorker } from '../src/worker.ts';

/** Milliseconds on a machine that has much else to do. */
const PATIENCE = 900_000;
const code: FormCode = { kind: 'call', version: 1, paper: 'A4', number: 1042, page: 1 };
const look = { language: 'en', departments: ['IT', 'Library'] } as const;
const answers: Answers = {
  fields: [
    { name: 'name', text: 'MARTA NOVAK' },
    { name: 'phone', text: '4711' },
    { name: 'matter', text: 'The projector in room 4.12 stays dark.' },
  ],
  ticks: [
    { group: 'urgency', value: 'medium' },
    { group: 'bestTime', value: 'noon' },
    { group: 'department', value: '2' },
  ],
};
const print = { type: 'helvetica', hand: false, inPlaces: true, size: 3.6, shade: 10, tick: 'cross' } as const;

let accepted: Contact[];
let archived: Map<string, Buffer>;
let stop: AbortController;

beforeEach(() => {
  accepted = [];
  archived = new Map();
  stop = new AbortController();
});
afterEach(() => stop.abort());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** How far the scan has been read, as it was told. */
let told: { pages: number; read: number }[];
beforeEach(() => {
  told = [];
});

/** A worker over some files, with an archive and an intake in memory. */
function worker(files: readonly Buffer[], reading: object = {}): MediaWorker {
  const recorded = new Set<string>();
  const config: Config = ConfigSchema.parse({ media: { reading: { pageSeconds: 600, ...reading } } });
  return createWorker({
    archive: {
      get: async (wanted) => Readable.from([files.find((file) => sha256(file) === wanted) ?? Buffer.alloc(0)]),
      async put(source) {
        const bytes = source instanceof Readable ? await buffer(source) : Buffer.from(source);
        archived.set(sha256(bytes), bytes);
        return { sha256: sha256(bytes), size: bytes.length };
      },
    },
    intake: {
      async accept(contact) {
        const { key } = Contact.parse(contact);
        if (!recorded.has(key)) accepted.push(contact);
        recorded.add(key);
        return { key, state: 'recorded' };
      },
      recorded: { has: (key) => recorded.has(key), onRecorded: () => () => undefined },
    },
    config: config.media,
    logger: quietLogger(),
    signal: stop.signal,
    now: () => new Date('2026-11-24T12:00:00Z'),
    newId: v7,
    progress: async (_, progress) => void told.push(progress),
  });
}

function foundOf(file: Buffer): MediaFound {
  return {
    kind: 'scan',
    contact: { key: contactKey('paper', 'tray', 'scan-1'), channel: 'paper', account: 'tray', sourceId: 'scan-1' },
    attachments: [{ sha256: sha256(file), name: 'scan.png', mediaType: 'image/png', size: file.length }],
  };
}

async function read(file: Buffer, reading: object = {}): Promise<void> {
  await worker([file], reading)(foundOf(file), { last: false });
}

describe('a sheet of ours', () => {
  let maker: SheetMaker;
  let scan: Buffer;
  beforeAll(async () => {
    maker = startSheetMaker();
    scan = await maker.scanned({ code, look, answers }, print, { dpi: 150, degrees: 178 }, 1);
  }, PATIENCE);
  afterAll(() => maker.close());

  test(
    'is read into a revision of its contact, with pictures of what was read',
    async () => {
      await read(scan);
      expect(accepted).toMatchObject([
        {
          revises: { key: foundOf(scan).contact.key, cause: 'reading' },
          text: 'The projector in room 4.12 stays dark.',
          from: { name: 'MARTA NOVAK', verified: false },
          thread: { formNumber: formatFormNumber(1042) },
          media: { kind: 'scan', state: 'done', of: foundOf(scan).contact.key },
        },
      ]);
      const { details } = accepted[0]!;
      const [page] = details.channel === 'paper' ? details.reading!.pages : [];
      expect(page).toMatchObject({ kind: 'sheet', rotation: 180, form: { located: true, paper: 'A4', kind: 'call' } });
      expect(page!.groups.map(({ name, state, value }) => [name, state, value])).toEqual([
        ['urgency', 'sure', 'medium'],
        ['bestTime', 'sure', 'noon'],
        ['department', 'sure', '2'],
      ]);
      const phone = page!.fields.find(({ name }) => name === 'phone')!;
      expect(phone).toMatchObject({ state: 'sure', value: '4711', doubts: [] });
      expect(phone.readings.map(({ text }) => text)).toEqual(['4711', '4711']);
      // The picture of the field is in the archive, and has the proportions of its box.
      const { width, height } = await sharp(archived.get(phone.picture!.sha256)!).metadata();
      const { box } = templateOf(code).fields.find(({ name }) => name === 'phone')!;
      expect(width / height).toBeCloseTo((box.width + 2) / (box.height + 2), 1);
      expect(archived.has(page!.picture!.sha256)).toBe(true);
    },
    PATIENCE,
  );

  test(
    'is not read twice, whoever asks again',
    async () => {
      const work = worker([scan]);
      await work(foundOf(scan), { last: false });
      expect(await work(foundOf(scan), { last: false })).toBeUndefined();
      expect(accepted).toHaveLength(1);
    },
    PATIENCE,
  );

  test(
    'that was filled in by hand is guessed at, and shown to a person',
    async () => {
      const hand = { ...print, type: 'patrick-hand', hand: true } as const;
      await read(await maker.scanned({ code, look, answers }, hand, { dpi: 150, degrees: 1 }, 2));
      expect(accepted).toMatchObject([{ text: '', from: {}, media: { state: 'needs-person' } }]);
      expect(accepted[0]!.from).not.toHaveProperty('name');
      const { details } = accepted[0]!;
      const [page] = details.channel === 'paper' ? details.reading!.pages : [];
      const written = page!.fields.filter(({ state }) => state !== 'empty');
      expect(written.map(({ name }) => name)).toEqual(['name', 'phone', 'matter']);
      for (const { doubts, picture, value } of written) {
        expect(doubts).toContain('hand-written');
        expect(picture).toBeDefined();
        expect(value).toBeUndefined();
      }
    },
    PATIENCE,
  );
});

describe('a batch', () => {
  test(
    'is one contact for each sheet and each written row; the first of them is the scan’s own',
    async () => {
      const sheets: FormCode[] = [
        { ...code, kind: 'separator', number: 1043 },
        { ...code, number: 1044 },
        { ...code, kind: 'log-book', number: 1045 },
      ];
      // Nothing is written on them: an empty sheet is shown to a person, as a page of the log book without a row is.
      await read(Buffer.from(await printForms(sheets, look, new Date(0))));
      expect(accepted.map(({ sourceId, revises, media }) => [sourceId, revises?.cause, media?.state])).toEqual([
        ['scan-1/page/3', undefined, 'needs-person'],
        ['scan-1/reading', 'reading', 'needs-person'],
      ]);
      expect(accepted[1]).toMatchObject({
        thread: { formNumber: formatFormNumber(1044) },
        details: { reading: { entry: { pages: [1], separator: 0 } } },
      });
    },
    PATIENCE,
  );
});

describe('several files of one mail', () => {
  /** A scanner's mail with these files, and with its logo, which is none of them. */
  function mailed(files: readonly Buffer[]): MediaFound {
    const attachments = files.map((file, at) => ({
      ...{ sha256: sha256(file), name: `scan-${at + 1}.pdf`, mediaType: 'application/pdf', size: file.length },
    }));
    const logo = { sha256: sha256(Buffer.from('logo')), name: 'logo.png', mediaType: 'image/png', size: 4 };
    const given = { way: 'mail', department: 'IT' } as const;
    return { ...foundOf(Buffer.from('')), attachments: [...attachments, logo], files: files.length, given };
  }
  const sheets = (...numbers: readonly number[]) =>
    printForms(
      numbers.map((number) => ({ ...code, number })),
      look,
      new Date(0),
    ).then((pdf) => Buffer.from(pdf));

  test(
    'are all read, in their order, and each page of each is accounted for; one that came twice is one',
    async () => {
      const files = [await sheets(1050, 1051), Buffer.from('<html>no scan</html>'), await sheets(1052)];
      const found = mailed([...files, files[2] as Buffer]);
      const work = worker(files);
      await work(found, { last: false });
      const said = accepted.map(({ sourceId, revises, thread, problem, media }) => [
        ...[sourceId, revises?.cause, thread.formNumber, problem?.code, media?.state],
      ]);
      expect(said).toEqual([
        ['scan-1/page/2', undefined, formatFormNumber(1051), undefined, 'needs-person'],
        ['scan-1/file/2', undefined, undefined, 'scan-unsupported', 'needs-person'],
        ['scan-1/file/3/page/1', undefined, formatFormNumber(1052), undefined, 'needs-person'],
        ['scan-1/reading', 'reading', formatFormNumber(1050), undefined, 'needs-person'],
      ]);
      const [, unread, third, own] = accepted;
      expect(unread).toMatchObject({ attachments: [{ name: 'scan-2.pdf' }], original: { sha256: sha256(files[1]!) } });
      expect(third).toMatchObject({
        original: { sha256: sha256(files[2]!) },
        details: { way: 'mail', department: 'IT', fileName: 'scan-3.pdf' },
      });
      expect(own!.details).toMatchObject({
        account: { pages: 3, read: 3, blank: 0, separators: 0, failed: 0, entries: 3, files: 3, unread: 1 },
      });
      expect(told.map(({ pages, read }) => `${read}/${pages}`)).toEqual(['0/2', '1/2', '2/2', '2/3', '3/3']);
      // Once more: the log knows it all.
      expect(await work(found, { last: false })).toBeUndefined();
      expect(accepted).toHaveLength(4);
    },
    PATIENCE,
  );
});

describe('a file that cannot be read', () => {
  const png = () =>
    sharp({ create: { width: 600, height: 800, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
  // Every row is whole: to a function that takes more than its row has, Jest hands a `done` and waits for it.
  const files: [name: string, code: string, file: () => Buffer | Promise<Buffer>, limits: object][] = [
    ['is empty', 'scan-empty', () => Buffer.alloc(0), {}],
    ['has nothing on it', 'scan-empty', png, {}],
    ['is something else', 'scan-unsupported', () => Buffer.from('<html>no scan</html>'), {}],
    ['is an HEIC picture', 'scan-unsupported', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), {}],
    ['is a PDF that is none', 'scan-truncated', () => Buffer.from('%PDF-1.7\nnothing'), {}],
    ['is a picture that was cut off', 'scan-truncated', async () => (await noise()).subarray(0, 40_000), {}],
    [
      'is larger than is read',
      'scan-too-large',
      async () => Buffer.concat([await png(), Buffer.alloc(1_100_000)]),
      { largestMegabytes: 1 },
    ],
    ['claims to be of 50,000 × 50,000 pixels', 'scan-too-large', enormous, {}],
  ];

  test.each(files)(
    '%s needs a person, and says why: %s',
    async (_, problem, file, limits) => {
      await read(await file(), limits);
      expect(accepted).toMatchObject([{ media: { state: 'needs-person' }, problem: { code: problem } }]);
    },
    PATIENCE,
  );
});

/** A picture that does not compress. */
function noise(): Promise<Buffer> {
  const random = randomOf(3);
  const data = Uint8Array.from({ length: 300 * 400 }, () => random() * 256);
  return sharp(data, { raw: { width: 300, height: 400, channels: 1 } })
    .png()
    .toBuffer();
}

/** A PNG with a head that promises more than any machine has room for. */
async function enormous(): Promise<Buffer> {
  const { crc32 } = await import('node:zlib');
  const file = Buffer.from(await noise());
  file.writeUInt32BE(50_000, 16);
  file.writeUInt32BE(50_000, 20);
  file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
  return file;
}
