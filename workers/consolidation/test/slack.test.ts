import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { type Contact, contactKey, type RevisionCause } from '@callbook/contracts';
import { EVERYTHING, getCall, getContact, type Log, noteSentMessage, openLog } from '@callbook/log';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { type RecordDeps, recordContacts } from '../src/record.ts';

let database: TestDatabase;
let log: Log;
let deps: RecordDeps;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
  deps = { log, newId: v7, now: () => new Date('2026-11-24T08:00:00.000Z') };
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

const record = (...contacts: Contact[]) => recordContacts(contacts, deps);
const TEAM = 'T1';
let clock = 1_795_000_000;

/** A conversation in which messages come one second after another. */
function conversation() {
  const id = `C${v7().replaceAll('-', '').slice(12).toUpperCase()}`;
  const nextTs = () => {
    clock += 1;
    return `${clock}.000100`;
  };
  const message = (thread?: Contact, parts: Partial<Contact> = {}): Contact => {
    const ts = nextTs();
    const sourceId = `${TEAM}:${id}:${ts}`;
    const text = parts.text ?? words();
    const { subject: _, ...plain } = someContact({
      ...{ channel: 'slack', account: TEAM, sourceId, text, fullText: text },
      occurredAt: new Date(clock * 1000).toISOString(),
      from: { slackUser: `${TEAM}/U1`, verified: true },
      thread: { references: [], slackThread: thread?.thread.slackThread ?? sourceId },
      details: { channel: 'slack', team: TEAM, conversation: id, ts, audience: 'public' },
      ...parts,
    });
    return plain;
  };
  return { id, message, unseen: () => ({ thread: { slackThread: `${TEAM}:${id}:${nextTs()}` } }) as Contact };
}

/** Words that nobody else says. */
function words(): string {
  return v7().replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
}

function revision(of: Contact, cause: RevisionCause, parts: Partial<Contact>): Contact {
  const { subject: _, ...plain } = someContact({
    ...{ channel: 'slack', account: TEAM, sourceId: `${of.sourceId}:${cause}`, text: '', fullText: '', from: {} },
    ...{ revises: { key: of.key, cause }, thread: { references: [] }, details: { channel: 'slack', team: TEAM } },
    ...parts,
  });
  return plain;
}

async function callsOf(...contacts: Contact[]): Promise<Set<string>> {
  const rows = await database.query<{ reference: string }>(
    'select coalesce(reference, contacts.key) as reference from contacts left join calls on calls.id = call_id where key = any($1)',
    [contacts.map(({ key }) => key)],
  );
  return new Set(rows.map(({ reference }) => reference));
}

describe('a thread of Slack is one call', () => {
  test.each([
    ['in its order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['with its beginning in the middle', [1, 0, 2]],
  ])('%s, one after another', async (_, order) => {
    const { message } = conversation();
    const root = message();
    const all = [root, message(root), message(root, { from: { slackUser: `${TEAM}/U2`, verified: true } })];
    for (const at of order) await record(all[at] as Contact);
    expect((await callsOf(...all)).size).toBe(1);
  });

  test('in one batch', async () => {
    const { message } = conversation();
    const root = message();
    const all = [message(root), root, message(root)];
    await record(...all);
    expect((await callsOf(...all)).size).toBe(1);
  });

  test('also when it hangs from a message that was not for the desk', async () => {
    const { message, unseen } = conversation();
    const root = unseen();
    const all = [message(root), message(root, { from: { slackUser: `${TEAM}/U2`, verified: true } }), message(root)];
    for (const one of all) await record(one);
    expect((await callsOf(...all)).size).toBe(1);
  });

  test('and two threads are two, whatever is said in both', async () => {
    const { message } = conversation();
    const [one, other] = [message(), message()];
    await record(one, other);
    const text = 'It still does not work, I have tried it again.';
    const replies = [message(one, { text }), message(other, { text })];
    for (const reply of replies) await record(reply);
    expect((await callsOf(one, other)).size).toBe(2);
    expect(await callsOf(one)).toEqual(await callsOf(replies[0] as Contact));
    expect(await callsOf(other)).toEqual(await callsOf(replies[1] as Contact));
  });

  test('and an answer to a message of ours is on the call that it was about', async () => {
    const { message } = conversation();
    const asked = message();
    await record(asked);
    const [call] = await database.query<{ id: string }>('select call_id as id from contacts where key = $1', [
      asked.key,
    ]);
    const ours = message();
    const sent = { channel: 'slack' as const, account: 'T1', recipient: 'T1/U1', sourceId: ours.sourceId };
    const about = { ...sent, callId: call?.id ?? '', sentAt: ours.occurredAt };
    await log.db.transaction().execute((trx) => noteSentMessage(trx as never, about));
    const answer = message(ours);
    await record(answer);
    expect(await callsOf(answer)).toEqual(await callsOf(asked));
  });

  test('and no mail can claim to be part of it', async () => {
    const { message } = conversation();
    const root = message();
    await record(root);
    const references = [`slack${root.sourceId}`, `<slack>${root.sourceId}`, root.sourceId];
    const mail = someContact({ text: words(), thread: { messageId: `${v7()}@x.example`, references } });
    await record(mail);
    expect((await callsOf(root, mail)).size).toBe(2);
  });
});

test('the same words in two channels are said once', async () => {
  const text = 'The projector in room 412 stays dark, and I have a class at ten.';
  const [one, other] = [conversation().message(undefined, { text }), conversation().message(undefined, { text })];
  await record(one);
  await record(other);
  const rows = await database.query<{ twice: boolean }>(
    'select duplicate_of is not null as twice from contacts where key = $1',
    [other.key],
  );
  expect(rows).toEqual([{ twice: true }]);
});

test('who wrote it is told later, and is known by mail from then on', async () => {
  const { message } = conversation();
  const user = `${TEAM}/${words()}`;
  const said = message(undefined, { from: { slackUser: user, verified: true } });
  await record(said);
  const email = `${words()}@northbank.example`;
  await record(
    revision(said, 'requester', { from: { slackUser: user, name: 'Marta Feldmann', email, verified: true } }),
  );
  const mail = someContact({ text: words(), from: { email, verified: true } });
  await record(mail);
  const [reference = ''] = await callsOf(said);
  const [mailed = ''] = await callsOf(mail);
  const [call, other] = [await getCall(log.db, EVERYTHING, reference), await getCall(log.db, EVERYTHING, mailed)];
  expect(call?.requester?.id).toBe(other?.requester?.id);
  expect(call?.contacts[0]?.from).toMatchObject({ name: 'Marta Feldmann', email });
});

test('a call shows what a message says now, with its files, and keeps what it said', async () => {
  const { message } = conversation();
  const said = message(undefined, { text: 'The pritner is broken' });
  const sha256 = 'ab'.repeat(32);
  await record(
    revision(said, 'files', {
      attachments: [{ sha256, name: 'a.jpg', mediaType: 'image/jpeg', size: 3, inline: false }],
    }),
    said,
    revision(said, 'edit', { text: 'The printer is broken', fullText: 'The printer is broken' }),
  );
  const [reference = ''] = await callsOf(said);
  const call = await getCall(log.db, EVERYTHING, reference);
  const shown = call?.contacts.find(({ key }) => key === contactKey('slack', TEAM, said.sourceId));
  expect(shown?.text).toBe('The printer is broken');
  expect(call?.contacts.flatMap(({ attachments }) => attachments)).toMatchObject([{ name: 'a.jpg' }]);
  expect((await getContact(log.db, EVERYTHING, said.id)).text).toBe('The pritner is broken');
});
