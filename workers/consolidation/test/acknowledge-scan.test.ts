import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey, type FieldReading, type PageReading } from '@callbook/contracts';
import { importDirectory, type Log, openLog } from '@callbook/log';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { type Promises, promisesOf } from '../src/acknowledge.ts';
import { recordContacts } from '../src/record.ts';

/** Calls that a sheet of paper has opened are acknowledged where it is sure to whom, once, and nowhere else. */

const NOW = '2026-11-06T15:40:00.000Z';
const ADDRESS = 'helpdesk@example.org';
const smtp = { host: 'smtp.example.org' };
const promises: Promises = promisesOf(
  ConfigSchema.parse({ email: { accounts: [{ name: 'helpdesk', address: ADDRESS, smtp }] } }),
);

let database: TestDatabase;
let log: Log;
beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 3 }, quietLogger());
}, 30_000);
afterAll(async () => {
  await log.close();
  await database.drop();
});

const record = (contacts: readonly Contact[], promised: Promises = promises) =>
  recordContacts(contacts, { log, newId: v7, now: () => new Date(NOW), promises: promised });

/** A file that waits to be read. */
function file(occurredAt = '2026-11-06T15:30:00.000Z'): Contact {
  const { subject: _, ...bare } = someContact({
    ...{ channel: 'paper', account: 'counter', from: {}, text: '', fullText: '', occurredAt, receivedAt: occurredAt },
    ...{ media: { kind: 'scan', state: 'pending' }, details: { channel: 'paper', fileName: 'scan.pdf' } },
    thread: { references: [] },
  });
  return bare;
}

/** News of a file, as the media worker or a person tells it. */
function news(of: Contact, cause: 'reading' | 'person', parts: Partial<Contact>): Contact {
  const sourceId = `${of.sourceId}/${cause}/${v7()}`;
  return {
    ...of,
    ...{ id: v7(), sourceId, key: contactKey('paper', of.account, sourceId) },
    ...{ occurredAt: NOW, receivedAt: NOW, revises: { key: of.key, cause } },
    media: { kind: 'scan', state: cause === 'person' ? 'done' : 'needs-person', of: of.key },
    ...parts,
  };
}

function reading(of: Contact, from: Contact['from'], field: Partial<FieldReading> = {}): Contact {
  const read: FieldReading = {
    ...{ name: 'email', state: 'sure', doubts: [], readings: [], box: { x: 0, y: 0, width: 1, height: 1 } },
    ...field,
  };
  const page: PageReading = {
    ...{ index: 0, kind: 'sheet', rotation: 0, width: 100, height: 100, fields: [read], groups: [], rows: [] },
  };
  const said = { text: 'The lamp flickers.', fullText: 'The lamp flickers.' };
  return news(of, 'reading', {
    ...{ ...said, from: { ...from, verified: false } },
    details: { channel: 'paper', reading: { pages: [page] } },
  });
}

function typed(of: Contact, from: Contact['from'], requester?: string): Contact {
  const values = { ...(from.email !== undefined && { email: from.email }) };
  return news(of, 'person', {
    ...{ from, text: 'It flickers.', fullText: 'It flickers.' },
    details: { channel: 'paper', typed: { by: 'mira', values, ...(requester !== undefined && { requester }) } },
  });
}

type Row = { channel: string; account: string; recipient: string; contact_id: string };
const told = ({ key }: Contact) =>
  database.query<Row>(
    `select outbox.channel, outbox.account, recipient, outbox.contact_id from outbox
     join contacts on contacts.call_id = outbox.call_id where contacts.key = $1 and outbox.kind = 'acknowledgement'`,
    [key],
  );
const withheld = async ({ key }: Contact) =>
  (
    await database.query<{ why: string }>(
      `select detail ->> 'why' as why from history where kind = 'acknowledgement.withheld'
       and call_id = (select call_id from contacts where key = $1)`,
      [key],
    )
  ).map(({ why }) => why);

test.each(['one after another', 'together'])(
  'an address that was read for sure is written to, once, however often the sheet is read: %s',
  async (how) => {
    const scan = file();
    const first = reading(scan, { email: 'Marta@Example.org', name: 'Marta Novak' });
    const contacts = [
      scan,
      first,
      reading(scan, { email: 'marta@example.org' }),
      typed(scan, { email: 'm@example.org' }),
    ];
    if (how === 'together') await record(contacts);
    else for (const contact of contacts) await record([contact]);
    const [row, ...more] = await told(scan);
    expect(row).toMatchObject({ channel: 'email', account: 'helpdesk' });
    expect(more).toEqual([]);
    if (how !== 'together') expect(row).toMatchObject({ recipient: 'marta@example.org', contact_id: first.id });
  },
);

test('a guess is not written to; what a person types of it is', async () => {
  const scan = file();
  await record([scan, reading(scan, {}, { state: 'unsure', guess: 'tom@example.org', doubts: ['hand-written'] })]);
  expect(await told(scan)).toEqual([]);
  await record([typed(scan, { email: 'tom@example.org' })]);
  expect(await told(scan)).toMatchObject([{ recipient: 'tom@example.org' }]);
});

test('what is no address is not written to', async () => {
  const scan = file();
  await record([scan, typed(scan, { email: 'tom at example' })]);
  expect(await told(scan)).toEqual([]);
});

test('whom a person chose is written to at an address that is verified, and at no other', async () => {
  const [known, claimed] = [v7(), v7()];
  await database.query(
    `insert into requesters (id, name, created_at) values ('${known}', 'Ada', now()), ('${claimed}', 'Eve', now())`,
  );
  await database.query(
    `insert into identities (id, requester_id, kind, value, verified, first_seen_at) values
      ('${v7()}', '${known}', 'email', 'ada@example.org', true, now()),
      ('${v7()}', '${claimed}', 'email', 'eve@example.org', false, now())`,
  );
  const [one, other] = [file(), file()];
  await record([one, other, typed(one, {}, known), typed(other, {}, claimed)]);
  expect(await told(one)).toMatchObject([{ recipient: 'ada@example.org' }]);
  expect(await told(other)).toEqual([]);
});

test('a personnel number that was read for sure leads to the address of its entry in the directory', async () => {
  const person = {
    ...{ key: 'p1', name: 'Grace Hopper' },
    identities: [
      { kind: 'employee-number' as const, value: '4711' },
      { kind: 'email' as const, value: 'grace@example.org' },
    ],
  };
  await log.db
    .transaction()
    .execute((trx) => importDirectory(trx, { source: 'hr', leads: true, people: [person] }, { newId: v7, at: NOW }));
  const [scan, stranger] = [file(), file()];
  await record([scan, reading(scan, { employeeNumber: '4711' }, { name: 'employeeNumber', value: '4711' })]);
  await record([stranger, reading(stranger, { employeeNumber: '4712' }, { name: 'employeeNumber', value: '4712' })]);
  expect(await told(scan)).toMatchObject([{ recipient: 'grace@example.org' }]);
  expect(await told(stranger)).toEqual([]);
});

test('of a batch each sheet is a call, and each is acknowledged where it says to', async () => {
  const scan = file();
  const { revises: _, ...second } = reading(scan, { email: 'second@example.org' });
  const sourceId = `${scan.sourceId}/page/2`;
  const sheet = { ...second, sourceId, key: contactKey('paper', 'counter', sourceId) };
  await record([scan, sheet, reading(scan, { email: 'first@example.org' })]);
  expect(await told(scan)).toMatchObject([{ recipient: 'first@example.org' }]);
  expect(await told(sheet)).toMatchObject([{ recipient: 'second@example.org' }]);
});

test('nobody is told of a scan of days ago, nor the desk itself, and the history says so', async () => {
  const [old, ours] = [file('2026-11-04T09:00:00.000Z'), file()];
  await record([
    old,
    ours,
    reading(old, { email: 'a@example.org' }),
    reading(ours, { email: `helpdesk+x@example.org` }),
  ]);
  expect([...(await told(old)), ...(await told(ours))]).toEqual([]);
  expect(await withheld(old)).toEqual(['it is older than a day']);
  expect(await withheld(ours)).toEqual(['the address on it is our own']);
});

test('nobody is told where somebody has answered, where nothing can be sent, or where nobody wishes it', async () => {
  const [answered, mute, unwished] = [file(), file(), file()];
  await record([answered, mute, unwished]);
  await database.query(
    'update calls set responded_at = now() where id = (select call_id from contacts where key = $1)',
    [answered.key],
  );
  await record([reading(answered, { email: 'a1@example.org' })]);
  await record([reading(mute, { email: 'a2@example.org' })], promisesOf(ConfigSchema.parse({})));
  await record([reading(unwished, { email: 'a3@example.org' })], { ...promises, acknowledges: false });
  for (const one of [answered, mute, unwished]) expect(await told(one)).toEqual([]);
});
