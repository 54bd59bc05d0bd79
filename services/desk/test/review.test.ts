import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
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
import { ConfigSchema, type Contact, contactKey, type FieldReading } from '@callbook/contracts';
import { consolidating, EVERYTHING, getStanding, type Log, noteReview, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';
import { answerContact } from '../src/review/answer.ts';
import { ReviewEntrySchema } from '../src/review/schemas.ts';

/** What needs a person: listed, looked at with its pictures, and answered. */

let database: TestDatabase;
let log: Log;
let archive: Archive;
let desk: DeskFetch;
const home = mkdtempSync(join(tmpdir(), 'review-'));
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, logger);
  archive = await openArchive({}, home, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl }, country: 'DE' },
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = deskFetch(origin, await deskToken(database.url, { name: 'mira' }));
}, 60_000);
afterAll(async () => {
  await lifecycle.stop('the test is over');
  await archive.close();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

function field(name: FieldReading['name'], rest: Partial<FieldReading>): FieldReading {
  return {
    name,
    state: 'unsure',
    doubts: ['hand-written'],
    box: { x: 0, y: 0, width: 1, height: 1 },
    readings: [],
    ...rest,
  };
}

/** A scan as it is logged, and what was read of it. */
async function scanned(number: number, confidence: number): Promise<{ contact: Contact; picture: string }> {
  const contact = someContact({
    ...{ channel: 'paper', account: 'counter', sourceId: `scan ${number}`, from: {}, text: '', fullText: '' },
    ...{ media: { kind: 'scan', state: 'pending' }, details: { channel: 'paper', fileName: `scan${number}.pdf` } },
  });
  const { subject: _, ...bare } = contact;
  const picture = await archive.put(Buffer.from(`a picture of ${number}`));
  const ownId = `${contact.sourceId}/reading`;
  const reading: Contact = {
    ...bare,
    ...{ id: v7(), sourceId: ownId, key: contactKey('paper', 'counter', ownId) },
    revises: { key: contact.key, cause: 'reading' },
    media: { kind: 'scan', state: 'needs-person', confidence, of: contact.key },
    details: {
      channel: 'paper',
      reading: {
        pages: [
          {
            ...{ index: 0, kind: 'sheet', rotation: 0, width: 100, height: 100, groups: [], rows: [] },
            picture: { ...picture, mediaType: 'image/png' },
            fields: [
              field('name', { guess: 'Marta Feldmann', confidence }),
              field('phone', { state: 'sure', value: '030 901820', doubts: [] }),
              field('room', { guess: '4.12' }),
            ],
          },
        ],
      },
    },
  };
  const call = await logCall(log, { contacts: [{ contact: bare }] });
  await logContact(log, call, { contact: reading });
  await consolidating(log, (trx) => noteReview(trx, [contact, reading]));
  return { contact, picture: picture.sha256 };
}

const get = async (path: string) => (await desk(path)).json();
const post = (path: string, body: object) =>
  desk(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

test('what is least sure is first, with guesses, pictures, and whom it may be by; an answer is a revision', async () => {
  const requester = v7();
  await database.query(
    `insert into requesters (id, name, place, created_at) values ('${requester}', 'Marta Feldmann', '4.12', now())`,
  );
  const { contact: surer } = await scanned(1, 0.8);
  const { contact, picture } = await scanned(2, 0.3);
  const { items } = (await get('/api/review')) as { items: { contact: string }[] };
  expect(items.map((item) => item.contact)).toEqual([contact.id, surer.id]);
  const [first] = items;
  expect(ReviewEntrySchema.parse(first)).toMatchObject({
    ...{ kind: 'scan', state: 'needs-person', fileName: 'scan2.pdf', confidence: expect.closeTo(0.3) },
    pages: [{ page: 0, picture: `/api/contacts/${contact.id}/pictures/${picture}` }],
    requesters: [{ requester, why: ['has this name', 'is found in this room'] }],
  });
  const page = (await get('/api/review?limit=1')) as { items: unknown[]; nextCursor: string };
  expect(((await get(`/api/review?limit=1&cursor=${page.nextCursor}`)) as typeof page).items).toMatchObject([
    { contact: surer.id },
  ]);

  const answer = {
    ...{ id: v7(), urgency: 'high' as const, requester },
    values: { name: 'Marta Feldmann', phone: '030 901820', matter: 'The projector stays dark.' },
  };
  // Nothing records it here: it is safe, and said to follow.
  expect(await (await post(`/api/review/${contact.id}`, answer)).json()).toMatchObject({ recorded: false });
  const standing = await getStanding(log.db, EVERYTHING, contact.id);
  const arrival = { by: 'mira', now: new Date(), original: contact.original, country: 'DE' };
  const revision = answerContact(standing.contact, answer, { ...arrival, id: v7() });
  expect(answerContact(standing.contact, answer, { ...arrival, id: v7() }).key).toBe(revision.key);
  expect(revision).toMatchObject({
    ...{ revises: { key: contact.key, cause: 'person' }, text: 'The projector stays dark.' },
    ...{ from: { name: 'Marta Feldmann', phone: '+4930901820' }, media: { kind: 'scan', state: 'done' } },
    details: { channel: 'paper', urgency: 'high', typed: { by: 'mira', values: answer.values, requester } },
  });
  await consolidating(log, (trx) => noteReview(trx, [revision]));
  expect(((await get('/api/review')) as { items: unknown[] }).items).toMatchObject([{ contact: surer.id }]);
}, 60_000);

test('a recording that came after its call is where the news of it has it, whatever else came along', async () => {
  const bare = someContact({
    ...{ channel: 'voice', account: 'line', sourceId: 'CA1', from: {}, text: '', fullText: '' },
    ...{ details: { channel: 'voice', called: '+441632960700' } },
  });
  const attached = async (words: string, mediaType: string) => ({
    ...(await archive.put(Buffer.from(words))),
    ...{ name: words, mediaType, inline: false },
  });
  const [note, sound] = [await attached('note.txt', 'text/plain'), await attached('call.wav', 'audio/wav')];
  const news: Contact = {
    ...bare,
    ...{ id: v7(), sourceId: 'RE1', key: contactKey('voice', 'line', 'RE1'), attachments: [note, sound] },
    revises: { key: bare.key, cause: 'recording' },
    media: { kind: 'recording', state: 'needs-person', of: bare.key },
    details: { channel: 'voice', seconds: 6 },
  };
  const call = await logCall(log, { contacts: [{ contact: bare }] });
  await logContact(log, call, { contact: news });
  await consolidating(log, (trx) => noteReview(trx, [bare, news]));
  const entry = ReviewEntrySchema.parse(await get(`/api/review/${bare.id}`));
  expect(entry).toMatchObject({
    ...{ kind: 'recording', seconds: 6 },
    recording: { address: `/api/contacts/${news.id}/attachments/1`, mediaType: 'audio/wav', segments: [] },
  });
  expect(await (await desk(entry.recording?.address ?? '')).text()).toBe('call.wav');
});

test('pictures are shown of the contact that they belong to, and of no other', async () => {
  const [one, other] = [await scanned(3, 0.5), await scanned(4, 0.5)];
  const shown = await desk(`/api/contacts/${one.contact.id}/pictures/${one.picture}`);
  expect([shown.status, shown.headers.get('content-type'), await shown.text()]).toEqual([
    200,
    'image/png',
    'a picture of 3',
  ]);
  expect((await desk(`/api/contacts/${one.contact.id}/pictures/${other.picture}`)).status).toBe(404);
  expect((await desk(`/api/contacts/${v7()}/pictures/${one.picture}`)).status).toBe(404);
});

test('news that come late, and a person who was first, change nothing', async () => {
  const { contact } = await scanned(5, 0.1);
  const news = (at: string, state: 'done' | 'needs-person', cause: 'person' | 'reading'): Contact => ({
    ...contact,
    ...{ id: v7(), sourceId: v7(), occurredAt: at, revises: { key: contact.key, cause } },
    media: { kind: 'scan', state },
  });
  const told = [
    news('2026-11-03T08:00:00.000Z', 'done', 'person'),
    news('2026-11-02T09:00:00.000Z', 'needs-person', 'reading'),
    news('2026-11-04T09:00:00.000Z', 'needs-person', 'reading'),
  ];
  for (const one of told) await consolidating(log, (trx) => noteReview(trx, [one]));
  const { items } = (await get('/api/review?kind=scan')) as { items: { contact: string }[] };
  expect(items.map((item) => item.contact)).not.toContain(contact.id);
});

test('forms are printed with numbers that the log knows, and a slip with the reference of a call', async () => {
  const forms = await post('/api/forms', { count: 2, language: 'de' });
  expect([forms.status, forms.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(Buffer.from(await forms.arrayBuffer()).toString('latin1')).toContain('/Count 2');
  const printed = 'select kind, language, printed_by from forms';
  expect(await database.query(printed)).toEqual(Array(2).fill({ kind: 'call', language: 'de', printed_by: 'mira' }));
  const { reference } = await logCall(log);
  const slip = await desk(`/api/calls/${reference}/slip`);
  expect([slip.status, Buffer.from(await slip.arrayBuffer()).toString('latin1', 0, 5)]).toEqual([200, '%PDF-']);
  expect((await desk(`/api/calls/CB-99999999/slip`)).status).toBe(404);
});
