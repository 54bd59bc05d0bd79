import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey } from '@callbook/contracts';
import { declineSuggestion, EVERYTHING, getCall, type Log, openLog } from '@callbook/log';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { type Promises, promisesOf } from '../src/acknowledge.ts';
import { recordContacts } from '../src/record.ts';

const NOW = '2026-11-06T15:40:00.000Z';
const WORKERS = 8;
const promises: Promises = { ...promisesOf(ConfigSchema.parse({})), canAnswer: () => true };
let database: TestDatabase;
let log: Log;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: WORKERS }, quietLogger());
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

const record = (contacts: readonly Contact[]) =>
  recordContacts(contacts, { log, promises, newId: v7, now: () => new Date(NOW) });
const at = (hour: string) => ({ occurredAt: `2026-11-06T${hour}:00.000Z`, receivedAt: `2026-11-06T${hour}:00.000Z` });

function mail(from: string, hour: string, subject: string, text: string, parts: Partial<Contact> = {}): Contact {
  return someContact({
    ...{ ...at(hour), from: { email: from, verified: true }, subject, text, fullText: text },
    details: { channel: 'email', acknowledge: { may: true, why: 'a person wrote it' } },
    ...parts,
  });
}
/** What is understood later of a contact: what was said in a recording, what stands on a sheet, what somebody edited. */
function news(of: Contact, cause: 'transcript' | 'reading' | 'edit', text: string): Contact {
  const { channel, account } = of;
  const sourceId = `${cause} ${v7()}`;
  const about = { channel, account, sourceId, key: contactKey(channel, account, sourceId) };
  return someContact({
    ...about,
    ...at('09:30'),
    from: {},
    subject: undefined,
    text,
    fullText: text,
    thread: { references: [] },
    revises: { key: of.key, cause },
  });
}
async function referenceOf({ id }: Contact): Promise<string> {
  const [row] = await database.query<{ reference: string }>(
    'select reference from calls join contacts on coalesce(call_id) = calls.id where contacts.id = $1',
    [id],
  );
  return row?.reference ?? '';
}
const suggestionsOf = async (contact: Contact) =>
  (await getCall(log.db, EVERYTHING, await referenceOf(contact))).suggestions.map(({ reference }) => reference);

/** A mail, and a recording or a sheet of the same person of which nothing is known yet but who it is. */
async function askedAndSilent(channel: 'voice' | 'paper', subject: string, said: string) {
  const person = `${v7()}@late.example`;
  const asked = mail(person, '08:00', subject, said);
  const silent = someContact({
    ...{ channel, ...at('09:00'), from: { email: person }, subject: undefined, text: '', fullText: '' },
    ...{ thread: { references: [] }, details: { channel } },
  });
  await record([asked]);
  await record([silent]);
  return { asked, silent };
}

test.each([
  {
    channel: 'voice',
    cause: 'transcript',
    subject: 'Projector',
    said: 'The projector in room B12 shows error LX-4471.',
    text: 'hello its about the projector in bee twelve the error ell ex four four seven one is still there',
  },
  {
    channel: 'paper',
    cause: 'reading',
    subject: 'Dishwasher',
    said: 'The dishwasher in the canteen leaks, tag KT-0930.',
    text: 'ABOUT: dlshwasher canteen DETAILS: leaks on the floor, KT-0930, stlll not repalred',
  },
] as const)(
  'what is understood of $channel later is suggested, and stays where it was',
  async ({ channel, cause, subject, said, text }) => {
    const { asked, silent } = await askedAndSilent(channel, subject, said);
    expect(await suggestionsOf(silent)).toEqual([]);
    await record([news(silent, cause, text)]);
    expect(await referenceOf(silent)).not.toBe(await referenceOf(asked));
    expect(await suggestionsOf(silent)).toEqual([await referenceOf(asked)]);
    expect(await suggestionsOf(asked)).toEqual([await referenceOf(silent)]);
  },
);

test('what is understood later undoes nothing that a person decided', async () => {
  const { asked, silent } = await askedAndSilent(
    'voice',
    'Barrier',
    'The barrier at gate 3 stays open, motor BX-2206.',
  );
  const [reference, other] = [await referenceOf(silent), await referenceOf(asked)];
  await record([news(silent, 'transcript', 'the barrier at gate three is still open')]);
  expect(await suggestionsOf(silent)).toEqual([other]);
  await log.db.transaction().execute((trx) => declineSuggestion(trx, { reference, other, by: 'mira', at: NOW }));
  await record([news(silent, 'transcript', 'the barrier at gate 3 with the motor BX-2206 stays open, please')]);
  expect(await suggestionsOf(silent)).toEqual([]);
  expect(await referenceOf(silent)).toBe(reference);
});

test('an edit that speaks of another thing is suggested there, and the call keeps its contact', async () => {
  const person = `${v7()}@late.example`;
  const pay = mail(person, '08:00', 'Payslip of October', 'My payslip of October lacks the overtime, form HR-5513.');
  const written = someContact({
    ...{ channel: 'slack', account: 'T1', ...at('09:00'), from: { email: person, verified: true }, subject: undefined },
    ...{
      text: 'hello?',
      fullText: 'hello?',
      thread: { references: [] },
      details: { channel: 'slack', team: 'T1', conversation: 'C1', ts: '1.0' },
    },
  } as Partial<Contact>);
  await record([pay]);
  await record([written]);
  const reference = await referenceOf(written);
  await record([news(written, 'edit', 'hello? the overtime of form HR-5513 is still not on my payslip')]);
  expect(await referenceOf(written)).toBe(reference);
  expect(await suggestionsOf(written)).toEqual([await referenceOf(pay)]);
});

test('seven mails with seven ids and one text within five minutes are one call, seven contacts and one acknowledgement', async () => {
  const person = `${v7()}@late.example`;
  const mails = Array.from({ length: 7 }, (_, minute) =>
    mail(person, `10:0${Math.floor(minute * 0.7)}`, 'Heating', 'The heating in D2 is cold. Please send somebody.'),
  );
  await Promise.all(mails.map((one) => record([one])));
  const references = await Promise.all(mails.map(referenceOf));
  expect(new Set(references).size).toBe(1);
  expect(
    (await getCall(log.db, EVERYTHING, references[0] ?? '')).contacts.filter(({ duplicateOf }) => duplicateOf),
  ).toHaveLength(6);
  const sent = await database.query(
    `select outbox.kind from outbox join calls on calls.id = call_id where reference = $1 and outbox.kind = 'acknowledgement'`,
    [references[0]],
  );
  expect(sent).toHaveLength(1);
});

test('a Message-ID that a program used before is no duplicate where it says something else', async () => {
  const thread = { messageId: 'form@late.example', references: [] };
  const orders = ['Please order ten chairs for hall 1.', 'The roof of hall 4 leaks above the switchboard.'].map(
    (text, hour) => mail(`${v7()}@late.example`, `1${hour}:00`, `Form ${hour}`, text, { thread }),
  );
  for (const one of orders) await record([one]);
  const [one, other] = await Promise.all(orders.map(referenceOf));
  expect(one).not.toBe(other);
  expect((await getCall(log.db, EVERYTHING, other ?? '')).contacts).toMatchObject([{ linkedBy: 'new' }]);
});

test(`one matter in ${WORKERS} workers at the same instant is one call`, async () => {
  const person = `${v7()}@late.example`;
  const question = mail(person, '11:00', 'Scanner', 'The flat scanner SC-77 in the archive hums and does not move.');
  const answers = Array.from({ length: WORKERS - 1 }, (_, index) =>
    mail(person, `11:1${index}`, 'AW: Scanner', `Addition number ${index}: it is getting worse.`, {
      thread: { messageId: `${v7()}@late.example`, references: [question.thread.messageId ?? ''] },
    }),
  );
  await Promise.all([...answers, question].map((one) => record([one])));
  const calls = await database.query(
    'select distinct coalesce(merged_into, calls.id) from calls join contacts on call_id = calls.id where contacts.id = any($1)',
    [[question, ...answers].map(({ id }) => id)],
  );
  expect(calls).toHaveLength(1);
});

test('an answer to a call that was resolved opens it again, and after as many days as are configured makes one that follows it', async () => {
  const person = `${v7()}@late.example`;
  const resolved = async (): Promise<{ question: Contact; answer: Contact }> => {
    const question = mail(person, '12:00', `Lift ${v7()}`, `The lift ${v7()} stops between two floors.`);
    await record([question]);
    await database.query(
      "update calls set status = 'resolved', resolved_at = $2 where id = (select call_id from contacts where id = $1)",
      [question.id, '2026-11-07T12:00:00.000Z'],
    );
    const references = [question.thread.messageId ?? ''];
    const answer = mail(person, '12:00', `AW: ${question.subject}`, 'It stops again.', {
      ...{ occurredAt: '2026-11-17T12:00:00.000Z', thread: { messageId: `${v7()}@late.example`, references } },
    });
    return { question, answer };
  };
  const within = await resolved();
  await record([within.answer]);
  expect(await referenceOf(within.answer)).toBe(await referenceOf(within.question));
  expect((await getCall(log.db, EVERYTHING, await referenceOf(within.question))).status).not.toBe('resolved');

  const after = await resolved();
  await recordContacts([after.answer], { log, newId: v7, now: () => new Date(NOW), recurAfterDays: 7 });
  expect(await referenceOf(after.answer)).not.toBe(await referenceOf(after.question));
  expect((await getCall(log.db, EVERYTHING, await referenceOf(after.answer))).suggestions).toMatchObject([
    { kind: 'follow-up', reference: await referenceOf(after.question) },
  ]);
});
