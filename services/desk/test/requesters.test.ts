import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { recordContacts } from '@callbook/consolidation';
import { ConfigSchema, type Contact } from '@callbook/contracts';
import { insertSuggestions, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';
import { RequesterViewSchema } from '../src/schemas.ts';

const AT = '2026-11-20T08:00:00.000Z';
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
let database: TestDatabase;
let log: Log;
let home: string;
let desk: DeskFetch;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-requesters-'));
  log = openLog({ url: database.url, connections: 2 }, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({ database: { url: database.url }, redis: { url: testServices().redisUrl } });
  await deskRole.start({ config, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = deskFetch(origin, await deskToken(database.url, { name: 'mira' }));
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function recorded(given: Partial<Contact>): Promise<{ requester: string; reference: string }> {
  const contact = someContact(given);
  await recordContacts([contact], { log, newId: v7, now: () => new Date(AT) });
  const [row] = await database.query<{ requester: string; reference: string }>(
    'select requester_id as requester, reference from calls join contacts on call_id = calls.id where contacts.id = $1',
    [contact.id],
  );
  return row as { requester: string; reference: string };
}
async function asked(path: string, body?: object) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await desk(`/api/${path}`, body && post);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const identities = async (id: string) =>
  RequesterViewSchema.parse((await asked(`requesters/${id}`)).body).identities.map(({ value }) => value);

test('who is known is found by a part of a name, an address or a number', async () => {
  const { requester } = await recorded({ from: { name: 'Ines Vargas', email: 'iv@find.example', verified: true } });
  for (const q of ['vargas', 'iv@find', 'IV@FIND'])
    expect((await asked(`requesters?q=${q}`)).body.items).toMatchObject([{ id: requester, name: 'Ines Vargas' }]);
  expect((await asked('requesters?q=100%25')).body.items).toEqual([]);
});

test('two are made one with their calls, parted again, and no channel joins them after that', async () => {
  const [email, slackUser] = ['gil@join.example', 'T1/U9'];
  const mailed = await recorded({ from: { email, verified: true }, text: 'The door squeaks' });
  const wrote = await recorded({ from: { slackUser, verified: true }, text: 'My pay is late' });
  const joined = await asked(`requesters/${mailed.requester}/join`, {
    with: wrote.requester,
    why: 'he says so',
  });
  expect(joined.status).toBe(200);
  expect(RequesterViewSchema.parse(joined.body)).toMatchObject({
    calls: [{}, {}],
    joined: [{ id: wrote.requester, by: 'mira', why: 'he says so' }],
  });
  // Whoever asks for the one who was joined is led to who stands for both.
  expect(await identities(wrote.requester)).toEqual([email, slackUser]);
  expect((await asked(`requesters/${mailed.requester}/join`, { with: wrote.requester })).body.code).toBe(
    'request-invalid',
  );

  expect((await asked(`requesters/${wrote.requester}/part`, {})).status).toBe(200);
  expect([await identities(mailed.requester), await identities(wrote.requester)]).toEqual([[email], [slackUser]]);
  await recorded({ from: { email, slackUser, verified: true }, text: 'A third thing' });
  expect([await identities(mailed.requester), await identities(wrote.requester)]).toEqual([[email], [slackUser]]);
});

test('who is not known, or not joined, is said', async () => {
  const { requester } = await recorded({ from: { email: 'solo@join.example', verified: true } });
  expect((await asked(`requesters/${requester}/part`, {})).body.code).toBe('request-invalid');
  for (const id of [v7(), 'nobody'])
    expect(await asked(`requesters/${id}`)).toMatchObject({ status: 404, body: { code: 'requester-unknown' } });
});

test('a suggestion that a person declines is gone from both calls, and no rule makes it again', async () => {
  const contact = someContact({});
  const [one, other] = [await logCall(log, { contacts: [{ contact }] }), await logCall(log)];
  const suggest = (kind: 'same-matter' | 'same-cause', confidence: number) =>
    log.db
      .transaction()
      .execute((trx) =>
        insertSuggestions(
          trx,
          [{ kind, callId: one.id, otherCallId: other.id, contactId: contact.id, why: ['words'], confidence }],
          AT,
        ),
      );
  await suggest('same-matter', 0.4);
  await suggest('same-cause', 0.4);
  const path = `calls/${other.reference}/suggestions/${one.reference}/decline`;
  expect((await asked(path, {})).body).toMatchObject({ reference: other.reference, suggestions: [] });
  expect((await asked(path, {})).status).toBe(200);
  await suggest('same-matter', 0.9);
  await suggest('same-cause', 0.9);
  for (const { reference } of [one, other]) {
    const call = (await asked(`calls/${reference}`)).body as { suggestions: object[]; history: { kind: string }[] };
    expect(call.suggestions).toEqual([]);
    expect(call.history.filter(({ kind }) => kind === 'suggestion.declined')).toHaveLength(1);
  }
  expect((await asked(`calls/${one.reference}/suggestions/${one.reference}/decline`, {})).body.code).toBe('not-found');
});
