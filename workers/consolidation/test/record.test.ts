import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { type Contact, contactKey } from '@callbook/contracts';
import { type Log, openLog } from '@callbook/log';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { createBatcher } from '../src/batcher.ts';
import { type RecordDeps, recordContacts } from '../src/record.ts';
import { rescue } from '../src/rescue.ts';

let database: TestDatabase;
let log: Log;
let deps: RecordDeps;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 8 }, quietLogger());
  deps = { log, newId: v7, now: () => new Date() };
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

const record = (...contacts: Contact[]) => recordContacts(contacts, deps);
async function logged(contact: Contact) {
  const [row] = await database.query<{ call_id: string; duplicate_of: string | null; linked_by: string; text: string }>(
    'select call_id, duplicate_of, linked_by, text from contacts where key = $1',
    [contact.key],
  );
  return row;
}

test('recording twice, alone or in another batch, changes nothing', async () => {
  const [a, b] = [someContact(), someContact()];
  expect(await record(a)).toEqual({ contacts: 1, calls: 1, duplicates: 0 });
  expect(await record(a, b, a)).toEqual({ contacts: 1, calls: 1, duplicates: 0 });
  expect(await record(a, b)).toEqual({ contacts: 0, calls: 0, duplicates: 0 });
});

test('the same contact from eight workers at the same instant is one row', async () => {
  const contacts = Array.from({ length: 20 }, () => someContact());
  await Promise.all(Array.from({ length: 8 }, () => record(...contacts)));
  const rows = await database.query('select key from contacts where key = any($1)', [contacts.map(({ key }) => key)]);
  expect(rows).toHaveLength(20);
});

test('a message delivered once more is a duplicate and opens no call', async () => {
  const first = someContact();
  const again = { ...first, id: v7(), sourceId: `${first.sourceId}-2` };
  again.key = contactKey('email', again.account, again.sourceId);
  await record(first);
  expect(await record(again)).toEqual({ contacts: 1, calls: 0, duplicates: 1 });
  expect(await logged(again)).toMatchObject({ duplicate_of: first.id, call_id: (await logged(first))?.call_id });
});

test('an answer joins its call: later, and in the same batch even when it is taken first', async () => {
  const question = someContact({ thread: { messageId: `${v7()}@x`, references: [] } });
  const references = [question.thread.messageId as string];
  const together = someContact({ occurredAt: '2026-11-02T09:00:00.000Z', thread: { references } });
  const later = someContact({ occurredAt: '2026-11-02T10:00:00.000Z', thread: { references } });
  expect(await record(together, question)).toMatchObject({ calls: 1 });
  expect(await record(later)).toMatchObject({ calls: 0 });
  const calls = await Promise.all([question, together, later].map(logged));
  expect(new Set(calls.map((row) => row?.call_id)).size).toBe(1);
  expect(calls.map((row) => row?.linked_by)).toEqual(['new', 'thread', 'thread']);
});

test('two people write from one address: one requester; a name alone is nobody', async () => {
  const email = `${v7()}@example.org`;
  const [a, b] = [someContact({ from: { email } }), someContact({ from: { email: email.toUpperCase(), name: 'X' } })];
  const [c, d] = [someContact({ from: { name: 'Jo Smith' } }), someContact({ from: { name: 'Jo Smith' } })];
  await record(a, b);
  await record(c);
  await record(d);
  const requesters = await Promise.all(
    [a, b, c, d].map(async (contact) => {
      const call = (await logged(contact))?.call_id;
      return (await database.query<{ id: string }>('select requester_id as id from calls where id = $1', [call]))[0]
        ?.id;
    }),
  );
  expect(requesters[0]).toBe(requesters[1]);
  expect(requesters[2]).not.toBe(requesters[3]);
});

test('a revision joins the call of its contact, whichever comes first', async () => {
  const base = someContact();
  const revision = someContact({ revises: { key: base.key, cause: 'transcript' }, text: 'heard' });
  const early = someContact({ revises: { key: base.key, cause: 'ended' } });
  await record(early);
  expect(await logged(early)).toMatchObject({ call_id: null });
  await record(base);
  await record(revision);
  const calls = await Promise.all([base, revision, early].map(logged));
  expect(new Set(calls.map((row) => row?.call_id)).size).toBe(1);
});

test('text that Postgres would refuse is recorded', async () => {
  const contact = someContact({ text: 'lone \ud800 surrogate', fullText: `it's "quoted" \\ and $1 {}` });
  await record({ ...contact, text: contact.text.toWellFormed() });
  expect((await logged(contact))?.text).toBe('lone \ufffd surrogate');
});

test('one contact that the log refuses does not stop the others of its batch, and is recorded raw', async () => {
  const good = [someContact(), someContact()];
  const bad = someContact({ occurredAt: '-infinity and beyond', text: 'unheard' });
  const batcher = createBatcher((contacts) => record(...contacts), { most: 200, patience: 5 });
  const messages = [[good[0] as Contact], [bad], [good[1] as Contact]];
  const outcomes = await Promise.allSettled(messages.map((message) => batcher.add(message)));
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);

  bad.occurredAt = '2026-11-02T08:00:00.000Z';
  const refused = async (contacts: readonly Contact[]) => {
    if (contacts.some(({ text }) => text === 'unheard')) throw new Error('value too long for something');
    return record(...contacts);
  };
  await rescue(messages.flat(), { log, logger: quietLogger(), record: refused, patiently: (work) => work() });
  expect(await logged(bad)).toMatchObject({ text: '', linked_by: 'new' });
  expect(await logged(good[0] as Contact)).toBeDefined();
  expect(await logged(good[1] as Contact)).toBeDefined();
  expect(await database.query('select from attempts')).toEqual([]);
});

test('a contact that keeps stopping its worker is recorded raw after five attempts', async () => {
  const killer = someContact({ text: 'kills' });
  const neverReturns = () => new Promise<never>(() => undefined);
  const dying = (contacts: readonly Contact[]) =>
    contacts.some(({ text }) => text === 'kills') ? neverReturns() : record(...contacts);
  for (let death = 0; death < 5; death++) {
    const died = await Promise.race([
      rescue([killer], { log, logger: quietLogger(), record: dying, patiently: (work) => work() }),
      new Promise((resolve) => setTimeout(resolve, 200, 'died')),
    ]);
    expect(died).toBe('died');
  }
  await rescue([killer], { log, logger: quietLogger(), record: dying, patiently: (work) => work() });
  const [row] = await database.query('select text, problem from contacts where key = $1', [killer.key]);
  expect(row).toMatchObject({ text: '', problem: { code: 'contact-poison' } });
});

test('the history cannot be changed or removed', async () => {
  await record(someContact());
  for (const sql of ['update history set by = $$x$$', 'delete from history', 'truncate history'])
    await expect(database.query(sql)).rejects.toThrow('append-only');
});
