import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  type LoggedCall,
  logCall,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema, type Contact } from '@callbook/contracts';
import { insertSuggestions, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';

const logger = quietLogger();
const lifecycle = createLifecycle(logger);
let database: TestDatabase;
let log: Log;
let home: string;
let desk: DeskFetch;
type Logged = LoggedCall & { readonly contacts: readonly Contact[] };
let one: Logged;
let other: Logged;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-merge-'));
  log = openLog({ url: database.url, connections: 2 }, logger);
  const http = createSurface(logger, lifecycle);
  await deskRole.start({
    ...{
      config: ConfigSchema.parse({ database: { url: database.url }, redis: { url: testServices().redisUrl } }),
      home,
      logger,
      lifecycle,
      http,
    },
  });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = deskFetch(origin, await deskToken(database.url, { name: 'mira' }));
});
beforeEach(async () => {
  const said = (hour: string, channel: 'email' | 'phone') =>
    someContact({ channel, occurredAt: `2026-11-02T${hour}:00:00.000Z`, receivedAt: `2026-11-02T${hour}:00:00.000Z` });
  one = await logged(said('08', 'email'), said('09', 'email'));
  other = await logged(said('10', 'phone'));
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function logged(...contacts: Contact[]): Promise<Logged> {
  return { ...(await logCall(log, { contacts: contacts.map((contact) => ({ contact })) })), contacts };
}

type View = {
  reference: string;
  status: string;
  contacts: { id: string }[];
  history: { by: string; kind: string }[];
  suggestions: object[];
};
const callAt = async (reference: string) => (await (await desk(`/api/calls/${reference}`)).json()) as View;
async function post(path: string, body: object) {
  const response = await desk(`/api/calls/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as View & { code?: string } };
}
/** Everything that the log says of both calls, apart from their history and from when they last changed. */
async function standing() {
  const calls = await database.query(
    `select reference, status, title, requester_id, first_channel, channels, received_at, respond_by, merged_into
     from calls where id in ($1, $2) order by number`,
    [one.id, other.id],
  );
  const contacts = await database.query(
    'select id, call_id, duplicate_of from contacts where call_id in ($1, $2) order by id',
    [one.id, other.id],
  );
  const shown = await Promise.all([one, other].map(({ reference }) => callAt(reference)));
  return { calls, contacts, suggestions: shown.map(({ suggestions }) => suggestions) };
}

test('merged, parted and merged again, the log is what it was, apart from its history', async () => {
  const third = await logCall(log, { contacts: [{ contact: someContact({}) }] });
  await log.db.transaction().execute((trx) =>
    insertSuggestions(
      trx,
      [one.id, third.id].map((id) => ({
        ...{ kind: 'same-matter', callId: other.id, otherCallId: id, contactId: one.contacts[0]?.id ?? '' },
        ...{ why: ['the same person'], confidence: 0.4 },
      })),
      '2026-11-02T11:00:00.000Z',
    ),
  );
  const before = await standing();
  const merged = await post(`${other.reference}/merge`, { into: one.reference });
  expect(merged.body).toMatchObject({ reference: one.reference, contacts: { length: 3 } });
  const first = await standing();
  // What spoke of a third call speaks of it on the survivor; that the two are one is no question any more.
  expect(first.suggestions[0]).toMatchObject([{ reference: third.reference }]);

  const parted = await post(`${one.reference}/split`, { call: other.reference });
  expect(parted.body).toMatchObject({ reference: other.reference, contacts: { length: 1 } });
  const between = await standing();
  expect({ calls: between.calls, contacts: between.contacts }).toEqual({
    calls: before.calls,
    contacts: before.contacts,
  });

  await post(`${other.reference}/merge`, { into: one.reference });
  expect(await standing()).toEqual(first);
  expect((await callAt(one.reference)).history.filter(({ by }) => by === 'mira').map(({ kind }) => kind)).toEqual([
    ...['call.merged', 'call.absorbed', 'call.parted', 'call.released', 'call.merged', 'call.absorbed'],
  ]);
});

test('the reference of a merged call leads to the survivor, also when that was merged later', async () => {
  const third = await logCall(log, { contacts: [{ contact: someContact({}) }] });
  await post(`${other.reference}/merge`, { into: one.reference });
  await post(`${one.reference}/merge`, { into: third.reference });
  for (const { reference } of [one, other]) expect((await callAt(reference)).reference).toBe(third.reference);
  // What was folded first is a part of what is parted now.
  await post(`${third.reference}/split`, { call: one.reference });
  expect((await callAt(other.reference)).reference).toBe(one.reference);
  expect((await callAt(one.reference)).contacts).toHaveLength(3);
});

test('a contact becomes a call of its own, and merging undoes it', async () => {
  const [, second] = one.contacts;
  const split = await post(`${one.reference}/split`, { contacts: [second?.id], why: 'that is the other printer' });
  expect(split.body).toMatchObject({ status: 'new', contacts: [{ id: second?.id, linkedBy: 'agent' }] });
  expect((await callAt(one.reference)).contacts).toHaveLength(1);
  await post(`${split.body.reference}/merge`, { into: one.reference });
  expect((await callAt(split.body.reference)).reference).toBe(one.reference);
  expect((await callAt(one.reference)).contacts).toHaveLength(2);
});

test('what cannot be is refused, and changes nothing', async () => {
  const before = await standing();
  const strange = other.contacts[0]?.id;
  const all = one.contacts.map(({ id }) => id);
  for (const [path, body, code] of [
    [`${one.reference}/merge`, { into: one.reference }, 'request-invalid'],
    [`${one.reference}/merge`, { into: 'CB-999999' }, 'call-unknown'],
    [`${one.reference}/split`, { call: other.reference }, 'request-invalid'],
    [`${one.reference}/split`, { contacts: [strange] }, 'request-invalid'],
    [`${one.reference}/split`, { contacts: all }, 'request-invalid'],
    [`${one.reference}/split`, {}, 'request-invalid'],
  ] as const)
    expect((await post(path, body)).body.code).toBe(code);
  expect(await standing()).toEqual(before);
});
