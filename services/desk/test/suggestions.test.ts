import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  type LoggedCall,
  logCall,
  nowSearchable,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { EVERYTHING, insertSuggestions, type Log, mergeCalls, openLog, summariseCalls } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';
import { CallSchema, CallSummarySchema, pageOf } from '../src/schemas.ts';

const logger = quietLogger();
const lifecycle = createLifecycle(logger);
const AT = '2026-11-02T09:00:00.000Z';
const contacts = [someContact({ subject: 'Two of a kind' }), someContact({ subject: 'Two of a kind' })] as const;
let database: TestDatabase;
let log: Log;
let home: string;
let desk: DeskFetch;
let one: LoggedCall;
let other: LoggedCall;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-suggestions-'));
  log = openLog({ url: database.url, connections: 2 }, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({ database: { url: database.url }, redis: { url: testServices().redisUrl } });
  await deskRole.start({ config, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = deskFetch(origin, await deskToken(database.url));
  [one, other] = [
    await logCall(log, { contacts: [{ contact: contacts[0] }] }),
    await logCall(log, { contacts: [{ contact: contacts[1] }] }),
  ];
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

const ask = async (path: string) => (await desk(path)).json();
const callAt = async ({ reference }: LoggedCall) => CallSchema.parse(await ask(`/api/calls/${reference}`));

test('a suggestion stands on both calls, the likelier first, and a split on the one call', async () => {
  const why = ['it answers a mail of that call', 'its sender could not be verified'];
  const common = { callId: other.id, contactId: contacts[1].id };
  await log.db.transaction().execute((trx) =>
    insertSuggestions(
      trx,
      [
        { ...common, kind: 'split', otherCallId: undefined, why: ['its subject is new'], confidence: 0.25 },
        { ...common, kind: 'same-matter', otherCallId: one.id, why, confidence: 0.5 },
      ],
      AT,
    ),
  );
  const contact = contacts[1].id;
  const same = { kind: 'same-matter', contact, confidence: 0.5, why };
  expect((await callAt(one)).suggestions).toEqual([{ ...same, reference: other.reference }]);
  expect((await callAt(other)).suggestions).toEqual([
    { ...same, reference: one.reference },
    { kind: 'split', reference: other.reference, contact, confidence: 0.25, why: ['its subject is new'] },
  ]);
});

test('a call that was folded into another is in no list, its reference leads there, and its watchers are told', async () => {
  const why = 'was answered before it came';
  await log.db.transaction().execute((trx) => mergeCalls(trx, [{ from: other.id, into: one.id, why }], AT));

  const call = await callAt(other);
  expect(call).toEqual(await callAt(one));
  expect(call.reference).toBe(one.reference);
  expect(call.contacts.map(({ id }) => id)).toEqual(contacts.map(({ id }) => id));
  // What was suggested between the two is settled; what was of the folded one is of the other now.
  expect(call.suggestions).toMatchObject([{ kind: 'split', reference: one.reference }]);

  await nowSearchable(log);
  const { items } = pageOf(CallSummarySchema).parse(await ask('/api/calls?q=kind'));
  expect(items.map(({ reference, contactCount }) => [reference, contactCount])).toEqual([[one.reference, 2]]);
  const told = (await summariseCalls(log.db, EVERYTHING, [other.id])).get(other.id);
  expect(CallSummarySchema.parse(told)).toMatchObject({ reference: other.reference, mergedInto: one.reference });
});

test('a link is what a suggestion of its kind asked for, and of no other', async () => {
  const [younger, older] = [
    await logCall(log, { contacts: [{ contact: someContact() }] }),
    await logCall(log, { contacts: [{ contact: someContact() }] }),
  ];
  const common = {
    callId: younger.id,
    otherCallId: older.id,
    contactId: contacts[1].id,
    why: ['a wave'],
    confidence: 0.5,
  };
  const kinds = ['same-cause', 'same-matter'] as const;
  await log.db.transaction().execute((trx) =>
    insertSuggestions(
      trx,
      kinds.map((kind) => ({ ...common, kind })),
      AT,
    ),
  );
  const left = async () => (await callAt(younger)).suggestions.map(({ kind }) => kind).sort();
  const link = (kind: string) =>
    desk(`/api/calls/${younger.reference}/links`, {
      method: 'POST',
      body: JSON.stringify({ reference: older.reference, kind }),
      headers: { 'content-type': 'application/json' },
    });
  await link('related');
  expect(await left()).toEqual([...kinds].sort());
  await link('caused-by');
  expect(await left()).toEqual(['same-matter']);
});
