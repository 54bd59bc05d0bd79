import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  logContact,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey, type PageReading, readScanTicket } from '@callbook/contracts';
import { consolidating, type Log, noteMedia, noteProgress, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';

/** What agents hand in and print: tickets for the door of scans, and how scans stand. */

const SECRET = 'what-the-desk-of-this-test-signs-with';
let database: TestDatabase;
let log: Log;
let origin: string;
let desk: DeskFetch;
const home = mkdtempSync(join(tmpdir(), 'desk-paper-'));
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl } },
    departments: [{ name: 'IT' }, { name: 'HR', private: true }],
    paper: {
      trays: [{ name: 'staff', department: 'HR' }, { name: 'counter', department: 'IT' }, { name: 'hall' }],
      secret: SECRET,
    },
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = await as({ name: 'mira' });
}, 60_000);
afterAll(async () => {
  await lifecycle.stop('the test is over');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const as = async (options: Parameters<typeof deskToken>[1]) =>
  deskFetch(origin, await deskToken(database.url, options));
const post = (who: DeskFetch, body: object) =>
  who('/api/paper/tickets', {
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
const ticketOf = async (response: Response) => {
  const { ticket } = (await response.json()) as { ticket: string };
  return readScanTicket(ticket, SECRET, new Date());
};

test('who may work gets a ticket in their name, which is good for a while and for one tray', async () => {
  const response = await post(desk, { tray: 'hall' });
  expect(response.status).toBe(201);
  const { ticket, expiresAt } = (await response.json()) as { ticket: string; expiresAt: string };
  expect(readScanTicket(ticket, SECRET, new Date())).toMatchObject({ by: 'mira', tray: 'hall' });
  expect(readScanTicket(ticket, SECRET, new Date(expiresAt))).toBeUndefined();
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
});

test('who may only look gets none, and neither does who is not signed in', async () => {
  expect((await post(await as({ scopes: ['read'] }), {})).status).toBe(403);
  expect((await fetch(`${origin}/api/paper/tickets`, { method: 'POST', body: '{}' })).status).toBe(401);
});

test('a tray of a private department is there for its own agents alone', async () => {
  const trays = async (who: DeskFetch) =>
    ((await (await who('/api/paper')).json()) as { trays: { name: string }[] }).trays.map(({ name }) => name);
  const own = await as({ name: 'holly', departments: ['HR'] });
  expect([await trays(desk), await trays(own)]).toEqual([
    ['counter', 'hall'],
    ['staff', 'counter', 'hall'],
  ]);
  expect((await post(desk, { tray: 'staff' })).status).toBe(404);
  expect(await ticketOf(await post(desk, {}))).toMatchObject({ tray: 'counter' });
  expect(await ticketOf(await post(own, { tray: 'staff' }))).toMatchObject({ tray: 'staff', by: 'holly' });
});

/** A scan in the log that waits to be read. */
async function scanned(): Promise<{ contact: Contact; call: Awaited<ReturnType<typeof logCall>> }> {
  const { subject: _, ...contact } = someContact({
    ...{ channel: 'paper', account: 'counter', sourceId: v7(), from: {}, text: '', fullText: '' },
    ...{ media: { kind: 'scan', state: 'pending' }, thread: { references: [] } },
    attachments: [{ sha256: 'a'.repeat(64), name: 'batch.pdf', mediaType: 'application/pdf', size: 9, inline: false }],
    details: { channel: 'paper', way: 'upload', fileName: 'batch.pdf', takenBy: 'mira' },
  });
  contact.key = contactKey('paper', 'counter', contact.sourceId);
  const call = await logCall(log, { contacts: [{ contact }] });
  await consolidating(log, (trx) => noteMedia(trx, [contact], contact.receivedAt));
  return { contact, call };
}

const page = (index: number, value: string): PageReading => ({
  ...{ index, kind: 'sheet', rotation: 0, width: 100, height: 100, groups: [], rows: [] },
  fields: [
    {
      ...{ name: 'matter', state: 'sure', value, doubts: [], readings: [] },
      box: { x: 0, y: 0, width: 1, height: 1 },
    },
  ],
});

test('a scan is followed from the log until everything that came of it is there', async () => {
  const { contact, call } = await scanned();
  const standing = async () => {
    const { items } = (await (await desk(`/api/paper/scans?key=${contact.key},unknown`)).json()) as { items: object[] };
    expect(items.length).toBeLessThan(2);
    return items[0];
  };
  expect(await standing()).toMatchObject({ state: 'waiting', takenBy: 'mira', entries: [] });
  await log.db.transaction().execute((trx) => noteProgress(trx, contact.key, { pages: 3, read: 1 }));
  expect(await standing()).toMatchObject({ state: 'reading', progress: { pages: 3, read: 1 } });

  const told = (sourceId: string, at: number, text: string): Contact => ({
    ...contact,
    ...{ id: v7(), sourceId, key: contactKey('paper', 'counter', sourceId), attachments: [], text, fullText: text },
    media: { kind: 'scan', state: at === 0 ? 'needs-person' : 'done' },
    details: { channel: 'paper', reading: { pages: [page(at, text)], entry: { pages: [at] } } },
  });
  const second = told(`${contact.sourceId}/page/3`, 2, 'The tap drips.');
  const other = await logCall(log, { contacts: [{ contact: second }] });
  // Of another scan, whose source id begins with the same letters.
  await logCall(log, { contacts: [{ contact: told(`${contact.sourceId}0/page/1`, 0, 'Not of it.') }] });
  const account = { pages: 3, read: 2, blank: 1, separators: 0, failed: 0, entries: 2 };
  const first = told(`${contact.sourceId}/reading`, 0, 'The lift is stuck.');
  const reading: Contact = {
    ...first,
    ...{
      revises: { key: contact.key, cause: 'reading' },
      media: { kind: 'scan', state: 'needs-person', of: contact.key },
    },
    details: { ...first.details, account } as Contact['details'],
  };
  await logContact(log, call, { contact: reading });
  await consolidating(log, (trx) => noteMedia(trx, [reading], contact.receivedAt));
  const done = (await standing()) as object;
  expect(done).not.toHaveProperty('progress');
  expect(done).toMatchObject({
    ...{ state: 'needs-person', account },
    entries: [
      { reference: call.reference, state: 'needs-person', text: 'The lift is stuck.', pages: [0] },
      { reference: other.reference, state: 'done', pages: [2], fields: [{ name: 'matter', value: 'The tap drips.' }] },
    ],
  });
  expect((done as { entries: object[] }).entries).toHaveLength(2);

  // What is in a private department is not there for others.
  await database.query(`update calls set department = 'HR' where id = '${other.id}'`);
  expect(((await standing()) as { entries: object[] }).entries).toHaveLength(1);
  await database.query(`update calls set department = 'HR' where id = '${call.id}'`);
  expect(await standing()).toBeUndefined();
});
