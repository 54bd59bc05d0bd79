import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  logContact,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey } from '@callbook/contracts';
import { type Log, noteOptOuts, openLog } from '@callbook/log';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { deskRole } from '../src/index.ts';
import { CallSchema, CatalogueSchema, ProblemSchema, ReplySchema } from '../src/schemas.ts';

const TEAM = 'T0000001';
const HOTLINE = {
  ...{ name: 'hotline', accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret' },
  ...{ numbers: [{ number: '+493012345678' }], sms: { from: '+4915735990000' } },
};
let database: TestDatabase;
let log: Log;
let home: string;
let lifecycle: Lifecycle;
let desk: DeskFetch;

beforeAll(async () => {
  const logger = quietLogger();
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, logger);
  home = mkdtempSync(join(tmpdir(), 'desk-'));
  lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    database: { url: database.url },
    redis: { url: testServices().redisUrl },
    email: { accounts: [{ name: 'helpdesk', address: 'helpdesk@example.org', smtp: { host: 'smtp.example.org' } }] },
    slack: { workspaces: [{ team: TEAM, botToken: 'xoxb-1', appToken: 'xapp-1' }] },
    voice: { twilio: { publicUrl: 'https://desk.example.org', accounts: [HOTLINE] } },
    departments: [{ name: 'HR' }],
    services: [{ name: 'New colleague', department: 'HR', questions: ['From which day?'] }],
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = deskFetch(origin, await deskToken(database.url));
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function ask(method: string, path: string, body: unknown, type = 'application/json') {
  const response = await desk(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': type },
  });
  return { status: response.status, body: await response.json() };
}
const reply = (reference: string, body: unknown = { text: 'Try again, please.' }) =>
  ask('POST', `/api/calls/${reference}/replies`, body);
const patch = (reference: string, status: string) => ask('PATCH', `/api/calls/${reference}`, { status });

function inSlack(user: string, parts: Partial<Contact> = {}): Contact {
  const sourceId = `${TEAM}:C1:${v7()}`;
  return someContact({
    ...{ channel: 'slack', account: TEAM, sourceId, key: contactKey('slack', TEAM, sourceId) },
    ...{ from: { slackUser: `${TEAM}/${user}` }, thread: { references: [], slackThread: sourceId } },
    details: { channel: 'slack', team: TEAM, conversation: 'C1', audience: 'public' },
    ...parts,
  });
}
const outboxOf = (id: string) =>
  database.query('select kind, channel, account, recipient, contact_id, message from outbox where call_id = $1', [id]);

describe("an agent's answer", () => {
  test('goes by mail to who left an address in a form, where nothing else can be sent', async () => {
    const sourceId = v7();
    const contact = someContact({
      ...{ channel: 'web', account: 'form', sourceId, key: contactKey('web', 'form', sourceId) },
      ...{ from: { email: 'Wilma@example.org' }, thread: { references: [] }, details: { channel: 'web' } },
    });
    const call = await logCall(log, { contacts: [{ contact }] });
    expect((await reply(call.reference)).status).toBe(202);
    expect(await outboxOf(call.id)).toMatchObject([
      { kind: 'reply', channel: 'email', account: 'helpdesk', recipient: 'wilma@example.org', contact_id: contact.id },
    ]);
  });

  test('is written down for the requester, and the call says so', async () => {
    const contact = someContact({ from: { email: 'Ada1@example.org' } });
    const { id, reference } = await logCall(log, { contacts: [{ contact }] });
    const { status, body } = await reply(reference);
    expect(status).toBe(202);
    expect(ReplySchema.parse(body)).toMatchObject({ channel: 'email', recipient: 'ada1@example.org' });
    const row = { kind: 'reply', channel: 'email', account: 'helpdesk', recipient: 'ada1@example.org' };
    const message = { text: 'Try again, please.', by: 'Grace' };
    expect(await outboxOf(id)).toEqual([{ ...row, contact_id: contact.id, message }]);
    const call = CallSchema.parse(await (await desk(`/api/calls/${reference}`)).json());
    expect(call).toMatchObject({ status: 'in-progress', respondedAt: expect.any(String) });
    expect(call.history.at(-1)).toMatchObject({ by: 'Grace', kind: 'reply.written', detail: { text: message.text } });
  });

  test('goes by the way that the requester last wrote', async () => {
    const mail = someContact({ from: { email: 'ada2@example.org', slackUser: `${TEAM}/U2` } });
    const call = await logCall(log, { contacts: [{ contact: mail }] });
    const later = inSlack('U2', { occurredAt: '2026-11-02T09:00:00.000Z' });
    await logContact(log, call, { contact: later });
    expect((await reply(call.reference)).body).toMatchObject({ channel: 'slack', recipient: `${TEAM}/U2` });
  });

  test('goes to nobody who only joined the call', async () => {
    const call = await logCall(log, { contacts: [{ contact: someContact({ from: { email: 'ada3@example.org' } }) }] });
    const other = someContact({ from: { email: 'eve@example.org' }, occurredAt: '2026-11-02T09:00:00.000Z' });
    await logContact(log, call, { contact: other });
    const posing = someContact({
      ...{ from: { email: 'ada3@example.org', verified: false }, occurredAt: '2026-11-02T10:00:00.000Z' },
      account: 'elsewhere',
    });
    await logContact(log, call, { contact: posing });
    expect((await reply(call.reference)).body).toMatchObject({ recipient: 'ada3@example.org' });
    expect(await outboxOf(call.id)).toMatchObject([{ account: 'helpdesk' }]);
  });

  test('goes to a caller by text message, where their telephone gets any, and is no longer than one', async () => {
    const called = (phone: string, may: boolean, provider: 'twilio' | 'pbx' = 'twilio') => {
      const [sourceId, textable] = [v7(), { may, why: 'as the voice adapter found' }];
      return someContact({
        ...{ channel: 'voice', account: 'hotline', sourceId, key: contactKey('voice', 'hotline', sourceId) },
        ...{ from: { phone }, thread: { references: [] } },
        details: { channel: 'voice', provider, ...(provider === 'twilio' && { textable }) },
      });
    };
    const contact = called('+4915112345678', true);
    const { id, reference } = await logCall(log, { contacts: [{ contact }] });
    const long = await reply(reference, { text: 'a'.repeat(1301) });
    expect([long.status, ProblemSchema.parse(long.body).code]).toEqual([422, 'reply-too-long']);
    expect((await reply(reference)).body).toMatchObject({ channel: 'voice', recipient: '+4915112345678' });
    expect(await outboxOf(id)).toMatchObject([{ kind: 'reply', channel: 'voice', account: 'hotline' }]);
    await patch(reference, 'waiting');
    expect(await outboxOf(id)).toHaveLength(1);

    const optOut = { channel: 'voice', account: 'hotline', recipient: '+4915112345678', stopped: true } as const;
    await log.db.transaction().execute((trx) => noteOptOuts(trx, [{ ...optOut, at: new Date().toISOString() }]));
    for (const other of [contact, called('+493012345678', false), called('+4915112345679', true, 'pbx')]) {
      const call = other === contact ? { reference } : await logCall(log, { contacts: [{ contact: other }] });
      const { status, body } = await reply(call.reference);
      expect([status, ProblemSchema.parse(body).code]).toEqual([409, 'call-unanswerable']);
    }
  });

  test('to a call that only a telephone leads to is refused', async () => {
    const contact = someContact({ channel: 'phone', from: { phone: '+4930123' }, details: { channel: 'phone' } });
    const { reference } = await logCall(log, { contacts: [{ contact }] });
    const { status, body } = await reply(reference);
    expect([status, ProblemSchema.parse(body).code]).toEqual([409, 'call-unanswerable']);
  });

  test.each([
    ['without words', { text: ' ' }, ['text']],
    ['by somebody else', { text: 'x', by: 'Ada' }, ['body']],
    ['with more than there is', { text: 'x', to: 'eve@example.org' }, ['body']],
    ['that is no object', 'x', ['body']],
  ])('%s is refused', async (_, body, paths) => {
    const { reference } = await logCall(log, { contacts: [{ contact: someContact() }] });
    const answer = await reply(reference, body);
    expect(answer.status).toBe(400);
    const problem = ProblemSchema.parse(answer.body);
    expect(problem.code).toBe('request-invalid');
    if (typeof body === 'object') expect(problem.errors?.map(({ path }) => path)).toEqual(paths);
  });

  test('that a page of a stranger could send is not understood', async () => {
    const { id, reference } = await logCall(log, { contacts: [{ contact: someContact() }] });
    const path = `/api/calls/${reference}/replies`;
    expect((await ask('POST', path, { text: 'x' }, 'text/plain')).status).toBe(400);
    expect(await outboxOf(id)).toEqual([]);
  });

  test('to a call that is not there is refused', async () => {
    expect(await reply('CB-999999')).toMatchObject({ status: 404, body: { code: 'call-unknown' } });
  });
});

describe('a status', () => {
  test('is changed, told in the thread in Slack, and told once', async () => {
    const contact = inSlack('U5');
    const { id, reference } = await logCall(log, { contacts: [{ contact }] });
    const { status, body } = await patch(reference, 'resolved');
    expect(status).toBe(200);
    expect(CallSchema.parse(body)).toMatchObject({ status: 'resolved', resolvedAt: expect.any(String) });
    await patch(reference, 'resolved');
    const row = { kind: 'status', channel: 'slack', recipient: `${TEAM}/U5`, message: { status: 'resolved' } };
    expect(await outboxOf(id)).toMatchObject([row]);
    const again = CallSchema.parse((await patch(reference, 'in-progress')).body);
    expect(again.resolvedAt).toBeUndefined();
    expect(again.history.slice(-2).map(({ kind, detail }) => ({ kind, ...detail }))).toEqual([
      { kind: 'status.changed', status: 'resolved', before: 'new' },
      { kind: 'call.reopened', status: 'in-progress', before: 'resolved' },
    ]);
  });

  test('of a call that came by e-mail is told to nobody', async () => {
    const { id, reference } = await logCall(log, { contacts: [{ contact: someContact() }] });
    await patch(reference, 'closed');
    expect(await outboxOf(id)).toEqual([]);
  });

  test('that does not exist is refused', async () => {
    const { reference } = await logCall(log, { contacts: [{ contact: someContact() }] });
    expect(await patch(reference, 'gone')).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
  });
});

test('the page learns what can be asked for, what is asked then, and who can be texted', async () => {
  const answer = await desk('/api/catalogue');
  expect(CatalogueSchema.parse(await answer.json())).toEqual({
    departments: ['HR'],
    services: [{ name: 'New colleague', department: 'HR', priority: 'P3', questions: ['From which day?'] }],
    textAccounts: ['hotline'],
  });
});
