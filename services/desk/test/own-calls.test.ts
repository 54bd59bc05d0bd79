import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { memoryIntake } from '@callbook/checks/memory-intake';
import { recordContacts } from '@callbook/consolidation';
import { ConfigSchema, type Contact, HOUR, MINUTE, targetsOf } from '@callbook/contracts';
import {
  addTask,
  importDirectory,
  joinByPerson,
  type Log,
  mergeByPerson,
  noteOnCall,
  openLog,
  partRequesters,
  putInOutbox,
  replyToCall,
} from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { contactRouter } from '../src/contact/router.ts';
import { openTaking } from '../src/taking.ts';

const logger = quietLogger();
const config = ConfigSchema.parse({
  http: { publicUrl: 'https://help.example.org' },
  email: { accounts: [{ name: 'helpdesk', address: 'help@example.org', smtp: { host: 'smtp.example.org' } }] },
  departments: [{ name: 'IT' }, { name: 'People', private: true }],
});

let database: TestDatabase;
let log: Log;
let home: string;
let archive: Archive;
let origin: string;
let now: Date;
const lifecycle = createLifecycle(logger);
const intake = memoryIntake();

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'own-calls-'));
  log = openLog({ url: database.url, connections: 4 }, logger);
  archive = await openArchive({}, home, logger);
  const http = createSurface(logger, lifecycle);
  const recording = {
    ...intake,
    async accept(contact: Contact) {
      const accepted = await intake.accept(contact);
      await recordContacts([contact], { log, newId: v7, now: () => now });
      intake.record([contact.key]);
      return accepted;
    },
  };
  const take = openTaking({ log, intake: recording, patience: 20_000 });
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
  client += 1;
});

/** The address of a person whom no other test knows, with this before the number. */
const somebody = (name: string) => `${name}${client}@example.org`;
const as = (headers: Record<string, string> = {}) => ({ 'X-Forwarded-For': `198.51.100.${client}`, ...headers });
const go = (
  path: string,
  { headers, ...init }: { headers?: Record<string, string> } & Omit<RequestInit, 'headers'> = {},
) => fetch(origin + path, { redirect: 'manual', ...init, headers: as(headers) });
const tokenIn = (page: string) => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** Records a contact as the consolidation does; answers where it is. */
async function said(parts: Partial<Contact>): Promise<{ reference: string; contact: Contact }> {
  const contact = someContact({ subject: undefined, fullText: parts.text ?? '', ...parts });
  await recordContacts([contact], { log, newId: v7, now: () => now });
  const [row] = await database.query<{ reference: string }>(
    'select reference from calls join contacts on call_id = calls.id where contacts.id = $1',
    [contact.id],
  );
  return { reference: row?.reference ?? '', contact };
}
const mailFrom = (email: string, text: string, parts: Partial<Contact> = {}) =>
  said({ from: { email, verified: true }, text, ...parts });

async function ask(fields: Record<string, string>, path = '/contact/link') {
  const token = fields.token ?? tokenIn(await (await go('/contact')).text());
  const answer = await go(path, { method: 'POST', body: new URLSearchParams({ ...fields, token }) });
  return { status: answer.status, text: await answer.text() };
}
const mailsTo = (address: string) =>
  database.query<{ id: string; link: string }>(
    `select id, message ->> 'link' as link from outbox where kind = 'link' and recipient = $1 order by created_at, id`,
    [address],
  );
/** The link in the last mail to an address, which the delivery has let out. */
async function linkTo(address: string): Promise<string> {
  await ask({ address });
  const mail = (await mailsTo(address)).at(-1);
  await database.query('update outbox set queued_at = created_at where id = $1', [mail?.id]);
  return `/contact/link/${mail?.link}`;
}
/** Who has opened the link sent to an address: reads pages, and presses buttons. */
async function visit(address: string) {
  const opened = await go(await linkTo(address));
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    cookie,
    async read(path = '/contact/calls') {
      const answer = await go(path, { headers: { cookie } });
      return { status: answer.status, text: await answer.text() };
    },
    press(path: string, body: URLSearchParams | FormData = new URLSearchParams(), headers = {}) {
      return go(path, { method: 'POST', body, headers: { cookie, ...headers } });
    },
  };
}
const inList = (text: string) => [...text.matchAll(/<h2 id="(CB-\d+)">/g)].map(([, reference]) => reference);

describe('who asks for a link', () => {
  test('is answered alike and as slowly whether the address is known or not, and a mail goes to a known one alone', async () => {
    const [known, unknown] = [somebody('ada'), somebody('eve')];
    await mailFrom(known, 'The door is stuck');
    const timed = async (address: string) => {
      const token = tokenIn(await (await go('/contact')).text());
      const begun = performance.now();
      const { status, text } = await ask({ address: address.toUpperCase(), token });
      expect(performance.now() - begun).toBeGreaterThan(500);
      return { status, text: text.replaceAll(address.toUpperCase(), 'ADDRESS') };
    };
    expect(await timed(known)).toEqual(await timed(unknown));
    const [mail, ...more] = await mailsTo(known);
    expect([mail?.link, more]).toEqual([expect.stringMatching(/^[\w-]+\.\d+\.[\w-]{43}$/), []]);
    expect(await mailsTo(unknown)).toEqual([]);
  });

  test('is told of an address that is none, and of a page that is old or not ours', async () => {
    const address = somebody('ada');
    await mailFrom(address, 'The door is stuck');
    expect(await ask({ address: 'ada at home' })).toMatchObject({
      status: 422,
      text: expect.stringContaining('This is no e-mail'),
    });
    const token = tokenIn(await (await go('/contact')).text());
    now = new Date(now.getTime() + 25 * HOUR);
    for (const old of [token, 'forged.1.x', `a.1.${'x'.repeat(43)}`])
      expect(await ask({ address, token: old })).toMatchObject({
        status: 422,
        text: expect.stringContaining('once more'),
      });
    expect(await mailsTo(address)).toEqual([]);
  });

  test('and fills in what people do not see hears the same, and nothing is sent', async () => {
    const address = somebody('ada');
    await mailFrom(address, 'The door is stuck');
    const answer = await ask({ address, website: 'http://spam.example' });
    expect(answer.text).toBe((await ask({ address })).text);
    expect(await mailsTo(address)).toHaveLength(1);
  });

  test('on and on is asked to wait', async () => {
    const token = tokenIn(await (await go('/contact')).text());
    for (let count = 0; count < 10; count++) expect((await ask({ address: 'none', token })).status).toBe(422);
    expect((await ask({ address: 'none', token })).status).toBe(429);
  });
});

describe('a link', () => {
  test('is exchanged for a cookie that no script and no other site can use, however often it is looked at', async () => {
    const address = somebody('ada');
    await mailFrom(address, 'The door is stuck');
    const link = await linkTo(address);
    const rows = () => database.query('select row_to_json(outbox) from outbox where recipient = $1', [address]);
    const before = await rows();
    for (const _ of [1, 2, 3]) {
      const answer = await go(`${link}?lang=de`);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/contact/calls?lang=de']);
      const cookie = answer.headers.get('set-cookie') ?? '';
      for (const part of ['Path=/contact', 'HttpOnly', 'SameSite=Lax', 'Secure']) expect(cookie).toContain(part);
      expect(cookie).not.toContain(link.split('/').at(-1));
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(await rows()).toEqual(before);
  });

  test('opens nothing when it is a day old, changed, made for something else, or was never let out', async () => {
    const address = somebody('ada');
    await mailFrom(address, 'The door is stuck');
    const link = await linkTo(address);
    const visitor = await visit(address);
    const form = tokenIn(await (await go('/contact')).text());
    await ask({ address });
    const withheld = (await mailsTo(address)).at(-1)?.link;
    const token = link.split('/').at(-1) ?? '';
    const changed = token.replace(/\.(\d+)\./, (_, at) => `.${Number(at) + 1}.`);
    for (const bad of [changed, `${token}x`, form, visitor.cookie.split('=')[1], withheld]) {
      const answer = await go(`/contact/link/${bad}`);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([404, null]);
    }
    now = new Date(now.getTime() + 24 * HOUR - 1);
    expect((await go(link)).status).toBe(303);
    now = new Date(now.getTime() + 1);
    expect((await go(link)).status).toBe(404);
  });

  test('opens a visit of two hours, which can be left', async () => {
    const address = somebody('ada');
    await mailFrom(address, 'The door is stuck');
    const visitor = await visit(address);
    expect((await visitor.read()).text).toContain('The door is stuck');
    for (const cookie of ['', 'callbook-calls=', `callbook-calls=${'x'.repeat(43)}`, 'other=1; callbook-calls=a.1.b']) {
      const answer = await go('/contact/calls', { headers: { cookie } });
      expect([answer.status, (await answer.text()).includes('door')]).toEqual([403, false]);
    }
    const left = await visitor.press('/contact/calls/leave');
    expect(left.headers.get('set-cookie')).toMatch(/callbook-calls=;.*Expires=Thu, 01 Jan 1970/);
    now = new Date(now.getTime() + 2 * HOUR);
    expect((await visitor.read()).status).toBe(403);
  });

  test('asks nobody to look on and on', async () => {
    const address = somebody('ada');
    await mailFrom(address, 'The door is stuck');
    const visitor = await visit(address);
    await Promise.all(Array.from({ length: 300 }, () => visitor.read('/contact/calls/CB-1')));
    expect((await visitor.read()).status).toBe(429);
    now = new Date(now.getTime() + 11 * MINUTE);
    expect((await visitor.read()).status).toBe(200);
  });
});

describe('somebody sees of their calls', () => {
  test('all, the newest first and a page at a time, in words of their own', async () => {
    const address = somebody('ada');
    const all: string[] = [];
    for (let count = 0; count < 23; count++) {
      const receivedAt = new Date(now.getTime() - count * MINUTE).toISOString();
      const { reference } = await mailFrom(address, `Matter ${count} of a kind of its own ${v7()}`, {
        ...{ receivedAt, occurredAt: receivedAt },
        ...(count === 3 && { subject: 'A <b>subject</b>' }),
      });
      all.push(reference);
    }
    const visitor = await visit(address);
    const first = await visitor.read();
    expect(inList(first.text)).toEqual(all.slice(0, 20));
    expect(first.text).toContain('A &lt;b&gt;subject&lt;/b&gt;');
    expect(first.text).toContain('It waits for somebody to begin with it.');
    const older = /href="(\/contact\/calls\?[^"]+cursor[^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await visitor.read(older.replace('&amp;', '&'));
    expect(inList(second.text)).toEqual(all.slice(20));
    expect(second.text).not.toContain('cursor=');
    expect((await visitor.read('/contact/calls?cursor=x')).status).toBe(400);
  });

  test('what they said and what was answered to them, and nothing else that is on the call', async () => {
    const [ada, bo] = [somebody('ada'), somebody('bo')];
    const { reference, contact } = await mailFrom(ada, 'My screen is dark');
    const thread = { messageId: `${v7()}@x`, references: [contact.thread.messageId ?? ''] };
    const joined = await mailFrom(bo, 'Secret of Bo', { thread, subject: 'Re: Bo knows more' });
    expect(joined.reference).toBe(reference);
    const canSend = () => true;
    await log.db.transaction().execute(async (trx) => {
      const deed = { reference, by: 'Grace', at: now.toISOString(), canSend };
      await noteOnCall(trx, { ...deed, text: 'Secret of the desk' });
      await replyToCall(trx, { ...deed, messageId: v7(), text: 'Hold the button for ten seconds.' });
      // To somebody else who has a part in it, as when the requester was another one for a while.
      const way = { id: v7(), callId: await idOf(reference), contactId: joined.contact.id, channel: 'email' as const };
      await putInOutbox(trx, [
        {
          ...way,
          account: 'helpdesk',
          recipient: bo,
          kind: 'reply',
          message: { text: 'Answer to Bo' },
          createdAt: deed.at,
        },
      ]);
    });
    const page = (await (await visit(ada)).read(`/contact/calls/${reference.toLowerCase()}`)).text;
    expect(page).toContain('My screen is dark');
    expect(page).toContain('Hold the button for ten seconds.');
    expect(page).toContain('Grace');
    for (const hidden of ['Secret', 'Bo', bo, 'Answer to']) expect(page).not.toContain(hidden);
    // Who only joined it has no call of their own.
    expect((await (await visit(ada)).read()).text).not.toContain('Bo');
    await ask({ address: bo });
    expect(await mailsTo(bo)).toEqual([]);
  });

  test.each([
    ['whom their address was claimed beside', false],
    // As logs have it that were kept before whoever proves an address was kept apart.
    ['whom their address was once attached to by a claim', true],
  ])('not those of %s', async (_, attached) => {
    const [victim, attacker, phone] = [somebody('vic'), somebody('mal'), `+4930555${1000 + client}`];
    const mailed = await mailFrom(victim, 'My salary is wrong', { from: { email: victim, phone, verified: true } });
    // Whoever sits before a form can type any number; and then proves an address of their own.
    await said({
      channel: 'web',
      account: 'form',
      from: { email: attacker, phone },
      text: 'I own this number',
      details: { channel: 'web' },
    });
    const proof = await mailFrom(attacker, 'And this is my address');
    const owners = () =>
      database.query<{ requester_id: string }>('select distinct requester_id from identities where value = any($1)', [
        [victim, attacker],
      ]);
    expect(await owners()).toHaveLength(2);
    if (attached) {
      const theirs = `(select requester_id from identities where value = $1)`;
      await database.query(`update identities set requester_id = ${theirs} where value = $2`, [victim, attacker]);
      await database.query(`update calls set requester_id = ${theirs} where reference = $2`, [victim, proof.reference]);
      expect(await owners()).toHaveLength(1);
    }
    const visitor = await visit(attacker);
    const { text } = await visitor.read();
    expect(inList(text)).toContain(proof.reference);
    expect(text).not.toContain('salary');
    expect(inList(text)).not.toContain(mailed.reference);
    expect((await visitor.read(`/contact/calls/${mailed.reference}`)).status).toBe(404);
    expect((await (await visit(victim)).read()).text).not.toContain('own this number');
  });

  test('also those by what a directory has of them, but for what a number alone tells, until it has them no more', async () => {
    const [ada, other, slackUser, phone] = [
      somebody('ada'),
      somebody('a.l'),
      `T1/U${client}`,
      `+4930666${1000 + client}`,
    ];
    const identities = [
      { kind: 'email', value: ada } as const,
      { kind: 'email', value: other } as const,
      { kind: 'slack', value: slackUser } as const,
      { kind: 'phone', value: phone } as const,
    ];
    const person = (key: string, list: typeof identities) => ({ key: `${key}-${client}`, name: key, identities: list });
    const listed = (...lists: (typeof identities)[]) => {
      const people = lists.map((list, index) => person(`entry-${index}`, list));
      return log.db
        .transaction()
        .execute((trx) =>
          importDirectory(trx, { source: `hr-${client}`, leads: true, people }, { newId: v7, at: now.toISOString() }),
        );
    };
    await listed(identities);
    const mailed = await mailFrom(ada, 'From the first address');
    const again = await mailFrom(other, 'From the other address');
    const slack = { channel: 'slack', account: 'T1', details: { channel: 'slack' } } as const;
    const wrote = await said({ ...slack, from: { slackUser, verified: true }, text: 'Said in Slack' });
    const voice = { channel: 'voice', account: 'hotline', details: { channel: 'voice' } } as const;
    const called = await said({ ...voice, from: { phone }, text: 'Whispered on the telephone' });
    const colleague = await said({
      ...{ channel: 'phone', account: 'desk', details: { channel: 'phone' } },
      ...{ from: { phone, email: somebody('bo') }, text: 'A colleague at her telephone' },
    });
    const { read } = await visit(ada);
    const { text } = await read();
    expect(new Set(inList(text))).toEqual(new Set([mailed, again, wrote, called].map(({ reference }) => reference)));
    for (const own of ['From the other address', 'Said in Slack', 'Voice message']) expect(text).toContain(own);
    for (const hidden of ['Whispered', 'colleague', colleague.reference]) expect(text).not.toContain(hidden);
    const page = await read(`/contact/calls/${called.reference}`);
    expect(page.text).toContain('What was said here is not shown.');
    expect(page.text).not.toContain('Whispered');

    // Somebody else has the same one, so that it is nobody's.
    await listed(identities, [{ kind: 'slack', value: slackUser }]);
    expect(inList((await read()).text)).not.toContain(wrote.reference);
    await listed(identities.slice(0, 1));
    expect(inList((await read()).text)).toEqual([mailed.reference]);
  });

  test('not those of somebody whom a person has parted from them, nor joined to them', async () => {
    const [ada, bo] = [somebody('ada'), somebody('bo')];
    const [mine, theirs] = [await mailFrom(ada, 'Of Ada'), await mailFrom(bo, 'Of Bo')];
    const requester = async (value: string) =>
      (
        await database.query<{ requester_id: string }>('select requester_id from identities where value = $1', [value])
      )[0]?.requester_id ?? '';
    const [into, from] = [await requester(ada), await requester(bo)];
    const at = now.toISOString();
    const entry = (value: string) => ({ key: value, name: value, identities: [{ kind: 'email' as const, value }] });
    const people = [entry(ada), entry(bo)];
    await log.db
      .transaction()
      .execute((trx) => importDirectory(trx, { source: `hr-${client}`, leads: true, people }, { newId: v7, at }));
    await log.db
      .transaction()
      .execute((trx) => joinByPerson(trx, { id: v7(), from, into, by: 'mira', why: 'it seems so', at }));
    expect(inList((await (await visit(ada)).read()).text)).toEqual([mine.reference]);
    expect(inList((await (await visit(bo)).read()).text)).toEqual([theirs.reference]);
    await log.db.transaction().execute((trx) => partRequesters(trx, into, 'mira', at));
    expect(inList((await (await visit(ada)).read()).text)).toEqual([mine.reference]);
  });

  test('of an address that many use what came from it, and what nobody could verify from none', async () => {
    const reception = `reception@r${client}.example`;
    const phone = `+4930777${1000 + client}`;
    const mailed = await mailFrom(reception, 'The lift stands still');
    await said({
      channel: 'voice',
      account: 'hotline',
      from: { phone },
      text: 'I called',
      details: { channel: 'voice' },
    });
    const forged = await mailFrom(reception, 'Forged', { from: { email: reception, verified: false } });
    expect(inList((await (await visit(reception)).read()).text)).toEqual([mailed.reference]);
    expect((await (await visit(reception)).read(`/contact/calls/${forged.reference}`)).status).toBe(404);
  });

  test('that the desk took it down, and not what it wrote then', async () => {
    const ada = somebody('ada');
    const { reference } = await said({
      ...{ channel: 'phone', account: 'desk', from: { email: ada }, details: { channel: 'phone' } },
      text: 'Sounded angry, handle with care',
    });
    const { read } = await visit(ada);
    for (const { text } of [await read(), await read(`/contact/calls/${reference}`)]) {
      expect(text).toContain('Telephone call');
      expect(text).not.toContain('angry');
    }
  });

  test('what was found out later: who wrote in Slack, and what a recording says', async () => {
    const [ada, slackUser] = [somebody('ada'), `T1/U${client}`];
    const slack = { channel: 'slack', account: 'T1', details: { channel: 'slack' } } as const;
    const wrote = await said({ ...slack, from: { slackUser, email: ada, verified: true }, text: 'Before' });
    const late = await said({ ...slack, from: { slackUser, verified: true }, text: 'The profile was slow' });
    await said({
      ...{ ...slack, revises: { key: late.contact.key, cause: 'requester' }, text: '' },
      from: { slackUser, email: ada, verified: true },
    });
    const voice = { channel: 'voice', account: 'hotline', details: { channel: 'voice' } } as const;
    const spoke = await said({ ...voice, from: { email: ada }, text: '' });
    await said({
      ...voice,
      revises: { key: spoke.contact.key, cause: 'transcript' },
      from: {},
      text: 'I said this aloud',
    });
    const { read } = await visit(ada);
    const { text } = await read();
    expect(new Set(inList(text))).toEqual(new Set([wrote, late, spoke].map(({ reference }) => reference)));
    expect(text).toContain('I said this aloud');
    expect((await read(`/contact/calls/${spoke.reference}`)).text).toContain('I said this aloud');
  });

  test('of one that was folded into somebody else’s their own part, under its own reference', async () => {
    const [ada, bo] = [somebody('ada'), somebody('bo')];
    const [mine, theirs] = [await mailFrom(ada, 'No network in my room'), await mailFrom(bo, 'Bo has no network')];
    const [first, second] = [
      await mailFrom(ada, 'One matter'),
      await mailFrom(ada, 'The same matter again, said anew'),
    ];
    const at = now.toISOString();
    await log.db.transaction().execute(async (trx) => {
      await mergeByPerson(trx, { reference: mine.reference, into: theirs.reference, by: 'mira', at });
      await mergeByPerson(trx, { reference: second.reference, into: first.reference, by: 'mira', at });
    });
    const { read, press } = await visit(ada);
    expect(new Set(inList((await read()).text))).toEqual(new Set([mine.reference, first.reference]));
    const { text } = await read(`/contact/calls/${mine.reference}`);
    expect(text).toContain('No network in my room');
    for (const hidden of ['Bo has', theirs.reference, 'It is solved']) expect(text).not.toContain(hidden);
    expect((await press(`/contact/calls/${mine.reference}/solved`)).status).toBe(404);
    expect((await read(`/contact/calls/${theirs.reference}`)).status).toBe(404);
    const both = (await read(`/contact/calls/${second.reference}`)).text;
    for (const own of ['One matter', 'The same matter again', 'It is solved']) expect(both).toContain(own);
  });
});

describe('on the page of a call', () => {
  const add = async (
    visitor: Awaited<ReturnType<typeof visit>>,
    reference: string,
    fields: Record<string, string>,
    headers = {},
  ) => {
    const token = fields.token ?? tokenIn((await visitor.read(`/contact/calls/${reference}`)).text);
    now = new Date(now.getTime() + MINUTE);
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, token })) form.set(name, value);
    form.append('files', new File([fields.text ?? ''], 'note.txt', { type: 'text/plain' }));
    const answer = await visitor.press(`/contact/calls/${reference}/words`, form, headers);
    return { status: answer.status, text: await answer.text() };
  };
  const taken = () => [...intake.contacts.values()] as Contact[];

  test('what is added is a contact that joins it, once', async () => {
    const ada = somebody('ada');
    const { reference } = await mailFrom(ada, 'My screen is dark');
    const visitor = await visit(ada);
    const token = tokenIn((await visitor.read(`/contact/calls/${reference}`)).text);
    const before = taken().length;
    for (const _ of ['once', 'again']) {
      const { status, text } = await add(visitor, reference, { text: 'Now it flickers', token });
      expect(status).toBe(201);
      expect(text).toContain(`It stands with ${reference}.`);
    }
    expect(taken().slice(before)).toMatchObject([
      {
        ...{ channel: 'web', text: 'Now it flickers', from: { email: ada, verified: true } },
        ...{ thread: { callReference: reference }, attachments: [{ name: 'note.txt' }] },
      },
    ]);
    expect(taken().at(-1)?.problem).toBeUndefined();
    const { text } = await visitor.read(`/contact/calls/${reference}`);
    expect(text).toMatch(/My screen is dark[\s\S]*Now it flickers[\s\S]*note\.txt/);
    expect(
      await database.query('select from calls join identities using (requester_id) where value = $1', [ada]),
    ).toHaveLength(1);
  });

  test('nothing is added to a call of somebody else, from another page, or without words', async () => {
    const [ada, bo] = [somebody('ada'), somebody('bo')];
    const [mine, theirs] = [await mailFrom(ada, 'Mine'), await mailFrom(bo, 'Theirs')];
    const visitor = await visit(ada);
    const before = taken().length;
    expect((await add(visitor, theirs.reference, { text: 'Let me in' })).status).toBe(404);
    expect(
      (await add(visitor, mine.reference, { text: 'Sent by a trick' }, { 'Sec-Fetch-Site': 'cross-site' })).status,
    ).toBe(403);
    expect(
      (
        await add(
          { ...visitor, press: (path, body) => go(path, { method: 'POST', body: body ?? null }) },
          mine.reference,
          { text: 'No cookie' },
        )
      ).status,
    ).toBe(403);
    const token = tokenIn((await visitor.read(`/contact/calls/${mine.reference}`)).text);
    const empty = new FormData();
    empty.set('token', token);
    const answer = await visitor.press(`/contact/calls/${mine.reference}/words`, empty);
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Say what we can do for you.')]);
    expect(taken().length).toBe(before);
  });

  test('who says that it is solved closes it, and what they add opens it again', async () => {
    const ada = somebody('ada');
    const { reference } = await mailFrom(ada, 'My screen is dark');
    const visitor = await visit(ada);
    expect((await visitor.press(`/contact/calls/${reference}/solved`)).status).toBe(303);
    const [row] = await database.query<{ status: string; by: string; detail: object }>(
      `select status, by, detail from calls join history on call_id = calls.id
       where reference = $1 order by history.id desc limit 1`,
      [reference],
    );
    expect(row).toMatchObject({ status: 'closed', by: 'requester', detail: { status: 'closed', before: 'new' } });
    const closed = (await visitor.read(`/contact/calls/${reference}`)).text;
    expect(closed).toContain('It is closed.');
    expect(closed).not.toContain('/solved');

    const rate = (stars: string) =>
      visitor.press(`/contact/calls/${reference}/rating`, new URLSearchParams({ stars, words: 'Quick' }));
    expect((await rate('6')).status).toBe(422);
    expect((await rate('4')).status).toBe(303);
    expect((await visitor.read(`/contact/calls/${reference}`)).text).toMatch(/value="4" checked/);

    await add(visitor, reference, { text: 'It is dark again' });
    expect((await visitor.read(`/contact/calls/${reference}`)).text).toContain('It is being worked on.');
  });

  test('one that others still work on stays open, and says why', async () => {
    const ada = somebody('ada');
    const { reference } = await mailFrom(ada, 'I need a laptop and a key');
    const at = now.toISOString();
    await log.db.transaction().execute((trx) =>
      addTask(trx, {
        reference,
        by: 'mira',
        at,
        id: v7(),
        department: 'IT',
        title: 'A laptop',
        targets: targetsOf(config),
        messageId: v7(),
        canSend: () => false,
      }),
    );
    const answer = await (await visit(ada)).press(`/contact/calls/${reference}/solved`);
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('still works on a part')]);
  });
});

async function idOf(reference: string): Promise<string> {
  const [row] = await database.query<{ id: string }>('select id from calls where reference = $1', [reference]);
  return row?.id ?? '';
}
