import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  logContact,
  nowSearchable,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { enterReports, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface, type Lifecycle } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deskRole } from '../src/index.ts';
import { openApi } from '../src/openapi.ts';
import {
  CallSchema,
  CallSummarySchema,
  LedgerEntrySchema,
  ProblemSchema,
  pageOf,
  RecordedContactSchema,
} from '../src/schemas.ts';

const logger = quietLogger();
const ORIGINAL = Buffer.from('From: ada@example.org\r\n\r\n\xff\x00 bytes', 'latin1');

let database: TestDatabase;
let log: Log;
let home: string;
let archive: Archive;
let lifecycle: Lifecycle;
let origin: string;
let desk: DeskFetch;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-'));
  log = openLog({ url: database.url, connections: 4 }, logger);
  archive = await openArchive({}, home, logger);
  ({ lifecycle, origin } = await startDesk(database.url));
  desk = deskFetch(origin, await deskToken(database.url));
});
afterAll(async () => {
  await lifecycle.stop('test');
  await archive.close();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

async function startDesk(url: string, place = home) {
  const config = ConfigSchema.parse({ database: { url }, redis: { url: testServices().redisUrl } });
  const life = createLifecycle(logger);
  const http = createSurface(logger, life);
  await deskRole.start({ config, home: place, logger, lifecycle: life, http });
  return { lifecycle: life, origin: `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}` };
}

async function get(path: string, from = desk) {
  const response = await from(path);
  const body = (await response.json()) as { code?: string; items: { reference: string }[] };
  return { status: response.status, type: response.headers.get('content-type'), body };
}

describe('the log', () => {
  test('is listed newest first, page by page, and calls that come meanwhile move nothing', async () => {
    const logged: string[] = [];
    for (let minute = 10; minute < 15; minute++) {
      const contact = someContact({ receivedAt: `2026-11-03T08:${minute}:00.000Z`, subject: 'paged' });
      logged.push((await logCall(log, { contacts: [{ contact }] })).reference);
    }
    await nowSearchable(log);
    const first = pageOf(CallSummarySchema).parse((await get('/api/calls?q=paged&limit=3')).body);
    await logCall(log, {
      contacts: [{ contact: someContact({ receivedAt: '2026-11-04T08:00:00.000Z', subject: 'paged' }) }],
    });
    await nowSearchable(log);
    const second = pageOf(CallSummarySchema).parse(
      (await get(`/api/calls?q=paged&limit=3&cursor=${first.nextCursor}`)).body,
    );
    expect([...first.items, ...second.items].map(({ reference }) => reference)).toEqual(logged.toReversed());
    expect(second.nextCursor).toBeUndefined();
  });

  test('is searched by reference, person and words, and a wildcard is only a character', async () => {
    const contact = someContact({ subject: '100% of the toner_is empty', from: { name: 'Zsófia Kántor' } });
    const { reference } = await logCall(log, { contacts: [{ contact }] });
    await nowSearchable(log);
    const found = async (q: string) =>
      (await get(`/api/calls?q=${encodeURIComponent(q)}`)).body.items.map(({ reference }) => reference);
    expect(await found(reference.toLowerCase())).toEqual([reference]);
    expect(await found('kántor toner')).toEqual([reference]);
    expect(await found('100%')).toEqual([reference]);
    expect(await found('toner%is')).toEqual([]);
    expect(await found('tonerXis')).toEqual([]);
  });

  test('is filtered by status, channel and time', async () => {
    const contact = someContact({
      channel: 'phone',
      receivedAt: '2020-01-01T10:00:00.000Z',
      details: { channel: 'phone' },
    });
    const { reference } = await logCall(log, { call: { status: 'waiting' }, contacts: [{ contact }] });
    const references = async (query: string) =>
      (await get(`/api/calls?${query}`)).body.items.map(({ reference }) => reference);
    expect(await references('status=waiting,resolved&channel=phone&to=2020-01-02T00:00:00Z')).toEqual([reference]);
    expect(await references('status=resolved&to=2020-01-02T00:00:00Z')).toEqual([]);
    expect(await references('from=2020-01-02T00:00:00Z&status=waiting')).toEqual([]);
  });

  test('a question that does not fit is answered with all its faults', async () => {
    const { status, type, body } = await get('/api/calls?limit=0&status=lost&colour=red');
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    const problem = ProblemSchema.parse(body);
    expect(problem.code).toBe('request-invalid');
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual(['limit', 'query', 'status.0']);
  });
});

describe('the ledger', () => {
  test('says of each account and day what there was, what the log has and what is missing', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const place = { channel: 'email', account: 'ledger', day } as const;
    const contact = someContact({ account: 'ledger', occurredAt: `${day}T00:00:00.000Z` });
    await logCall(log, { contacts: [{ contact }] });
    const at = `${day}T00:00:01.000Z`;
    await log.db
      .transaction()
      .execute((trx) => enterReports(trx, [{ ...place, part: 'INBOX', seen: 3, spooled: 1, untaken: 0, at }]));
    const list = async (query: string) =>
      pageOf(LedgerEntrySchema).parse((await get(`/api/ledger?account=ledger&${query}`)).body).items;
    const [entry, ...others] = await list('');
    expect(others).toEqual([]);
    expect(entry).toEqual({
      ...place,
      ...{ seen: 3, spooled: 1, recorded: 1, duplicates: 0, missing: 1 },
      parts: [{ part: 'INBOX', seen: 3, spooled: 1, untaken: 0, reportedAt: at }],
      reportedAt: at,
    });
    expect(await list('missing=true&days=1&channel=email')).toEqual([entry]);
    expect(await list(`since=${day}&until=${day}&missing=false`)).toEqual([]);
  });

  test('answers a question that does not fit with its faults', async () => {
    const { status, body } = await get('/api/ledger?since=2026-13-01&days=0&channel=fax');
    expect(status).toBe(400);
    expect(
      ProblemSchema.parse(body)
        .errors?.map(({ path }) => path)
        .sort(),
    ).toEqual(['channel', 'days', 'since']);
    expect((await get('/api/ledger?since=2026-11-01&days=3')).body).toMatchObject({ code: 'request-invalid' });
  });
});

describe('a call', () => {
  test('is given whole: contacts in order, history, and nothing that its schema does not name', async () => {
    const first = someContact();
    const call = await logCall(log, { contacts: [{ contact: first }] });
    await logContact(log, call, {
      contact: someContact({ receivedAt: '2026-11-02T09:00:00.000Z' }),
      linkedBy: 'thread',
    });
    const answer = CallSchema.parse((await get(`/api/calls/${call.reference}`)).body);
    expect(answer.contacts.map(({ linkedBy }) => linkedBy)).toEqual(['new', 'thread']);
    expect(answer.contacts[0]).toMatchObject({ id: first.id, text: first.text, from: first.from });
    const contact = RecordedContactSchema.parse((await get(`/api/contacts/${first.id}`)).body);
    expect(contact.reference).toBe(call.reference);
  });

  test('of an unknown reference is a 404 with a code', async () => {
    expect(await get('/api/calls/CB-99')).toMatchObject({ status: 404, body: { code: 'call-unknown' } });
    expect(await get('/api/contacts/none')).toMatchObject({ status: 404, body: { code: 'contact-unknown' } });
    expect(await get('/api/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

test('an original and an attachment come back byte for byte, and only as a download', async () => {
  const original = { ...(await archive.put(ORIGINAL)), mediaType: 'message/rfc822' };
  const file = {
    ...(await archive.put(Buffer.from('<script>'))),
    name: 'Übel "1".html',
    mediaType: 'text/html',
    inline: false,
  };
  const contact = someContact({ original, attachments: [file] });
  await logCall(log, { contacts: [{ contact }] });
  const answer = await desk(`/api/contacts/${contact.id}/original`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(ORIGINAL)).toBe(true);
  const attached = await desk(`/api/contacts/${contact.id}/attachments/0`);
  expect(await attached.text()).toBe('<script>');
  expect(attached.headers.get('content-type')).toBe('application/octet-stream');
  expect(attached.headers.get('x-content-type-options')).toBe('nosniff');
  expect(attached.headers.get('content-disposition')).toBe(
    `attachment; filename="_bel _1_.html"; filename*=UTF-8''%C3%9Cbel%20%221%22.html`,
  );
  expect((await desk(`/api/contacts/${contact.id}/attachments/1`)).status).toBe(404);
});

test('the HTML of a contact is a page with its own pictures that runs and fetches nothing', async () => {
  const picture = { ...(await archive.put(Buffer.from('PNG'))), name: 'a.png', mediaType: 'image/png', inline: true };
  const drawing = { ...(await archive.put(Buffer.from('SVG'))), name: 'b', mediaType: 'image/svg+xml', inline: true };
  const gone = { sha256: 'f'.repeat(64), size: 3, name: 'c', mediaType: 'image/png', inline: true };
  const sources = [picture, drawing, gone].map(({ sha256 }) => `<img src="sha256:${sha256}" />`);
  const html = `<p>Grüße</p>${sources.join('')}`;
  const contact = someContact({
    html: (await archive.put(Buffer.from(html))).sha256,
    attachments: [picture, drawing, gone],
  });
  const plain = someContact();
  await logCall(log, { contacts: [{ contact }] });
  await logCall(log, { contacts: [{ contact: plain }] });
  const answer = await desk(`/api/contacts/${contact.id}/html`);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; .*img-src data:; .*\bsandbox allow-popups/);
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|allow-forms|script-src/);
  const shown = await answer.text();
  expect(shown).toContain(`<p>Grüße</p><img src="data:image/png;base64,${Buffer.from('PNG').toString('base64')}" />`);
  expect(shown).toContain(sources.slice(1).join(''));
  expect(await get(`/api/contacts/${plain.id}/html`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect(await get('/api/contacts/none/html')).toMatchObject({ status: 404, body: { code: 'contact-unknown' } });
});

describe('the stream', () => {
  /** Collects events until it is told to stop. */
  function follow() {
    const stop = new AbortController();
    const events: { name: string; data: { reference?: string } }[] = [];
    const ended = (async () => {
      const response = await desk(`/api/stream`, { signal: stop.signal });
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(text.slice(0, end)) ?? [];
          if (name && data) events.push({ name, data: JSON.parse(data) });
          text = text.slice(end + 2);
        }
      }
    })().catch((error) => {
      if (!stop.signal.aborted) throw error;
    });
    const end = async () => {
      stop.abort();
      await ended;
    };
    return { events, stop: end };
  }

  async function heard<T>(look: () => T | undefined, milliseconds = 5_000): Promise<T> {
    for (const end = Date.now() + milliseconds; Date.now() < end; ) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('not heard');
  }

  test('tells of a call that is opened and of one that changes', async () => {
    const { events, stop } = follow();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const call = await logCall(log);
    const created = await heard(() => events.find(({ data }) => data.reference === call.reference));
    expect(created.name).toBe('call.created');
    CallSummarySchema.parse(created.data);
    await logContact(log, call, { contact: someContact(), linkedBy: 'thread' });
    const updated = await heard(() =>
      events.find(({ name, data }) => name === 'call.updated' && data.reference === call.reference),
    );
    expect(updated.data).toMatchObject({ contactCount: 2 });
    await stop();
  });

  test('asks its readers to list anew after its own connection was lost, and goes on', async () => {
    const { events, stop } = follow();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'callbook-listen' and datname = current_database()`,
    );
    await heard(() => events.find(({ name }) => name === 'resync'), 10_000);
    const call = await logCall(log);
    await heard(() => events.find(({ data }) => data.reference === call.reference));
    await stop();
  });
});

test('without Postgres the desk says so, and does not fall over', async () => {
  const lonely = await startDesk('postgres://nobody@127.0.0.1:1/none', join(home, 'lonely'));
  const { status, body } = await get('/api/calls', deskFetch(lonely.origin, 'cbt_any'));
  expect([status, body.code]).toEqual([503, 'log-unavailable']);
  expect((await fetch(`${lonely.origin}/readyz`)).status).toBe(503);
  expect((await fetch(`${lonely.origin}/healthz`)).status).toBe(200);
  await lonely.lifecycle.stop('test');
});

test('the page is served with a policy that runs nothing but its own files', async () => {
  const page = await desk('/');
  expect(await page.text()).toContain('<title>Callbook</title>');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  const again = await desk('/calls/CB-10008');
  expect(again.headers.get('content-security-policy')).not.toBe(page.headers.get('content-security-policy'));
});

test('openapi.json in the repository is what is served (UPDATE=1 infra/test services/desk writes it)', async () => {
  const file = new URL('../openapi.json', import.meta.url);
  if (process.env.UPDATE) writeFileSync(file, `${JSON.stringify(openApi(), undefined, 2)}\n`);
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  expect(kept).toEqual(JSON.parse(JSON.stringify(openApi())));
  expect((await get('/api/openapi.json')).body).toEqual(kept);
});
