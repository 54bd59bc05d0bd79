import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
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
import { ConfigSchema } from '@callbook/contracts';
import { tellWebhooks } from '@callbook/delivery';
import { deskRole } from '@callbook/desk';
import { EVERYTHING, getCall, type Log, openLog } from '@callbook/log';
import { type IncidentTable, startIncidentTable } from '@callbook/peers';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const PROGRAM = fileURLToPath(new URL('../dist/hand-over/main.js', import.meta.url));
const SECRET = `whsec_${Buffer.from('a key of thirty-two bytes, which').toString('base64')}`;
const logger = quietLogger();
const from = { name: 'Ada Lindqvist', email: 'ada@example.org', verified: true };

let database: TestDatabase;
let log: Log;
let home: string;
let lifecycle: Lifecycle;
let agent: DeskFetch;
let itsm: IncidentTable;
let program: ChildProcess;
let env: Record<string, string>;
/** Stands before the desk, as far as the program is concerned. */
let before: (request: IncomingMessage) => Promise<void> = async () => undefined;
let front: Server;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'hand-over-'));
  log = openLog({ url: database.url, connections: 6 }, logger);
  lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const redis = { url: testServices().redisUrl, prefix: `hand-over-${process.pid}` };
  const plain = ConfigSchema.parse({ database: { url: database.url }, redis });
  await deskRole.start({ config: plain, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  agent = deskFetch(origin, await deskToken(database.url, { name: 'Grace' }));
  itsm = await startIncidentTable();
  front = createServer((request, response) => void pass(origin, request, response));
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  env = {
    ...{ HAND_OVER_PORT: '0', HAND_OVER_FILE: join(home, 'hand-over.json'), HAND_OVER_POLL_SECONDS: '0.3' },
    ...{ WEBHOOK_SECRET: SECRET, CALLBOOK_URL: `http://127.0.0.1:${(front.address() as AddressInfo).port}` },
    CALLBOOK_TOKEN: await deskToken(database.url, { name: 'ITSM', scopes: ['read', 'work'] }),
    ...{ ITSM_URL: itsm.url, ITSM_USER: itsm.user, ITSM_PASSWORD: itsm.password },
  };
  const url = await startProgram();
  env.HAND_OVER_PORT = new URL(url).port;
  const webhooks = [{ name: 'itsm', url, secret: SECRET, content: true }];
  const config = ConfigSchema.parse({ webhooks, desk: { url: 'https://desk.example.org' } });
  const metrics = { attempted: () => undefined };
  const deps = { log, config, logger, metrics, now: () => new Date(), random: Math.random };
  const telling = tellWebhooks(deps, lifecycle.signal);
  lifecycle.onStop('webhooks', () => telling);
  await until(async () => (await database.query('select from webhook_endpoints')).length === 1);
});
afterAll(async () => {
  program?.kill('SIGKILL');
  await lifecycle.stop('test');
  await itsm?.stop();
  front?.close();
  front?.closeAllConnections();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function startProgram(): Promise<string> {
  program = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  return new Promise((resolve, reject) => {
    program.stdout?.on('data', (chunk: Buffer) => {
      output += chunk;
      const url = /Receives webhooks at (\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    program.once('exit', (status) => reject(new Error(`the program ended with ${status}:\n${output}`)));
  });
}

async function killProgram(): Promise<void> {
  const ended = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGKILL');
  await ended;
}

async function pass(origin: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await before(request);
  const { method = 'GET', url = '/', headers } = request;
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
  const body = method === 'GET' ? undefined : await buffer(request);
  const answer = await fetch(`${origin}${url}`, {
    ...{ method, headers: rest as Record<string, string> },
    ...(body && { body: new Uint8Array(body) }),
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 40_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not within 40 s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const incidentsOf = (reference: string) =>
  itsm.incidents.filter(({ correlation_id }) => correlation_id === reference) as Record<string, string>[];
const idOf = (reference: string) => incidentsOf(reference)[0]?.sys_id ?? '';
const stateOf = (reference: string) => incidentsOf(reference)[0]?.state;
const callOf = (reference: string) => getCall(log.db, EVERYTHING, reference);
const patch = (reference: string, body: object) =>
  agent(`/api/calls/${reference}`, {
    ...{ method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
  });

async function handedOver() {
  const contact = someContact({ from, subject: 'Printer', text: 'Paper jam in 214.' });
  const call = await logCall(log, { contacts: [{ contact }], call: { urgency: 'high' } });
  await until(async () => incidentsOf(call.reference).length > 0);
  await until(async () => (await callOf(call.reference)).history.some(({ kind }) => kind === 'note.written'));
  return call;
}

/** All that was written on both sides. */
const writings = async () =>
  itsm.asked('POST') +
  itsm.asked('PATCH') +
  Number((await database.query<{ count: string }>('select count(*) from history'))[0]?.count);

test('a call is handed over once, with what was said, and the desk sees as what', async () => {
  const { reference } = await handedOver();
  expect(incidentsOf(reference)).toMatchObject([
    {
      ...{ short_description: 'Printer', state: '1', impact: '2', urgency: '1', correlation_display: 'Callbook' },
      description: `Paper jam in 214.\n\nhttps://desk.example.org/calls/${reference}`,
    },
  ]);
  const { history } = await callOf(reference);
  expect(history.at(-1)).toMatchObject({
    by: 'ITSM',
    detail: { text: `Handed over as ${incidentsOf(reference)[0]?.number}.` },
  });
});

test('its status is taken back with what was done, and does not come round again', async () => {
  const { reference } = await handedOver();
  itsm.change(idOf(reference), { state: '2' });
  await until(async () => (await callOf(reference)).status === 'in-progress');
  itsm.change(idOf(reference), { state: '6', close_code: 'Solution provided', close_notes: 'A tray was loose.' });
  await until(async () => (await callOf(reference)).status === 'resolved');
  const { resolution, history } = await callOf(reference);
  expect(resolution).toBe('A tray was loose.');
  expect(history.at(-1)).toMatchObject({ by: 'ITSM', kind: 'status.changed', detail: { status: 'resolved' } });
  // Its own change is an event, too: by the time that it is told, all is quiet.
  await until(async () => (await database.query(`select from webhook_messages where state = 'waiting'`)).length === 0);
  const written = await writings();
  await pause(2_500);
  expect(await writings()).toBe(written);
  expect(incidentsOf(reference)).toHaveLength(1);
  expect(stateOf(reference)).toBe('6');
});

test('what happens to the call goes to its incident: words, reopening, closing', async () => {
  const call = await handedOver();
  await logContact(log, call, { contact: someContact({ from, text: 'It smokes.' }) });
  await until(async () => itsm.journal(idOf(call.reference)).length === 1);
  expect(itsm.journal(idOf(call.reference))).toEqual([{ element: 'comments', value: 'It smokes.', by: itsm.user }]);
  await patch(call.reference, { status: 'resolved', resolution: 'Let it burn.' });
  await until(async () => stateOf(call.reference) === '6');
  expect(incidentsOf(call.reference)[0]).toMatchObject({ close_notes: 'Let it burn.' });
  await patch(call.reference, { status: 'in-progress' });
  await until(async () => stateOf(call.reference) === '2');
  await pause(1_000);
  expect((await callOf(call.reference)).status).toBe('in-progress');
  itsm.change(idOf(call.reference), { state: '3', hold_reason: '1' });
  await until(async () => (await callOf(call.reference)).status === 'waiting');
});

test('what an agent changes at the same moment is not overwritten', async () => {
  const { reference } = await handedOver();
  let met = 0;
  before = async ({ method }) => {
    if (method !== 'PATCH') return;
    met += 1;
    if (met === 1) await patch(reference, { impact: 'high', assignee: 'Grace' });
  };
  itsm.change(idOf(reference), { state: '2' });
  await until(async () => (await callOf(reference)).status === 'in-progress');
  before = async () => undefined;
  expect(met).toBe(2);
  expect(await callOf(reference)).toMatchObject({ impact: 'high', assignee: 'Grace' });
  await until(async () => incidentsOf(reference)[0]?.impact === '1');
});

test('the other tool being away loses nothing, and neither does a kill: there is one incident', async () => {
  itsm.unwell(() => true);
  const contact = someContact({ from, subject: 'Lamp', text: 'It is dark.' });
  const { reference } = await logCall(log, { contacts: [{ contact }] });
  await until(async () => (await database.query(`select from webhook_messages where reason = 'HTTP 500'`)).length > 0);
  await killProgram();
  itsm.unwell(() => false);
  await startProgram();
  // By now the next attempt may be minutes away.
  await database.query(`update webhook_messages set due_at = now() where state = 'waiting'`);
  await until(async () => incidentsOf(reference).length === 1);
  // It dies again, and has forgotten everything.
  await until(async () => (await database.query(`select from webhook_messages where state = 'waiting'`)).length === 0);
  await killProgram();
  rmSync(env.HAND_OVER_FILE ?? '');
  itsm.change(idOf(reference), { state: '2' });
  await startProgram();
  await patch(reference, { urgency: 'low' });
  await until(async () => incidentsOf(reference)[0]?.urgency === '3');
  await until(async () => (await callOf(reference)).status === 'in-progress');
  expect(incidentsOf(reference)).toHaveLength(1);
});

test('of a call that was folded into another the incident is closed, and says nothing of the other one', async () => {
  const [one, other] = [await handedOver(), await handedOver()];
  const body = JSON.stringify({ into: other.reference });
  const merged = await agent(`/api/calls/${one.reference}/merge`, {
    ...{ method: 'POST', body, headers: { 'content-type': 'application/json' } },
  });
  expect(merged.status).toBe(200);
  await until(async () => stateOf(one.reference) === '7');
  expect(incidentsOf(one.reference)[0]).toMatchObject({ close_notes: `Merged into ${other.reference}.` });
  itsm.change(idOf(one.reference), { state: '2' });
  await pause(1_500);
  expect((await callOf(other.reference)).status).toBe('new');
});

test('what is not signed by Callbook is refused', async () => {
  const url = `http://127.0.0.1:${env.HAND_OVER_PORT}/callbook`;
  const asked = itsm.asked('GET');
  const forged = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ type: 'call.created', timestamp: '2026-11-02T08:00:00.000Z', data: {} }),
    headers: {
      ...{ 'webhook-id': 'x', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,x' },
    },
  });
  expect(forged.status).toBe(401);
  expect(itsm.asked('POST')).toBeGreaterThan(0);
  expect(itsm.asked('GET')).toBeGreaterThanOrEqual(asked);
});
