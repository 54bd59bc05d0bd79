import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { type Contact, contactKey, formatFormNumber, type InkMap, type PageReading } from '@callbook/contracts';
import { EVERYTHING, getCall, handOutForms, type Log, listReview, openLog } from '@callbook/log';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { recordContacts } from '../src/record.ts';

/** Sheets of paper that are scanned again, amended, and copied before they are filled in. */

let database: TestDatabase;
let log: Log;
const { version: layout, kind, paper, language } = { version: 1, kind: 'call', paper: 'A4', language: 'en' } as const;
beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 3 }, quietLogger());
}, 30_000);
afterAll(async () => {
  await log.close();
  await database.drop();
});

const record = (contacts: readonly Contact[]) =>
  recordContacts(contacts, { log, newId: v7, now: () => new Date('2026-11-02T09:00:00.000Z') });

async function printed(): Promise<string> {
  const [number = 0] = await log.db.transaction().execute((trx) =>
    handOutForms(trx, 1, {
      ...{ kind, version: layout, paper, language, departments: ['IT', 'Facilities'], printedBy: 'a test' },
      printedAt: new Date('2026-11-01T09:00:00.000Z'),
    }),
  );
  return formatFormNumber(number);
}

/** Cells of ink in these rows of a sheet. */
function ink(rows: readonly number[]): InkMap {
  const bytes = Buffer.alloc((40 * 50) / 8);
  for (const row of rows) for (let at = row * 5; at < row * 5 + 5; at += 1) bytes[at] = 0xff;
  return { columns: 40, rows: 50, bits: bytes.toString('base64') };
}

type Scan = { readonly file: Contact; readonly reading: Contact };

let minute = 0;
/** A file with one sheet in it, and what is read of it. */
function scan(formNumber: string, rows: readonly number[], text: string, row?: number): Scan {
  minute += 1;
  const at = new Date(Date.UTC(2026, 10, 2, 8, minute)).toISOString();
  const file = someContact({
    ...{ channel: 'paper', account: 'counter', from: {}, text: '', fullText: '', occurredAt: at, receivedAt: at },
    ...{ media: { kind: 'scan', state: 'pending' }, details: { channel: 'paper', fileName: 'scan.pdf' } },
    thread: { references: [] },
  });
  const { subject: _, ...bare } = file;
  const sourceId = `${file.sourceId}/reading`;
  const page: PageReading = {
    ...{ index: 0, kind: 'sheet', rotation: 0, width: 100, height: 100, fields: [], rows: [], ink: ink(rows) },
    form: { formNumber, kind, version: 1, page: 1, paper, by: ['qr'], located: true },
    groups: [{ name: 'department', state: 'sure', value: '2', options: [] }],
  };
  return {
    file: bare,
    reading: {
      ...bare,
      ...{ id: v7(), sourceId, key: contactKey('paper', 'counter', sourceId), text, fullText: text },
      revises: { key: file.key, cause: 'reading' },
      media: { kind: 'scan', state: 'needs-person', confidence: 0.5, of: file.key },
      details: {
        channel: 'paper',
        reading: { pages: [page], ...(row !== undefined && { entry: { pages: [0], row } }) },
      },
    },
  };
}

type Row = { reference: string; merged: boolean; title: string; department: string | null };
const callOf = async ({ file }: Scan) =>
  (
    await database.query<Row & { duplicate: string | null; why: string }>(
      `select reference, merged_into is not null as merged, title, department, contacts.duplicate_of as duplicate,
        (select why from contacts as news where news.revises_key = contacts.key limit 1) as why
       from contacts join calls on calls.id = contacts.call_id where key = '${file.key}'`,
    )
  )[0];

test('a sheet is one call, named by what was read and sent where it was ticked', async () => {
  const one = scan(await printed(), [1, 2, 3], 'The projector stays dark.');
  await record([one.file]);
  expect(await callOf(one)).toMatchObject({ title: 'Scan: scan.pdf' });
  await record([one.reading]);
  expect(await callOf(one)).toMatchObject({ title: 'The projector stays dark.', department: 'Facilities' });
});

test.each(['one after another', 'together'])('the same sheet again is the same call, %s', async (how) => {
  const number = await printed();
  const [one, again] = [scan(number, [1, 2, 3], 'My key is lost.'), scan(number, [1, 2, 3], 'My key is lost.')];
  if (how === 'together') await record([one.file, again.file, one.reading, again.reading]);
  else for (const { file, reading } of [one, again]) for (const contact of [file, reading]) await record([contact]);
  const [first, second] = [await callOf(one), await callOf(again)];
  expect(second).toMatchObject({ reference: first?.reference, duplicate: one.file.id });
  expect(first?.duplicate).toBe(null);
});

test('what is written to a sheet later lies over it, and a person looks again', async () => {
  const number = await printed();
  const [one, more] = [scan(number, [1, 2, 3], 'The lamp flickers.'), scan(number, [1, 2, 3, 9], 'Two lamps flicker.')];
  for (const { file, reading } of [one, more]) for (const contact of [file, reading]) await record([contact]);
  const call = await getCall(log.db, EVERYTHING, (await callOf(one))?.reference ?? '');
  expect(call.contacts.find(({ id }) => id === one.file.id)?.text).toBe('Two lamps flicker.');
  const { items } = await listReview(log.db, EVERYTHING, { limit: 200 });
  expect(items.filter(({ contact }) => contact.key === one.file.key)).toMatchObject([
    { contact: { text: 'Two lamps flicker.' } },
  ]);
});

test('a copy of a blank sheet that somebody else filled in is a call of its own, and it is said why', async () => {
  const number = await printed();
  const [one, copy] = [scan(number, [1, 2, 3], 'No heating.'), scan(number, [20, 21, 22], 'No water.')];
  for (const { file, reading } of [one, copy]) for (const contact of [file, reading]) await record([contact]);
  const [first, second] = [await callOf(one), await callOf(copy)];
  expect(second?.reference).not.toBe(first?.reference);
  expect(second).toMatchObject({ duplicate: null, title: 'No water.', why: expect.stringContaining('copied') });
});

test('a page of the log book that has more rows the next time brings the new rows alone', async () => {
  const number = await printed();
  const monday = scan(number, [1, 2, 3], 'First row.', 1);
  const friday = scan(number, [1, 2, 3, 10], 'First row.', 1);
  const { reading } = scan(number, [1, 2, 3, 10], 'Second row.', 2);
  const { revises: _, ...second } = { ...reading, sourceId: v7() };
  const own = { ...second, key: contactKey('paper', 'counter', second.sourceId) };
  for (const contact of [monday.file, monday.reading, own, friday.file, friday.reading]) await record([contact]);
  const again = { ...own, id: v7(), sourceId: `${own.sourceId} again` };
  await record([{ ...again, key: contactKey('paper', 'counter', again.sourceId) }]);
  const calls = await database.query<{ n: number }>(
    `select count(distinct call_id)::int as n from contacts where details #>> '{reading,pages,0,form,formNumber}' = '${number}'`,
  );
  expect(calls).toEqual([{ n: 2 }]);
});
