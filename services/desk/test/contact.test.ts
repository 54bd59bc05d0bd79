import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Archive, openArchive } from '@callbook/archive';
import { logCall, quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { memoryIntake } from '@callbook/checks/memory-intake';
import { ConfigSchema, Contact, HOUR, isReference, ratingLink } from '@callbook/contracts';
import { EVERYTHING, getCall, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { contactRouter } from '../src/contact/router.ts';
import { openTaking } from '../src/taking.ts';

const logger = quietLogger();
const config = ConfigSchema.parse({
  organisation: { name: 'Northbank <Library>' },
  country: 'DE',
  email: { accounts: [{ name: 'helpdesk', address: 'help@northbank.example' }] },
  response: {
    serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00'], holidays: ['2026-12-25', '2020-01-01'] },
    minutes: 240,
  },
  departments: [
    { name: 'IT' },
    { name: 'People', serviceHours: { timeZone: 'Europe/Berlin', open: ['tue 09:00-12:00'] } },
  ],
  services: [
    { name: 'Password', department: 'IT', respondMinutes: 30 },
    { name: 'New <colleague>', department: 'People', questions: ['From which day?', 'Which team?'] },
  ],
  priorities: { P1: { respondMinutes: 15, resolveMinutes: 480 } },
  contact: { phones: [{ number: '+49 30 901820' }], maxFiles: 2, maxFileSize: 1_000, perHour: 3 },
});

let database: TestDatabase;
let log: Log;
let home: string;
let archive: Archive;
let origin: string;
let now: Date;
const lifecycle = createLifecycle(logger);
const intake = memoryIntake();
/** Records what is accepted as the consolidation does. */
let records = true;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'contact-'));
  log = openLog({ url: database.url, connections: 4 }, logger);
  archive = await openArchive({}, home, logger);
  const http = createSurface(logger, lifecycle);
  const recording = {
    ...intake,
    async accept(contact: Contact) {
      const accepted = await intake.accept(contact);
      if (records && accepted.state === 'spooled') {
        await logCall(log, { call: { respondBy: '2026-11-30T11:30:00.000Z' }, contacts: [{ contact }] });
        intake.record([contact.key]);
      }
      return accepted;
    },
  };
  const deps = { log, intake: recording };
  const [patient, hasty] = [openTaking({ ...deps, patience: 20_000 }), openTaking({ ...deps, patience: 10 })];
  const take = (contact: Contact) => (records ? patient : hasty)(contact);
  http.mount('/', contactRouter({ config, log, archive, secret: 's3cret', now: () => now, newId: v7, take }));
  origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
});
afterAll(async () => {
  await lifecycle.stop('test');
  await archive.close();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});
let client = 0;
beforeEach(() => {
  now = new Date('2026-11-28T20:00:00.000Z');
  records = true;
  client += 1;
});

const as = (headers: Record<string, string> = {}) => ({ 'X-Forwarded-For': `192.0.2.${client}`, ...headers });
const get = async (path: string, headers = {}) => (await fetch(origin + path, { headers: as(headers) })).text();
const tokenIn = (page: string) => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** Opens the page, thinks for a minute and sends the form. */
async function fill(fields: Record<string, string>, files: readonly File[] = [], headers = {}) {
  const token = fields.token ?? tokenIn(await get('/contact'));
  now = new Date(now.getTime() + 60_000);
  return post({ text: 'The door is stuck', email: 'Ada@Example.org', ...fields, token }, files, headers);
}
async function post(fields: Record<string, string>, files: readonly File[] = [], headers = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append('files', file);
  const answer = await fetch(`${origin}/contact`, { method: 'POST', body: form, headers: as(headers) });
  const text = await answer.text();
  return { status: answer.status, text, reference: /CB-\d+/.exec(text)?.[0] ?? '' };
}
const taken = () => [...intake.contacts.values()].map((contact) => Contact.parse(contact));
const last = () => taken().at(-1) as Contact;

describe('the page', () => {
  test('tells how and when the desk is reached, and what to expect, from what is configured', async () => {
    const page = await get('/contact');
    for (const told of [
      ...[
        'Northbank &lt;Library&gt;',
        'mailto:help@northbank.example',
        'tel:+4930901820',
        'Monday – Friday',
        '08:00 – 17:00',
      ],
      ...[
        'Nobody is here now',
        'Monday 30 November',
        'Fri 25 December',
        'People',
        'Tuesday',
        '15 minutes',
        '8 hours',
        '4 hours',
      ],
      ...['Password', '30 minutes', 'Europe/Berlin', 'name="urgency"', '<optgroup label="IT">'],
    ])
      expect(page).toContain(told);
    expect(page).not.toContain('January');
    expect(page).not.toMatch(/<script|<style|style="| on\w+="/);
  });

  test('speaks the language of its reader, or the one that is asked for', async () => {
    expect(await get('/contact', { 'Accept-Language': 'fr, de-AT;q=0.8, en;q=0.5' })).toContain('<html lang="de">');
    expect(await get('/contact?lang=en', { 'Accept-Language': 'de' })).toContain('<html lang="en">');
    expect(await get('/contact', { 'Accept-Language': 'xx' })).toContain('<html lang="en">');
  });

  test('runs nothing and is framed by nobody', async () => {
    const { headers } = await fetch(`${origin}/contact`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${origin}/contact/contact.css`)).headers.get('content-type')).toContain('text/css');
  });
});

describe('the form', () => {
  test('becomes a contact with its files, and is answered with reference and expected time', async () => {
    const file = new File(['PNG'], 'screen “1”.png', { type: 'image/png' });
    const fields = { name: 'Ada', phone: '030 901820', department: 'IT', service: 'Password', urgency: 'high' };
    const { status, text, reference } = await fill(fields, [file]);
    expect(status).toBe(201);
    expect(isReference(reference)).toBe(true);
    expect(text).toContain('by Monday 30 November at 12:30 CET');
    const contact = last();
    expect(contact).toMatchObject({
      ...{ channel: 'web', account: 'form', text: 'The door is stuck', language: 'en' },
      from: { name: 'Ada', email: 'ada@example.org', phone: '+4930901820' },
      attachments: [{ name: 'screen “1”.png', mediaType: 'image/png', size: 3 }],
      details: { channel: 'web', department: 'IT', service: 'Password', urgency: 'high' },
    });
    expect(contact.problem).toBeUndefined();
    const original = JSON.parse((await buffer(await archive.get(contact.original.sha256))).toString());
    expect(original).toMatchObject({ text: 'The door is stuck', files: [{ size: 3 }] });
    expect(original).not.toHaveProperty('token');
  });

  test('asks what the chosen service needs to know, and what is answered is said in the contact', async () => {
    const page = await get('/contact?service=New%20%3Ccolleague%3E&reference=CB-10008');
    expect(page).toContain('<option value="New &lt;colleague&gt;" data-place="1" selected>');
    expect(page).toMatch(
      /data-place="1"><legend>About “New &lt;colleague&gt;”<\/legend>[\s\S]*From which day\?[\s\S]*Which team\?/,
    );
    expect(await get('/contact/questions.css')).toContain(
      'form:has(option[data-place="1"]:checked) .questions[data-place="1"] { display: block; }',
    );
    const answers = { 'answer-1-0': 'Monday', 'answer-1-1': '', 'answer-0-0': 'of another service', 'answer-9-9': 'x' };
    const named = { service: 'New <colleague>', reference: 'cb-10008' };
    expect((await fill({ ...answers, ...named })).status).toBe(201);
    expect(last()).toMatchObject({
      ...{ text: 'The door is stuck\n\nFrom which day?\nMonday', details: { service: 'New <colleague>' } },
      thread: { callReference: 'CB-10008' },
    });
    const mended = (await fill({ ...answers, ...named, text: '', email: 'x' })).text;
    expect(mended).toContain('name="answer-1-0" maxlength="2000" value="Monday"');
    expect(mended).toContain('name="reference" value="cb-10008"');
  });

  test('sent twice is one contact, and with other words another', async () => {
    const token = tokenIn(await get('/contact'));
    const before = taken().length;
    const first = await fill({ token, text: 'It rattles' });
    const again = await fill({ token, text: 'It rattles' });
    expect(again.reference).toBe(first.reference);
    expect((await fill({ token, text: 'It rattles and squeaks' })).reference).not.toBe(first.reference);
    expect(taken().length - before).toBe(2);
  });

  test('with faults comes back with what was typed, and nothing is taken', async () => {
    const before = taken().length;
    const { status, text } = await fill({ email: 'ada at home', phone: '12', text: '', name: '"><script>' });
    expect(status).toBe(422);
    expect(text).toContain('This is no e-mail address.');
    expect(text).toContain('This is no telephone number.');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(text).toMatch(/aria-describedby="email-fault reach-hint" aria-invalid="true"/);
    expect((await fill({ email: '' })).text).toContain('Give an e-mail address or a telephone number.');
    expect(taken().length).toBe(before);
  });

  test('with files that are too many or too large is not taken, and says so', async () => {
    const small = () => new File(['x'], 'a.txt');
    expect((await fill({}, [new File(['x'.repeat(1_001)], 'a.txt')])).text).toContain('A file is too large.');
    expect((await fill({}, [small(), small(), small()])).text).toContain('These are too many files.');
    expect((await fill({ text: '' }, [small(), small()])).status).toBe(201);
  });

  test('is accepted without a reference while the log is away', async () => {
    records = false;
    const { status, text } = await fill({ text: 'Nobody hears me' });
    expect(status).toBe(202);
    expect(text).toContain('It is safe with us.');
    expect(last().text).toBe('Nobody hears me');
  });

  test('is told when the disk is full: nothing was taken', async () => {
    intake.refuse(1);
    expect((await fill({})).status).toBe(507);
  });

  test.each([
    ['what fills in the hidden field', { website: 'http://spam.example' }, 'people do not see'],
    ['what has no token of ours', { token: 'forged.1.x' }, 'not come from our page'],
    ['what holds many links', { text: 'http://a '.repeat(11) }, 'more than ten links'],
  ])('%s is logged and marked, and never dropped', async (_, fields, why) => {
    expect((await fill(fields)).status).toBe(201);
    expect(last().problem).toMatchObject({ code: 'web-suspicious', message: expect.stringContaining(why) });
  });

  test('what is quicker than a hand, or a day old, is marked', async () => {
    const token = tokenIn(await get('/contact'));
    await post({ token, text: 'Quick', email: 'a@example.org' });
    expect(last().problem?.message).toContain('faster than anybody types');
    now = new Date(now.getTime() + 25 * HOUR);
    await post({ token, text: 'Late', email: 'a@example.org' });
    expect(last().problem?.message).toContain('older than a day');
  });

  test('of many from one address those past the limit are marked, and a flood is asked to wait', async () => {
    for (let count = 0; count < 3; count++) await fill({ text: `Number ${count}` });
    expect(last().problem).toBeUndefined();
    expect((await fill({ text: 'Number 3' })).status).toBe(201);
    expect(last().problem?.message).toContain('3 messages came from the same address');
    for (let count = 4; count < 300; count++) await post({ text: '', email: '' });
    expect((await fill({ text: 'Too many' })).status).toBe(429);
  });

  test('of a page of somebody else is refused', async () => {
    const { status, text } = await fill({}, [], { 'Sec-Fetch-Site': 'cross-site' });
    expect(status).toBe(403);
    expect(text).toContain('a page of somebody else');
  });

  test('that is no form is a fault of the sender', async () => {
    const answer = await fetch(`${origin}/contact`, { method: 'POST', body: 'text=hello', headers: as() });
    expect(answer.status).toBe(400);
    const cut = await fetch(`${origin}/contact`, {
      ...{ method: 'POST', body: '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf' },
      headers: as({ 'Content-Type': 'multipart/form-data; boundary=x' }),
    });
    expect(cut.status).toBe(400);
  });
});

describe('how a call stands', () => {
  const look = async (reference: string, address: string) => {
    const body = new URLSearchParams({ reference, address });
    const answer = await fetch(`${origin}/contact/call`, { method: 'POST', body, headers: as() });
    return { status: answer.status, text: await answer.text() };
  };

  test('is told to who knows reference and address, and nothing of what it is about', async () => {
    const from = { email: 'eve@example.org', phone: '+4930901821' };
    const call = await logCall(log, { contacts: [{ contact: someContact({ subject: 'My secret', from }) }] });
    for (const address of ['eve@example.org', ' EVE@example.org', '030 901821']) {
      const { text } = await look(call.reference.toLowerCase(), address);
      expect(text).toContain('It waits for somebody to begin with it.');
      expect(text).not.toContain('secret');
    }
    const wrong = await look(call.reference, 'mallory@example.org');
    expect(wrong).toEqual(await look('CB-99999999', 'eve@example.org'));
    expect(wrong.text).toContain('There is no call with this reference and this address.');
  });

  test('is not told to who guesses on and on', async () => {
    for (let count = 0; count < 10; count++) expect((await look('CB-1', 'a@example.org')).status).toBe(200);
    expect((await look('CB-1', 'a@example.org')).status).toBe(429);
  });
});

describe('a rating', () => {
  async function resolved() {
    const { reference } = await logCall(log);
    const [row] = await database.query<{ reply_token: string }>('select reply_token from calls where reference = $1', [
      reference,
    ]);
    return { reference, link: ratingLink(origin, { reference, replyToken: row?.reply_token ?? '' }, 4) };
  }
  const rate = (link: string, stars: string, words = '') =>
    fetch(link.replace(/\?.*/, ''), { method: 'POST', body: new URLSearchParams({ stars, words }), headers: as() });

  test('is noted when a person presses the button, and not when a program looks at the link', async () => {
    const { reference, link } = await resolved();
    const page = await (await fetch(link)).text();
    expect(page).toMatch(/name="stars" value="4" checked/);
    expect((await getCall(log.db, EVERYTHING, reference)).rating).toBeUndefined();
    expect(await (await rate(link, '4', 'Quick & kind')).text()).toContain('Thank you.');
    await rate(link, '4');
    const call = await getCall(log.db, EVERYTHING, reference);
    expect(call.rating).toBe(4);
    const told = call.history.filter(({ kind }) => kind === 'call.rated');
    expect(told).toMatchObject([{ by: 'requester', detail: { stars: 4, words: 'Quick & kind' } }]);
    await rate(link, '2');
    expect((await getCall(log.db, EVERYTHING, reference)).rating).toBe(2);
  });

  test('of a call is made by its own link alone, with one star to five', async () => {
    const [one, other] = [await resolved(), await resolved()];
    const forged = other.link.replace(other.reference, one.reference);
    expect((await fetch(forged)).status).toBe(404);
    expect((await rate(forged, '5')).status).toBe(404);
    expect((await rate(one.link, '6')).status).toBe(422);
    expect((await getCall(log.db, EVERYTHING, one.reference)).rating).toBeUndefined();
  });
});
