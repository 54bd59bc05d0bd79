import { nowSearchable, quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { type Contact, ownMessageId } from '@callbook/contracts';
import { EVERYTHING, getCall, type Log, listCalls, listContacts, noteSentMessage, openLog } from '@callbook/log';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { type RecordDeps, recordContacts } from '../src/record.ts';

let database: TestDatabase;
let log: Log;
let deps: RecordDeps;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 8 }, quietLogger());
  deps = { log, newId: v7, now: () => new Date('2026-11-20T08:00:00.000Z') };
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

const record = (...contacts: Contact[]) => recordContacts(contacts, deps);
const at = (hour: string) => ({ occurredAt: `2026-11-02T${hour}:00.000Z`, receivedAt: `2026-11-02T${hour}:01.000Z` });
const details = (more: object = {}) => ({ channel: 'email' as const, answers: true, ...more });

type Call = { id: string; reference: string; token: string };
/** The call that a contact is on. */
async function callOf({ key }: Contact): Promise<Call | undefined> {
  const [call] = await database.query<Call>(
    'select calls.id, reference, reply_token as token from calls join contacts on call_id = calls.id where key = $1',
    [key],
  );
  return call;
}

async function viewOf(contact: Contact) {
  return getCall(log.db, EVERYTHING, (await callOf(contact))?.reference ?? '');
}

/** Words that no other mail has: what is tested here is what mails answer, and not what they are about. */
function ownWords(): string {
  const letters = v7().replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
  return letters.slice(15).split('-').join(' ');
}

/** A mail about something of its own, and how it is answered. */
function mail(parts: Partial<Contact> = {}) {
  const id = `${v7()}@mail.example`;
  const text = ownWords();
  return someContact({ subject: text, text, fullText: text, thread: { messageId: id, references: [] }, ...parts });
}

function answerTo(contact: Contact, parts: Partial<Contact> = {}) {
  const references = [...contact.thread.references, contact.thread.messageId as string];
  return mail({
    ...at('09:00'),
    subject: `Re: ${contact.subject}`,
    ...parts,
    thread: { messageId: `${v7()}@mail.example`, references, ...parts.thread },
  });
}

describe('a reply token', () => {
  test('is every call’s own, and leads its answers to it', async () => {
    const [one, other] = [mail(), mail()];
    await record(one, other);
    const [call, another] = [await callOf(one), await callOf(other)];
    expect(call?.token).toMatch(/^[0-9a-f]{32}$/);
    expect(another?.token).not.toBe(call?.token);

    const plus = mail({ thread: { references: [], replyToken: call?.token } });
    const ours = ownMessageId({ reference: '', token: '', domain: 'desk.example', ...call });
    const answer = mail({ thread: { references: [ours] } });
    await record(plus);
    await record(answer);
    expect(await callOf(plus)).toEqual(call);
    expect(await callOf(answer)).toEqual(call);
    expect(
      JSON.stringify(await viewOf(one))
        .replaceAll(ours, '')
        .split(call?.token ?? '?'),
    ).toHaveLength(2);
  });
});

test('an answer to a mail of ours that a provider renamed finds its call', async () => {
  const question = mail();
  await record(question);
  const call = await callOf(question);
  const sentAt = '2026-11-02T08:10:00.000Z';
  const sourceId = '0107019cb0c0ffee-5d1f7a30-000000';
  await log.db.transaction().execute(async (trx) => {
    for (const _ of [1, 2])
      await noteSentMessage(trx, {
        ...{ channel: 'email', account: 'helpdesk', recipient: 'ada@example.org' },
        ...{ sourceId, callId: call?.id ?? '', sentAt },
      });
  });
  const answer = mail({ thread: { references: [`${sourceId}@eu-central-1.amazonses.com`] } });
  await record(answer);
  expect(await callOf(answer)).toEqual(call);
});

describe('what comes after its answer', () => {
  test('joins the call that the answer opened, and is its beginning', async () => {
    const question = mail({
      ...at('08:00'),
      from: { name: 'Ida Ek', email: 'ida@example.org' },
      subject: 'Lift stands still',
    });
    const answer = answerTo(question, { from: { name: 'Vendor', email: 'vendor@example.net' } });
    await record(answer);
    const opened = await callOf(answer);
    await record(question);
    expect(await callOf(question)).toEqual(opened);
    expect(await viewOf(answer)).toMatchObject({
      title: 'Lift stands still',
      requester: { name: 'Ida Ek' },
      receivedAt: question.receivedAt,
      contacts: [{ id: question.id }, { id: answer.id }],
    });
    expect(await database.query('select from awaited_messages where contact_id = $1', [answer.id])).toHaveLength(0);
  });

  test('makes one call of two that it holds together; both references lead there, and no list has two', async () => {
    const start = mail({ ...at('08:00'), subject: 'Audit of the store' });
    const middle = answerTo(start, { ...at('09:00') });
    const end = answerTo(middle, { ...at('10:00'), thread: { references: [middle.thread.messageId as string] } });
    await record(end);
    await record(start);
    const [first, second] = [await callOf(start), await callOf(end)];
    expect(first?.id).not.toBe(second?.id);
    await record(middle);

    const view = await getCall(log.db, EVERYTHING, second?.reference ?? '');
    expect(view).toEqual(await getCall(log.db, EVERYTHING, first?.reference ?? ''));
    expect(view.reference).toBe(first?.reference);
    expect(view.contacts.map(({ id }) => id)).toEqual([start.id, middle.id, end.id]);
    expect(view.history.map(({ kind }) => kind)).toEqual([
      ...['call.opened', 'call.opened', 'contact.joined', 'call.merged', 'call.absorbed'],
    ]);
    expect(view.history.at(-1)?.detail).toMatchObject({ reference: second?.reference, contacts: [end.id] });
    await nowSearchable(log);
    const { items } = await listCalls(log.db, EVERYTHING, { q: 'Audit of the store' });
    expect(items.map(({ reference }) => reference)).toEqual([first?.reference]);

    const late = mail({ thread: { references: [], replyToken: second?.token } });
    await record(late);
    expect(await callOf(late)).toEqual(first);
  });

  test('leaves calls apart that the desk works on, and suggests that they are one', async () => {
    const start = mail(at('08:00'));
    const middle = answerTo(start, at('09:00'));
    const end = answerTo(middle, { ...at('10:00'), thread: { references: [middle.thread.messageId as string] } });
    await record(end);
    await record(start);
    await database.query(`update calls set status = 'in-progress' where id = any($1)`, [
      [(await callOf(start))?.id, (await callOf(end))?.id],
    ]);
    await record(middle);
    const [first, second] = [await viewOf(start), await viewOf(end)];
    expect(first.reference).not.toBe(second.reference);
    expect(first.suggestions).toMatchObject([{ kind: 'same-matter', reference: second.reference, contact: middle.id }]);
    expect(second.suggestions).toMatchObject([{ kind: 'same-matter', reference: first.reference }]);
  });
});

describe('a machine’s notice', () => {
  test('about nothing known is in the log and on no call, and makes nobody a requester', async () => {
    const vacation = mail({ machine: 'auto-reply', details: details(), from: { email: `${v7()}@example.org` } });
    expect(await record(vacation)).toEqual({ contacts: 1, calls: 0, duplicates: 0 });
    const { items } = await listContacts(log.db, EVERYTHING, { machine: 'auto-reply', key: vacation.key });
    expect(items).toHaveLength(1);
    expect(items[0]).not.toHaveProperty('reference');
    expect(await database.query('select from identities where value = $1', [vacation.from.email])).toHaveLength(0);
  });

  test('finds its call when what it answers comes after it', async () => {
    const question = mail();
    const bounceOf = question.thread.messageId;
    const bounce = mail({ machine: 'bounce', details: details({ bounceOf }) });
    await record(bounce);
    expect(await callOf(bounce)).toBeUndefined();
    await record(question);
    expect(await callOf(bounce)).toEqual(await callOf(question));
    const { history } = await viewOf(question);
    expect(history.map(({ kind }) => kind)).toEqual(['call.opened', 'bounce.noted']);
  });

  test('does not open a resolved call again; a person’s answer does', async () => {
    const question = mail();
    await record(question);
    const call = await callOf(question);
    await database.query(`update calls set status = 'resolved', resolved_at = '2026-11-02T08:30:00Z' where id = $1`, [
      call?.id,
    ]);
    await record(answerTo(question, { machine: 'auto-reply', details: details() }));
    expect((await viewOf(question)).status).toBe('resolved');
    await record(answerTo(question, { text: 'No, it is not.', fullText: 'No, it is not.' }));
    const { status, resolvedAt, history } = await viewOf(question);
    expect([status, resolvedAt]).toEqual(['in-progress', undefined]);
    expect(history.map(({ kind }) => kind)).toEqual([
      ...['call.opened', 'auto-reply.noted', 'contact.joined', 'call.reopened'],
    ]);
  });
});

describe('a quoted reference', () => {
  test('leads who has a part in the call to it, and everybody else to a call of their own with a suggestion on both', async () => {
    const email = `${v7()}@example.org`;
    const question = mail({ from: { email } });
    await record(question);
    const callReference = (await callOf(question))?.reference;
    const quoting = (from: Contact['from']) =>
      mail({ from, subject: `Re: ${callReference}`, thread: { references: [], callReference } });
    const [own, strange, forged] = [
      quoting({ email: email.toUpperCase() }),
      quoting({ email: `${v7()}@example.net` }),
      quoting({ email, verified: false }),
    ];
    for (const contact of [own, strange, forged]) await record(contact);
    expect((await callOf(own))?.reference).toBe(callReference);
    expect((await viewOf(own)).contacts.at(-1)?.linkedBy).toBe('reference');
    for (const contact of [strange, forged]) {
      expect((await callOf(contact))?.reference).not.toBe(callReference);
      const { suggestions } = await viewOf(contact);
      expect(suggestions).toContainEqual(expect.objectContaining({ kind: 'same-matter', reference: callReference }));
    }
    const quotes = (await viewOf(question)).suggestions.filter(({ why }) => why.includes(`quotes ${callReference}`));
    expect(quotes).toHaveLength(2);
  });
});

test('a new subject in a thread is offered for a split', async () => {
  const question = mail({ subject: 'Printer out of toner' });
  const other = answerTo(question, { subject: 'Keys for the new store' });
  await record(question, other);
  const { reference, suggestions } = await viewOf(other);
  expect(suggestions.filter(({ kind }) => kind === 'split')).toMatchObject([{ reference, contact: other.id }]);
});

test('an identity is verified once a channel has vouched for it, and stays so', async () => {
  const email = `${v7()}@example.org`;
  const verified = async () =>
    (await database.query<{ verified: boolean }>('select verified from identities where value = $1', [email]))[0]
      ?.verified;
  await record(mail({ from: { email } }));
  expect(await verified()).toBe(false);
  await record(mail({ from: { email, verified: true } }));
  expect(await verified()).toBe(true);
  await record(mail({ from: { email, verified: false } }));
  expect(await verified()).toBe(true);
});
