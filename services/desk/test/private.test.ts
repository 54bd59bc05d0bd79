import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  type LoggedCall,
  logCall,
  logContact,
  nowSearchable,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { announceCalls, insertSuggestions, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';
import type { Operation } from '../src/operation.ts';
import { operations } from '../src/operations.ts';

/** A department whose calls are its own agents' business, as somebody of another one meets it. */
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
let database: TestDatabase;
let log: Log;
let home: string;
let origin: string;
let insider: DeskFetch;
let outsider: DeskFetch;
let hidden: LoggedCall;
let open: LoggedCall;
const contact = someContact({ subject: 'Wages of the night shift', from: { email: 'ada@example.org', name: 'Ada' } });

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-private-'));
  log = openLog({ url: database.url, connections: 2 }, logger);
  const config = ConfigSchema.parse({
    database: { url: database.url },
    redis: { url: testServices().redisUrl },
    departments: [{ name: 'HR', private: true, aliases: ['People'] }, { name: 'IT' }],
  });
  const http = createSurface(logger, lifecycle);
  await deskRole.start({ config, home, logger, lifecycle, http });
  origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  insider = deskFetch(origin, await deskToken(database.url, { departments: ['HR'] }));
  outsider = deskFetch(origin, await deskToken(database.url));
  const archive = await openArchive({}, home, logger);
  const { sha256 } = await archive.put(Buffer.from('wages'));
  const file = { sha256, size: 5, name: 'wages.txt', mediaType: 'text/plain', inline: false };
  const said = { ...contact, html: sha256, attachments: [file], original: { ...contact.original, sha256, size: 5 } };
  hidden = await logCall(log, { call: { department: 'HR' }, contacts: [{ contact: said }] });
  open = await logCall(log, { call: { department: 'IT' }, contacts: [{ contact: someContact({ subject: 'Wages' }) }] });
  const pair = { callId: open.id, otherCallId: hidden.id, contactId: contact.id };
  const suggestion = { ...pair, kind: 'same-matter', why: ['both say wages'], confidence: 0.5 } as const;
  await log.db.transaction().execute((trx) => insertSuggestions(trx, [suggestion], new Date().toISOString()));
  await archive.close();
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

const all = Object.entries(operations) as [string, Operation][];
const ofCalls = all.filter(([, { path }]) => path.includes('{reference}'));
const ofContacts = all.filter(([, { path }]) => path.startsWith('/api/contacts/{id}'));
const filled = (path: string, call: LoggedCall) =>
  path.replace('{reference}', call.reference).replace('{id}', contact.id).replace('{position}', '0');

test.each(ofCalls)('%s answers as if the call were not there', async (_, { path, method = 'get', body }) => {
  const response = await outsider(filled(path, hidden), {
    method: method.toUpperCase(),
    ...(body && { body: '{}', headers: { 'content-type': 'application/json' } }),
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'call-unknown' });
});

test.each(ofContacts)('%s answers as if the contact were not there', async (_, { path, method = 'get' }) => {
  if (method !== 'get') return;
  expect(await (await outsider(filled(path, hidden))).json()).toMatchObject({ code: 'contact-unknown' });
  const own = await insider(filled(path, hidden));
  // A picture is none of this contact's, and that is said to its own agents alone.
  if (path.includes('{sha256}')) expect(await own.json()).toMatchObject({ code: 'not-found' });
  else expect(own.status).toBe(200);
});

const items = async (from: DeskFetch, path: string) =>
  ((await (await from(path)).json()) as { items: { reference: string }[] }).items.map(({ reference }) => reference);

test.each([
  ['the list', '/api/calls'],
  ['a search of what was said', '/api/calls?q=wages'],
  ['a search for the reference', '/api/calls?q=REFERENCE'],
  ['its department', '/api/calls?department=HR'],
  ['its requester', '/api/calls?requester=ada@example.org'],
  ['the contacts', '/api/contacts'],
])('%s does not have it, and has it for its own agents', async (_, path) => {
  const asked = path.replace('REFERENCE', hidden.reference);
  await nowSearchable(log);
  expect(await items(outsider, asked)).not.toContain(hidden.reference);
  expect(await items(insider, asked)).toContain(hidden.reference);
});

test('no suggestion on another call tells of it', async () => {
  const suggested = async (from: DeskFetch) =>
    ((await (await from(`/api/calls/${open.reference}`)).json()) as { suggestions: object[] }).suggestions;
  expect(await suggested(outsider)).toEqual([]);
  expect(await suggested(insider)).toMatchObject([{ reference: hidden.reference }]);
});

test('nothing can be folded into it, nor it into anything', async () => {
  const body = JSON.stringify({ into: hidden.reference });
  const headers = { 'content-type': 'application/json' };
  const merged = await outsider(`/api/calls/${open.reference}/merge`, { method: 'POST', headers, body });
  expect(await merged.json()).toMatchObject({ code: 'call-unknown' });
});

/** Something that is done, and what the stream says when it has heard of it. */
type Step = readonly [act: () => Promise<unknown>, heard: string];

/** What a reader of the stream is told while these are done one after the other. */
async function told(from: DeskFetch, ...steps: readonly Step[]): Promise<string> {
  const stop = new AbortController();
  const response = await from('/api/stream', { signal: stop.signal });
  const ahead = [...steps];
  let text = '';
  let waited: string | undefined;
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (waited !== undefined && !text.includes(waited)) continue;
    const step = ahead.shift();
    if (!step) break;
    waited = step[1];
    await step[0]();
  }
  stop.abort();
  return text;
}

test('the stream tells of it only to its own agents, and of one that moves there that it is gone', async () => {
  const moving = await logCall(log, { call: { department: 'IT' } });
  const heard = await told(
    outsider,
    [
      async () => {
        await logContact(log, hidden, { contact: someContact({ text: 'More about wages' }) });
        await logContact(log, moving, { contact: someContact() });
      },
      moving.reference,
    ],
    [
      async () => {
        await log.db.updateTable('calls').set({ department: 'People' }).where('id', '=', moving.id).execute();
        await log.db.transaction().execute((trx) => announceCalls(trx, { created: [], updated: [moving.id] }));
      },
      'event: call.hidden',
    ],
    [() => logContact(log, open, { contact: someContact({ text: 'The last of it' }) }), open.reference],
  );
  expect(heard).not.toContain(hidden.reference);
  expect(heard).toContain(`event: call.hidden\ndata: {"reference":"${moving.reference}"}`);
  const own = await told(insider, [() => logContact(log, hidden, { contact: someContact() }), hidden.reference]);
  expect(own).toContain('call.updated');
});
