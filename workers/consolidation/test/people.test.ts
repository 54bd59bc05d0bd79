import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import type { Contact, DirectoryPerson } from '@callbook/contracts';
import { importDirectory, type Log, openLog, partRequesters } from '@callbook/log';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { recordContacts } from '../src/record.ts';

const AT = '2026-11-20T08:00:00.000Z';
let database: TestDatabase;
let log: Log;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

async function requesterOf(from: Contact['from'], parts: Partial<Contact> = {}): Promise<string | undefined> {
  const contact = someContact({ from, ...parts });
  await recordContacts([contact], { log, newId: v7, now: () => new Date(AT) });
  const [row] = await database.query<{ requester_id: string }>(
    'select requester_id from calls join contacts on call_id = calls.id where contacts.id = $1',
    [contact.id],
  );
  return row?.requester_id;
}
const owner = async (value: string) =>
  (
    await database.query<{ requester_id: string; verified: boolean }>('select * from identities where value = $1', [
      value,
    ])
  )[0];
const imported = (...people: DirectoryPerson[]) =>
  log.db
    .transaction()
    .execute((trx) => importDirectory(trx, { source: 'csv', leads: true, people }, { newId: v7, at: AT }));

test('a name alone makes nobody one person', async () => {
  const [one, other] = [await requesterOf({ name: 'Wei Zhang' }), await requesterOf({ name: 'Wei Zhang' })];
  expect(one).not.toBe(other);
});

test('a channel that vouches for two identities makes them one person; a claim does not', async () => {
  const [email, slackUser] = ['ana@people.example', 'T1/ana'];
  await requesterOf({ email, verified: true });
  await requesterOf({ slackUser, verified: true });
  await requesterOf({ email, slackUser });
  expect((await owner(email))?.requester_id).not.toBe((await owner(slackUser))?.requester_id);
  await requesterOf({ email, slackUser, verified: true });
  expect((await owner(email))?.requester_id).toBe((await owner(slackUser))?.requester_id);
});

test('what a device sends is no identity of the person whom the sheet names', async () => {
  const first = await requesterOf({ email: 'scanner-2@people.example', employeeNumber: 'E1' });
  const second = await requesterOf({ email: 'scanner-2@people.example', employeeNumber: 'E2' });
  expect(first).not.toBe(second);
});

test('a directory makes telephone and mail one person, and parting gives both back with their calls', async () => {
  const [email, phone] = ['bo@people.example', '+441632960701'];
  const [mailed, called] = [await requesterOf({ email, verified: true }), await requesterOf({ phone })];
  const bo: DirectoryPerson = {
    ...{ key: 'bo', name: 'Bo Lind' },
    identities: [
      { kind: 'email', value: email },
      { kind: 'phone', value: phone },
    ],
  };
  for (let time = 0; time < 2; time += 1) await imported(bo);
  expect([(await owner(email))?.requester_id, (await owner(phone))?.requester_id]).toEqual([mailed, mailed]);
  expect(await owner(phone)).toMatchObject({ verified: true });

  await log.db.transaction().execute((trx) => partRequesters(trx, mailed as string, 'mira', AT));
  expect((await owner(phone))?.requester_id).toBe(called);
  const calls = await database.query('select from calls where requester_id = $1', [called]);
  expect(calls).toHaveLength(1);
});

test('a number that two entries have is nobody’s, and one that an entry has no more is a claim', async () => {
  const [shared, left] = ['+441632960702', '+441632960703'];
  const person = (key: string, ...phones: string[]): DirectoryPerson => ({
    ...{ key, name: key },
    identities: phones.map((value) => ({ kind: 'phone', value })),
  });
  expect(await imported(person('cy', shared, left), person('di', shared))).toMatchObject({ people: 2, shared: 1 });
  expect(await owner(shared)).toMatchObject({ shared: true, verified: false });
  expect(await owner(left)).toMatchObject({ verified: true });
  await imported(person('cy', shared), person('di', shared));
  expect(await owner(left)).toMatchObject({ verified: false });
});

test('who claims somebody else’s number beside their own address is not that person when the address is proven', async () => {
  const [phone, email] = ['+441632960704', 'mallory@people.example'];
  const victim = await requesterOf({ phone, verified: true });
  expect(await requesterOf({ email, phone })).toBe(victim);
  const sender = await requesterOf(
    { email, verified: true },
    { subject: 'Parking', text: 'I need a permit for a van.' },
  );
  expect(sender).not.toBe(victim);
  expect(await owner(email)).toMatchObject({ requester_id: sender, verified: true });
  expect(await owner(phone)).toMatchObject({ requester_id: victim, verified: true });
  expect(await requesterOf({ email, verified: true }, { text: 'When is the canteen open?' })).toBe(sender);
});

test('a claim and its proof in one batch are the same as in two', async () => {
  const [phone, email] = ['+441632960705', 'eve@people.example'];
  const froms: Contact['from'][] = [
    { phone, verified: true },
    { email, phone },
    { email, verified: true },
  ];
  const contacts = froms.map((from) => someContact({ from }));
  await recordContacts(contacts, { log, newId: v7, now: () => new Date(AT) });
  expect((await owner(email))?.requester_id).not.toBe((await owner(phone))?.requester_id);
  expect(await owner(email)).toMatchObject({ verified: true });
});

test('who was known by nothing but claims is the same person when one of them is proven', async () => {
  const [phone, email] = ['+441632960706', 'fay@people.example'];
  const claimed = await requesterOf({ email, phone });
  expect(await requesterOf({ email, verified: true })).toBe(claimed);
  expect(await requesterOf({ phone })).toBe(claimed);
});
