import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import {
  logCall,
  logContact,
  memoryIntake,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
} from '@callbook/checks';
import { ConfigSchema, type Contact, catalogueOf, contactKey, type FieldReading, targetsOf } from '@callbook/contracts';
import { consolidating, type Log, noteReview, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { apiRouter } from '../src/api.ts';
import { openAnswers } from '../src/review/answer.ts';
import { ReviewEntrySchema } from '../src/review/schemas.ts';
import { openStream } from '../src/stream.ts';

/** What needs a person: listed, looked at with its pictures, and answered. */

let database: TestDatabase;
let log: Log;
let archive: Archive;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'review-'));
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
const intake = memoryIntake();
const config = ConfigSchema.parse({});
beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 3 }, logger);
  archive = await openArchive({ folder }, '/nowhere', logger);
  const http = createSurface(logger, lifecycle);
  const now = () => new Date();
  const stream = openStream(log, logger);
  lifecycle.onStop('stream', () => stream.close());
  http.mount(
    '/',
    apiRouter({
      ...{ log, archive, stream, now, newId: v7, canSend: () => false, country: 'DE', timeZone: 'UTC' },
      ...{ catalogue: catalogueOf(config), targets: targetsOf(config) },
      enter: () => Promise.reject(new Error('nothing is entered here')),
      review: openAnswers({ archive, intake, now, newId: v7, country: 'DE' }),
    }),
  );
  url = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
}, 30_000);
afterAll(async () => {
  await lifecycle.stop('the test is over');
  await log.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
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

const get = async (path: string) => (await fetch(url + path)).json();
const post = (path: string, body: object) =>
  fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

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
    ...{ id: v7(), by: 'Ada', urgency: 'high', requester },
    values: { name: 'Marta Feldmann', phone: '030 901820', matter: 'The projector stays dark.' },
  };
  intake.recordAtOnce();
  for (const _ of [1, 2])
    expect(await (await post(`/api/review/${contact.id}`, answer)).json()).toMatchObject({ recorded: true });
  expect(intake.contacts.size).toBe(1);
  const [revision] = intake.contacts.values();
  expect(revision).toMatchObject({
    ...{ revises: { key: contact.key, cause: 'person' }, text: 'The projector stays dark.' },
    ...{ from: { name: 'Marta Feldmann', phone: '+4930901820' }, media: { kind: 'scan', state: 'done' } },
    details: { channel: 'paper', urgency: 'high', typed: { by: 'Ada', values: answer.values, requester } },
  });
  await consolidating(log, (trx) => noteReview(trx, revision ? [revision] : []));
  expect(((await get('/api/review')) as { items: unknown[] }).items).toMatchObject([{ contact: surer.id }]);
}, 60_000);

test('pictures are shown of the contact that they belong to, and of no other', async () => {
  const [one, other] = [await scanned(3, 0.5), await scanned(4, 0.5)];
  const shown = await fetch(`${url}/api/contacts/${one.contact.id}/pictures/${one.picture}`);
  expect([shown.status, shown.headers.get('content-type'), await shown.text()]).toEqual([
    200,
    'image/png',
    'a picture of 3',
  ]);
  expect((await fetch(`${url}/api/contacts/${one.contact.id}/pictures/${other.picture}`)).status).toBe(404);
  expect((await fetch(`${url}/api/contacts/${v7()}/pictures/${one.picture}`)).status).toBe(404);
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
