import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey, type MissedReason } from '@callbook/contracts';
import { findOptedOut, type Log, openLog, putInOutbox, settle } from '@callbook/log';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { promisesOf } from '../src/acknowledge.ts';
import { recordContacts } from '../src/record.ts';

const ACCOUNT = 'hotline';
const MINUTE = 60_000;
const BEGAN = Date.parse('2026-11-02T08:00:00Z');
const at = (minutes: number) => new Date(BEGAN + minutes * MINUTE).toISOString();
const twilio = (sms: boolean) => ({
  publicUrl: 'https://desk.example.org',
  accounts: [
    {
      ...{ name: ACCOUNT, accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret' },
      numbers: [{ number: '+493012345678' }],
      ...(sms && { sms: { from: '+4915735990000' } }),
    },
  ],
});
const promises = (sms = true) => promisesOf(ConfigSchema.parse({ voice: { twilio: twilio(sms) } }));

let database: TestDatabase;
let log: Log;
/** Nobody else has this number: each test its own. */
let phone: string;
let phones = 0;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
});
afterAll(async () => {
  await log.close();
  await database.drop();
});
beforeEach(() => {
  phone = `+49151${10_000_000 + phones++}`;
});

const mobile = { may: true, why: 'a mobile telephone' };
const landline = { may: false, why: "its number is no mobile telephone's (fixed line)" };

function voice(sourceId: string, minutes: number, parts: Partial<Contact>): Contact {
  return someContact({
    ...{ channel: 'voice', account: ACCOUNT, sourceId, from: {}, to: [], text: '', fullText: '', attachments: [] },
    ...{ occurredAt: at(minutes), receivedAt: at(minutes), thread: { references: [] }, subject: undefined },
    ...parts,
    details: { channel: 'voice', provider: 'twilio', ...parts.details } as Contact['details'],
  });
}

/** A telephone call while it rings, and the news of its end. */
function call(minutes: number, { missed, textable = mobile }: { missed?: MissedReason; textable?: object } = {}) {
  const callSid = `CA${v7()}`;
  const details = { channel: 'voice' as const, callSid, textable, ...(missed && { missed }) } as Contact['details'];
  const rings = voice(callSid, minutes, { from: { phone }, media: { kind: 'recording', state: 'pending' }, details });
  const revises = { key: contactKey('voice', ACCOUNT, callSid), cause: 'ended' as const };
  return { rings, ended: voice(`${callSid}/ended`, minutes + 1, { revises, details }) };
}

function text(minutes: number, said: string, parts: Partial<Contact> = {}): Contact {
  const messageSid = `SM${v7()}`;
  const details = {
    channel: 'voice',
    kind: 'sms',
    messageSid,
    textable: mobile,
    ...parts.details,
  } as Contact['details'];
  return voice(messageSid, minutes, { from: { phone }, text: said, fullText: said, ...parts, details });
}

const record = async (contacts: readonly Contact[], minutes: number, sms = true) =>
  recordContacts(contacts, { log, newId: v7, now: () => new Date(at(minutes)), promises: promises(sms) });

type Call = { id: string; reference: string; status: string };
const callsOf = async (...contacts: Contact[]) => {
  const rows = await database.query<Call & { key: string }>(
    'select calls.id, reference, status, key from calls join contacts on call_id = calls.id where key = any($1)',
    [contacts.map(({ key }) => key)],
  );
  return contacts.map(({ key }) => rows.find((row) => row.key === key) as Call);
};
const outboxOf = ({ id }: Call) =>
  database.query<{ id: string; kind: string; recipient: string; key: string }>(
    'select outbox.id, kind, recipient, key from outbox join contacts on contacts.id = contact_id where outbox.call_id = $1',
    [id],
  );
const withheldOf = async ({ id }: Call) =>
  (
    await database.query<{ detail: { why: string } }>(
      "select detail from history where call_id = $1 and kind = 'acknowledgement.withheld'",
      [id],
    )
  ).map(({ detail }) => detail.why);

/** A message about a call has gone to its caller. */
async function written(call: Call, contact: Contact, minutes: number, id = v7()) {
  const way = { channel: 'voice' as const, account: ACCOUNT, recipient: phone, message: { text: 'Which room?' } };
  await log.db.transaction().execute(async (trx) => {
    const message = {
      ...way,
      id,
      kind: 'reply' as const,
      callId: call.id,
      contactId: contact.id,
      createdAt: at(minutes),
    };
    await putInOutbox(trx, [message]);
    await settle(trx, id, { outcome: 'sent', sourceId: `SM${id}`, at: at(minutes) });
  });
}

describe('a caller who left a message', () => {
  test('is written to when the call is over, once, and not while they speak', async () => {
    const { rings, ended } = call(0);
    await record([rings], 0);
    const [logged] = (await callsOf(rings)) as [Call];
    expect(await outboxOf(logged)).toEqual([]);
    await record([ended], 1);
    await record([ended, rings], 1);
    expect(await outboxOf(logged)).toMatchObject([{ kind: 'acknowledgement', recipient: phone, key: rings.key }]);
  });

  test.each([['at once'], ['with its end first']])('is written to as well where all of it comes %s', async (how) => {
    const { rings, ended } = call(0);
    for (const batch of how === 'at once' ? [[ended, rings]] : [[ended], [rings]]) await record(batch, 1);
    const [logged] = (await callsOf(rings)) as [Call];
    expect(await outboxOf(logged)).toMatchObject([{ recipient: phone, key: rings.key }]);
  });

  test('and had reached nobody before is written to about the one call that it is', async () => {
    const [tried, left] = [call(0, { missed: 'hung-up' }), call(10)];
    for (const { rings, ended } of [tried, left]) {
      await record([rings], 0);
      await record([ended], 12);
    }
    const [first, second] = (await callsOf(tried.rings, left.rings)) as [Call, Call];
    expect(second.id).toBe(first.id);
    expect(await outboxOf(first)).toMatchObject([{ key: left.rings.key }]);
  });

  test.each([
    ['who left none waits for no answer', { missed: 'hung-up' as const }, 1, []],
    ['at a landline is not, and the history says why', { textable: landline }, 1, [landline.why]],
    ['long ago is not', {}, 3 * 24 * 60, ['it is older than a day']],
  ])('%s', async (_, parts, minutes, why) => {
    const { rings, ended } = call(0, parts);
    await record([rings], 0);
    await record([ended], minutes);
    const [logged] = (await callsOf(rings)) as [Call];
    expect(await outboxOf(logged)).toEqual([]);
    expect(await withheldOf(logged)).toEqual(why);
  });

  test('is not written to where nothing is sent, nor when somebody has begun with it', async () => {
    const [off, begun] = [call(0), call(60)];
    await record([off.rings, off.ended], 1, false);
    await record([begun.rings], 60);
    const [logged, taken] = (await callsOf(off.rings, begun.rings)) as [Call, Call];
    await database.query("update calls set status = 'in-progress' where id = $1", [taken.id]);
    await record([begun.ended], 61);
    expect([...(await outboxOf(logged)), ...(await outboxOf(taken)), ...(await withheldOf(logged))]).toEqual([]);
  });
});

describe('a text message', () => {
  test('that begins a call is acknowledged as it comes', async () => {
    const message = text(0, 'The door of room 214 is shut');
    await record([message], 0);
    const [logged] = (await callsOf(message)) as [Call];
    expect(await outboxOf(logged)).toMatchObject([{ kind: 'acknowledgement', recipient: phone }]);
  });

  test('belongs to the call that its number was written to about last, whatever it called about since', async () => {
    const [one, other] = [call(0), call(60)];
    for (const { rings, ended } of [one, other]) await record([rings, ended], 61);
    const [first] = (await callsOf(one.rings)) as [Call];
    await written(first, one.rings, 90);
    const answer = text(95, '4.12');
    await record([answer], 95);
    expect((await callsOf(answer))[0]?.id).toBe(first.id);
  });

  test('belongs to the call whose reference it quotes', async () => {
    const [one, other] = [call(0), call(60)];
    for (const { rings, ended } of [one, other]) await record([rings, ended], 61);
    const [first, second] = (await callsOf(one.rings, other.rings)) as [Call, Call];
    await written(second, other.rings, 90);
    const thread = { references: [], callReference: first.reference };
    const quoting = text(95, `About ${first.reference}: it works again`, { thread });
    await record([quoting], 95);
    expect((await callsOf(quoting))[0]?.id).toBe(first.id);
  });

  test('belongs to the latest call of its number where nobody has written to it, for a week', async () => {
    const [one, other] = [call(0), call(60)];
    for (const { rings, ended } of [one, other]) await record([rings, ended], 61, false);
    const [, second] = (await callsOf(one.rings, other.rings)) as [Call, Call];
    const [soon, late] = [text(95, 'It is room 4.12'), text(9 * 24 * 60, 'And now the heating as well')];
    await record([soon], 95, false);
    await record([late], 9 * 24 * 60, false);
    const [joined, new_] = (await callsOf(soon, late)) as [Call, Call];
    expect(joined.id).toBe(second.id);
    expect(new_.id).not.toBe(second.id);
  });

  test('that comes with its call in one batch is on it', async () => {
    const { rings, ended } = call(0);
    const message = text(2, 'I forgot: room 4.12');
    await record([message, ended, rings], 2, false);
    const [logged, joined] = (await callsOf(rings, message)) as [Call, Call];
    expect(joined.id).toBe(logged.id);
  });

  test('of another number quotes nothing that it has no part in', async () => {
    const { rings, ended } = call(0);
    await record([rings, ended], 1);
    const [logged] = (await callsOf(rings)) as [Call];
    const thread = { references: [], callReference: logged.reference };
    const stranger = text(5, `${logged.reference} please close it`, { thread, from: { phone: '+4915199999999' } });
    await record([stranger], 5);
    expect((await callsOf(stranger))[0]?.id).not.toBe(logged.id);
  });

  test('without a word is no missed call, and has a title of its own', async () => {
    const message = text(0, '');
    await record([message], 0);
    const [row] = await database.query('select title from calls join contacts on call_id = calls.id where key = $1', [
      message.key,
    ]);
    expect(row).toEqual({ title: `Text message from ${phone}` });
  });
});

describe('STOP', () => {
  const details = (optOut: 'stop' | 'start') => ({ details: { channel: 'voice', optOut } }) as Partial<Contact>;
  const optedOut = () =>
    log.db
      .transaction()
      .execute((trx) => findOptedOut(trx, [{ channel: 'voice', account: ACCOUNT, recipient: phone }]));

  test('is on the call that was written about, does not open it again, and is remembered until START', async () => {
    const { rings, ended } = call(0);
    await record([rings, ended], 1);
    const [logged] = (await callsOf(rings)) as [Call];
    await written(logged, rings, 10);
    await database.query("update calls set status = 'resolved', resolved_at = $2 where id = $1", [logged.id, at(20)]);
    const stop = text(30, 'STOP', details('stop'));
    await record([stop], 30);
    expect((await callsOf(stop))[0]).toMatchObject({ id: logged.id, status: 'resolved' });
    expect((await optedOut()).size).toBe(1);
    await record([text(40, 'START', details('start'))], 40);
    expect((await optedOut()).size).toBe(0);
    // An older one that comes late changes nothing.
    await record([text(35, 'STOP', details('stop'))], 45);
    expect((await optedOut()).size).toBe(0);
  });

  test('is said in a word that may mean the matter as well: then that is said too', async () => {
    const { rings, ended } = call(0);
    await record([rings, ended], 1);
    const [logged] = (await callsOf(rings)) as [Call];
    await written(logged, rings, 10);
    await database.query("update calls set status = 'waiting' where id = $1", [logged.id]);
    await record([text(30, 'Yes', details('start'))], 30);
    expect((await callsOf(rings))[0]?.status).toBe('in-progress');
  });

  test('opens a call where nothing is known that it belongs to, and is not acknowledged', async () => {
    const stop = text(0, 'STOP', details('stop'));
    await record([stop], 0);
    const [logged] = (await callsOf(stop)) as [Call];
    expect(await outboxOf(logged)).toEqual([]);
    expect(await withheldOf(logged)).toEqual(['it is about text messages themselves']);
  });
});
