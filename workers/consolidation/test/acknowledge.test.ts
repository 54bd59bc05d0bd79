import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey } from '@callbook/contracts';
import { type Log, openLog, settle } from '@callbook/log';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { acknowledge, type Promises, promisesOf } from '../src/acknowledge.ts';
import { recordContacts } from '../src/record.ts';

const NOW = '2026-11-06T15:40:00.000Z';
const OFFICE = { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00'] };
const promises: Promises = {
  ...promisesOf(ConfigSchema.parse({ response: { serviceHours: OFFICE, minutes: 60 } })),
  canAnswer: ({ channel }) => channel === 'email' || channel === 'slack',
};

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

const record = (contacts: readonly Contact[], promised: Promises | undefined = promises) =>
  recordContacts(contacts, {
    ...{ log, newId: v7, now: () => new Date(NOW) },
    ...(promised && { promises: promised }),
  });

/** On a Friday half an hour before the desk closes. */
function mail(parts: Partial<Contact> = {}): Contact {
  return someContact({
    ...{ occurredAt: '2026-11-06T15:30:00.000Z', receivedAt: '2026-11-06T15:30:00.000Z' },
    from: { email: `${v7()}@example.org` },
    details: { channel: 'email', acknowledge: { may: true, why: 'a person wrote it' } },
    ...parts,
  });
}

const said = (user: string, ts: string, parts: Partial<Contact> = {}) => {
  const sourceId = `T1:C1:${ts}`;
  return mail({
    ...{ channel: 'slack', account: 'T1', sourceId, key: contactKey('slack', 'T1', sourceId) },
    ...{ from: { slackUser: user }, subject: undefined, thread: { references: [], slackThread: sourceId } },
    details: { channel: 'slack', team: 'T1', conversation: 'C1', ts, audience: 'public' },
    ...parts,
  });
};

type Row = { kind: string; channel: string; account: string; recipient: string; contact_id: string };
const outboxOf = ({ key }: Contact) =>
  database.query<Row>(
    `select outbox.kind, outbox.channel, outbox.account, recipient, outbox.contact_id from outbox
     join contacts on contacts.call_id = outbox.call_id where contacts.key = $1 order by outbox.id`,
    [key],
  );
const callOf = async ({ key }: Contact) =>
  (
    await database.query<{ respond_by: Date | null; status: string; rating: number | null; history: string[] }>(
      `select respond_by, status, rating, (select json_agg(kind || coalesce(' ' || (detail ->> 'why'), '') order by id)
         from history where call_id = calls.id) as history
       from calls where id = (select call_id from contacts where key = $1)`,
      [key],
    )
  )[0];

describe('a new call', () => {
  test('has the time by which a person must answer, in service hours', async () => {
    const contact = mail();
    await record([contact]);
    expect((await callOf(contact))?.respond_by?.toISOString()).toBe('2026-11-09T07:30:00.000Z');
  });

  test('is acknowledged once, to the person who opened it', async () => {
    const contact = mail();
    await record([contact]);
    await record([contact]);
    const { account, id, from } = contact;
    const row = { kind: 'acknowledgement', channel: 'email', account, recipient: from.email, contact_id: id };
    expect(await outboxOf(contact)).toEqual([row]);
  });

  test('is not acknowledged again for what joins it, nor for the same once more', async () => {
    const first = mail();
    const again = { ...first, id: v7(), sourceId: `${first.sourceId}-2` };
    again.key = contactKey('email', again.account, again.sourceId);
    const references = [first.thread.messageId as string];
    const answer = mail({ from: first.from, subject: `Re: ${first.subject}`, thread: { references } });
    await record([first, again]);
    await record([answer]);
    expect(await outboxOf(first)).toHaveLength(1);
    expect(await outboxOf(answer)).toHaveLength(1);
  });

  test('says in its history why nobody was told', async () => {
    const contact = mail({
      machine: 'auto-reply',
      details: { channel: 'email', answers: false, acknowledge: { may: false, why: 'it is machine mail' } },
    });
    await record([contact]);
    expect(await outboxOf(contact)).toEqual([]);
    expect((await callOf(contact))?.history?.at(-1)).toBe('acknowledgement.withheld it is machine mail');
  });

  test('by a channel that cannot answer is opened without a word', async () => {
    const contact = mail({ channel: 'phone', details: { channel: 'phone' } });
    contact.key = contactKey('phone', contact.account, contact.sourceId);
    await record([contact]);
    expect(await outboxOf(contact)).toEqual([]);
    expect((await callOf(contact))?.history).toHaveLength(1);
  });

  test('is for the department that was chosen in the form, and as urgent as it was said to be', async () => {
    const contact = said('U9', '1732.9');
    contact.details = { ...contact.details, way: 'form', department: 'it', urgency: 'high' } as Contact['details'];
    await record([contact]);
    const [call] = await database.query(
      'select department, urgency, priority from calls where id = (select call_id from contacts where key = $1)',
      [contact.key],
    );
    expect(call).toEqual({ department: 'it', urgency: 'high', priority: 'P2' });
  });

  test('is not acknowledged where nothing is promised, or nobody wishes it', async () => {
    const [one, other] = [mail(), mail()];
    await record([one], { ...promises, acknowledges: false });
    await recordContacts([other], { log, newId: v7, now: () => new Date(NOW) });
    expect([...(await outboxOf(one)), ...(await outboxOf(other))]).toEqual([]);
    expect((await callOf(other))?.respond_by).toBeNull();
  });
});

describe('nobody is acknowledged', () => {
  const refused = (parts: Partial<Contact>) => acknowledge(mail(parts), NOW);
  const email = { channel: 'email', acknowledge: { may: true, why: '' } } as const;
  test.each<[string, Partial<Contact>, string]>([
    [
      'whose mail its adapter speaks against',
      { details: { ...email, acknowledge: { may: false, why: 'DMARC' } } },
      'DMARC',
    ],
    ['of whom nothing is known', { details: { channel: 'email' } }, 'nothing is known of who wrote it'],
    ['who is a machine', { machine: 'list' }, 'a machine wrote it (list)'],
    [
      'who could not be verified',
      { from: { email: 'a@example.org', verified: false } },
      'its sender could not be verified',
    ],
    ['who wrote more than a day ago', { occurredAt: '2026-11-05T15:39:59.000Z' }, 'it is older than a day'],
    ['whose address is two', { from: { email: 'a@x.org, b@x.org' } }, 'there is nobody to whom an answer could go'],
    [
      'whose address goes on',
      { from: { email: 'a@x.org>\r\nRCPT TO:<b@x.org' } },
      'there is nobody to whom an answer could go',
    ],
  ])('%s', (_, parts, why) => {
    expect(refused(parts)).toEqual({ why });
  });
});

describe('a button in Slack', () => {
  const pressed = (user: string, thread: string, action: object, at: string) =>
    said(user, at, {
      ...{ text: '', fullText: '', occurredAt: at, thread: { references: [], slackThread: thread } },
      details: { channel: 'slack', team: 'T1', conversation: 'C1', way: 'button', action } as Contact['details'],
    });

  test('closes, opens and rates the call of whoever pressed it, and the thread is told', async () => {
    const question = said('U1', '1732.1');
    await record([question]);
    await record([pressed('U1', question.sourceId, { kind: 'close' }, '2026-11-06T15:31:00.000Z')]);
    expect(await callOf(question)).toMatchObject({ status: 'closed', rating: null });
    await record([pressed('U1', question.sourceId, { kind: 'rate', stars: 4 }, '2026-11-06T15:32:00.000Z')]);
    expect(await callOf(question)).toMatchObject({ status: 'closed', rating: 4 });
    await record([pressed('U1', question.sourceId, { kind: 'reopen' }, '2026-11-06T15:33:00.000Z')]);
    await record([pressed('U1', question.sourceId, { kind: 'close' }, '2026-11-06T15:34:00.000Z')]);
    const call = await callOf(question);
    expect(call).toMatchObject({ status: 'closed', rating: 4 });
    expect(call?.history?.filter((kind) => !kind.startsWith('contact.'))).toEqual([
      expect.stringMatching(/^call\.opened/),
      'status.changed',
      'call.rated',
      'call.reopened',
      'status.changed',
    ]);
    const kinds = (await outboxOf(question)).map(({ kind }) => kind);
    expect(kinds).toEqual(['acknowledgement', 'status', 'status', 'status']);
  });

  test('under a message of ours, which no contact is, leads to the call of that message', async () => {
    const question = said('U4', 'form', { thread: { references: [] } });
    await record([question]);
    const [{ id } = { id: '' }] = await database.query<{ id: string }>(
      'select outbox.id from outbox join contacts on contacts.id = contact_id where key = $1',
      [question.key],
    );
    const ours = 'T1:D1:1732.0004';
    await log.db.transaction().execute((trx) => settle(trx, id, { outcome: 'sent', sourceId: ours, at: NOW }));
    await record([pressed('U4', ours, { kind: 'close' }, '2026-11-06T15:35:00.000Z')]);
    expect(await callOf(question)).toMatchObject({ status: 'closed' });
    const answer = said('U4', '1732.0005', { thread: { references: [], slackThread: ours } });
    await record([answer]);
    expect(await callOf(answer)).toEqual(await callOf(question));
  });

  test('does nothing where somebody else presses it', async () => {
    const question = said('U2', '1732.2');
    await record([question]);
    await record([pressed('U3', question.sourceId, { kind: 'close' }, '2026-11-06T15:31:30.000Z')]);
    expect(await callOf(question)).toMatchObject({ status: 'new' });
  });
});
