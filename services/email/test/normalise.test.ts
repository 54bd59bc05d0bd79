import { buffer } from 'node:stream/consumers';
import type { Archive } from '@callbook/archive';
import { Contact, contactKey } from '@callbook/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { unreadableContact } from '../src/arrival.ts';
import { effortOf } from './effort.ts';
import { contactOf, INTERNAL_DATE, RECEIVED_AT, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const lines = (...parts: string[]) => parts.join('\r\n');
const read = (raw: Buffer | string) => contactOf(archive, raw);
const withBody = (type: string, body: Buffer | string) =>
  Buffer.concat([
    Buffer.from(`From: ada@example.org\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`),
    Buffer.from(body as Buffer),
  ]);

const PLAIN = lines(
  'From: Ada Lindqvist <Ada@Example.ORG>',
  'To: Desk <desk@example.org>, "B, C" <b.c@example.org>',
  'Cc: boss@example.org',
  'Subject: The printer is jammed',
  'Message-ID: <abc@example.org>',
  'Date: Mon, 2 Nov 2026 09:00:00 +0100',
  '',
  'Room 214.',
  '',
);

describe('a plain mail', () => {
  test('gives every field', async () => {
    const contact = await read(PLAIN);
    expect(contact).toMatchObject({
      channel: 'email',
      account: 'desk',
      sourceId: contact.original.sha256,
      key: contactKey('email', 'desk', contact.original.sha256),
      occurredAt: INTERNAL_DATE.toISOString(),
      receivedAt: RECEIVED_AT.toISOString(),
      from: { name: 'Ada Lindqvist', email: 'ada@example.org' },
      to: ['desk@example.org', 'b.c@example.org', 'boss@example.org'],
      subject: 'The printer is jammed',
      text: 'Room 214.',
      thread: { messageId: 'abc@example.org', references: [] },
      attachments: [],
      original: { mediaType: 'message/rfc822', size: PLAIN.length },
      details: {
        channel: 'email',
        folder: 'INBOX',
        uid: 7,
        uidValidity: '1700000000',
        cc: ['boss@example.org'],
        sentAt: '2026-11-02T08:00:00.000Z',
      },
    });
    expect(contact.problem).toBeUndefined();
    expect(contact.machine).toBeUndefined();
  });

  test('has one key however often it is read, and another in another account', async () => {
    const [first, second] = [await read(PLAIN), await read(PLAIN)];
    expect(second.key).toBe(first.key);
    expect((await contactOf(archive, PLAIN, 'facility')).key).not.toBe(first.key);
    expect((await read(`${PLAIN} `)).key).not.toBe(first.key);
  });
});

describe('characters', () => {
  test.each([
    ['utf-8', 'Grüße aus Zürich — 你好'],
    ['iso-8859-1', 'Grüße aus Zürich'],
    ['koi8-r', 'Принтер не печатает'],
    ['windows-1251', 'Принтер не печатает'],
    ['shift_jis', 'プリンタが動きません'],
    ['gb18030', '打印机坏了'],
    ['big5', '印表機壞了'],
    ['euc-kr', '프린터가 고장났습니다'],
    ['cp850', 'Grüße aus Zürich'],
  ])('declared as %s are read', async (charset, text) => {
    const contact = await read(withBody(`text/plain; charset=${charset}`, iconv.encode(text, charset)));
    expect(contact.text).toBe(text);
    expect(contact.problem).toBeUndefined();
  });

  test('of iso-2022-jp are read', async () => {
    const contact = await read(withBody('text/plain; charset=ISO-2022-JP', '\x1b$B$3$s$K$A$O\x1b(B'));
    expect(contact.text).toBe('こんにちは');
  });

  test('in encoded words are read, split ones too', async () => {
    const contact = await read(
      lines(
        'From: =?iso-8859-1?Q?Andr=E9_M=FCller?= <andre@example.org>',
        'Subject: =?utf-8?B?R3LDvMOf?= =?utf-8?B?ZSBhdXMgWsO8cmljaA==?=',
        '',
        'x',
      ),
    );
    expect(contact.from).toEqual({ name: 'André Müller', email: 'andre@example.org' });
    expect(contact.subject).toBe('Grüße aus Zürich');
  });

  test.each([
    ['of a charset that nobody knows', 'text/plain; charset=x-klingon-8', 'readable all the same', 'charset'],
    [
      'that are not what is declared',
      'text/plain; charset=euc-kr',
      Buffer.from('caf\xe9 \xff\xff ok', 'latin1'),
      'euc-kr',
    ],
    ['that are no utf-8', 'text/plain; charset=utf-8', Buffer.from('caf\xe9 ok', 'latin1'), 'characters'],
  ])('%s are a problem, and what can be read is kept', async (_, type, body, reason) => {
    const contact = await read(withBody(type, body));
    expect(contact.problem).toMatchObject({ code: 'email-unparsable', message: expect.stringContaining(reason) });
    expect(contact.text).toMatch(/readable|ok/);
    expect(contact.from.email).toBe('ada@example.org');
  });
});

describe('headers', () => {
  test('that are missing leave their fields out', async () => {
    const contact = await read(lines('Subject: hello', '', 'text'));
    expect(contact.from).toEqual({});
    expect(contact.to).toEqual([]);
    expect(contact.thread).toEqual({ references: [] });
    expect(contact.problem).toBeUndefined();
  });

  test('without From fall back to Reply-To and Sender', async () => {
    expect((await read(lines('Reply-To: Bo <bo@example.org>', '', 'x'))).from).toEqual({
      name: 'Bo',
      email: 'bo@example.org',
    });
    expect((await read(lines('From: undisclosed', 'Sender: bo@example.org', '', 'x'))).from.email).toBe(
      'bo@example.org',
    );
  });

  test('that stand twice are read all the same', async () => {
    const contact = await read(
      lines(
        'From: a@example.org',
        'From: b@example.org',
        'Subject: one',
        'Subject: two',
        'To: c@x.org',
        'To: d@x.org',
        '',
        'x',
      ),
    );
    expect(['a@example.org', 'b@example.org']).toContain(contact.from.email);
    expect(['one', 'two']).toContain(contact.subject);
    expect(contact.to).toEqual(['c@x.org', 'd@x.org']);
  });

  test('of a reply give its thread, oldest first, each id once', async () => {
    const contact = await read(
      lines(
        'From: a@example.org',
        'References: <one@x> <two@x>',
        ' <three@x>',
        'In-Reply-To: <two@x>',
        'Message-ID:   <four@x>  ',
        '',
        'x',
      ),
    );
    expect(contact.thread).toEqual({ messageId: 'four@x', references: ['one@x', 'three@x', 'two@x'] });
    expect(contact.details).toMatchObject({ inReplyTo: 'two@x' });
  });

  test.each([
    ['an empty id', '<>', undefined],
    ['nothing', '', undefined],
    ['an id without brackets', 'abc@example.org', 'abc@example.org'],
    ['words', 'your message of Tuesday', undefined],
  ])('whose Message-ID is %s', async (_, value, expected) => {
    expect((await read(lines('From: a@x.org', `Message-ID: ${value}`, '', 'x'))).thread.messageId).toBe(expected);
  });

  test('with an enormous id keep it comparable: a reply to it still finds it', async () => {
    const id = `${'a'.repeat(5000)}@example.org`;
    const first = await read(lines('From: a@x.org', `Message-ID: <${id}>`, '', 'x'));
    const reply = await read(lines('From: b@x.org', `In-Reply-To: <${id}>`, '', 'x'));
    const other = await read(lines('From: b@x.org', `In-Reply-To: <${id}.other>`, '', 'x'));
    expect(first.thread.messageId?.length).toBeLessThanOrEqual(500);
    expect(reply.thread.references).toEqual([first.thread.messageId]);
    expect(other.thread.references).not.toEqual([first.thread.messageId]);
  });

  test.each([
    ['no date', 'yesterday evening'],
    ['a date before e-mail', 'Thu, 1 Jan 1970 00:00:00 +0000'],
    ['a date in the far future', 'Mon, 2 Nov 2099 00:00:00 +0000'],
  ])('with %s have no sentAt', async (_, date) => {
    expect((await read(lines('From: a@x.org', `Date: ${date}`, '', 'x'))).details).not.toHaveProperty('sentAt');
  });

  test('cannot be so many or so long that the contact does not fit', async () => {
    const to = Array.from({ length: 3000 }, (_, i) => `p${i}@example.org`).join(',\r\n ');
    const refs = Array.from({ length: 3000 }, (_, i) => `<${i}@example.org>`).join('\r\n ');
    const contact = await read(
      lines(
        `From: "${'x'.repeat(5000)}" <a@x.org>`,
        `To: ${to}`,
        `References: ${refs}`,
        `Subject: ${'s'.repeat(9000)}`,
        '',
        'x',
      ),
    );
    expect(contact.to).toHaveLength(1000);
    expect(contact.thread.references.at(-1)).toBe('2999@example.org');
    expect(contact.from.name).toHaveLength(512);
  });
});

describe('bodies', () => {
  test('may be empty', async () => {
    const contact = await read(lines('From: a@x.org', 'Subject: only this', '', ''));
    expect(contact).toMatchObject({ text: '', fullText: '', subject: 'only this' });
    expect(contact.problem).toBeUndefined();
  });

  test('of HTML alone are read as a person reads them, and the HTML is kept as it may be shown', async () => {
    const markup =
      '<html><head><title>no</title><style>p{}</style></head><body><p>Hello&nbsp;desk,</p><ul><li>one</li><li>two</li></ul>' +
      '<p>see <a href="https://example.org/x">this</a><br>Ada</p><script>alert(1)</script></body></html>';
    const contact = await read(withBody('text/html; charset=utf-8', markup));
    expect(contact.text).toBe('Hello desk,\n\n- one\n- two\n\nsee this <https://example.org/x>\nAda');
    const shown = (await buffer(await archive.get(contact.html ?? ''))).toString();
    expect(shown).toContain('<li>two</li>');
    expect(shown).not.toContain('alert(1)');
  });

  test.each([
    ['nested tables', '<div><table><tr><td>'.repeat(95_000)],
    ['nested quotes', '<blockquote>a'.repeat(150_000)],
    ['links without end', '<a href="https://example.org/">b'.repeat(65_000)],
    ['angle brackets', '<'.repeat(2_000_000)],
    ['one long line', 'word '.repeat(400_000)],
  ])('of HTML made to be slow cost no more than their length: %s', async (_, markup) => {
    expect(await effortOf(() => read(withBody('text/html', markup)))).toBeLessThan(5_000);
  });

  test('with both take the plain text', async () => {
    const contact = await read(
      lines(
        'From: a@x.org',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'plain words',
        '--b',
        'Content-Type: text/html',
        '',
        '<b>html words</b>',
        '--b--',
      ),
    );
    expect(contact.text.trim()).toBe('plain words');
    expect(contact.html).toBeDefined();
  });

  test('of a reply keep the whole, and show what is new', async () => {
    const body = lines(
      'It works now.',
      '',
      'On Monday Ada wrote:',
      '> does it work?',
      '> yours',
      '',
      '-- ',
      'Bo, Facility',
    );
    const contact = await read(lines('From: bo@x.org', '', body));
    expect(contact.text).toBe('It works now.');
    expect(contact.fullText).toContain('does it work?');
    expect(contact.fullText).toContain('Bo, Facility');
  });

  test('of nothing but a quote are not made empty', async () => {
    expect((await read(lines('From: bo@x.org', '', '> does it work?'))).text).toBe('> does it work?');
  });

  test('longer than can be shown are clipped, and say so', async () => {
    const contact = await read(lines('From: a@x.org', '', 'words '.repeat(300_000)));
    expect(contact.fullText).toHaveLength(1_000_000);
    expect(contact.problem?.message).toContain('longer');
  });
});

describe('attachments', () => {
  test('are archived, named and told apart from inline pictures', async () => {
    const contact = await read(
      lines(
        'From: a@x.org',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: multipart/related; boundary=c',
        '',
        '--c',
        'Content-Type: text/html',
        '',
        '<img src="cid:logo@x">',
        '--c',
        'Content-Type: image/png',
        'Content-ID: <logo@x>',
        'Content-Disposition: inline',
        'Content-Transfer-Encoding: base64',
        '',
        'iVBORw0KGgo=',
        '--c--',
        '--b',
        'Content-Type: application/pdf; name="../../Rechnung\x01.pdf"',
        'Content-Disposition: attachment',
        '',
        '%PDF-1.4',
        '--b',
        "Content-Type: application/octet-stream; name*=utf-8''%E2%82%AC%20rates.xlsx",
        'Content-Disposition: attachment',
        '',
        'data',
        '--b',
        'Content-Type: text/calendar',
        '',
        'BEGIN:VCALENDAR',
        '--b--',
      ),
    );
    expect(contact.attachments.map(({ name, inline }) => [name, inline])).toEqual([
      ['attachment-1.png', true],
      ['Rechnung.pdf', false],
      ['€ rates.xlsx', false],
      ['attachment-4.ics', false],
    ]);
    const [picture] = contact.attachments;
    expect(await buffer(await archive.get(picture?.sha256 ?? ''))).toEqual(Buffer.from('iVBORw0KGgo=', 'base64'));
    expect(contact.problem).toBeUndefined();
  });
});

describe('what is not well-formed is a contact with its problem', () => {
  const nul = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));
  test.each([
    ['bytes that are no mail', nul, /no header/],
    ['nothing at all', Buffer.alloc(0), /no header/],
    ['more parts than are read', tooManyParts(), /structure/],
    [
      'parts that are declared and missing',
      lines('From: a@x.org', 'Subject: s', 'Content-Type: multipart/mixed; boundary=q', '', 'Only this is here.', ''),
      /declares parts/,
    ],
    [
      'base64 that is none',
      lines('From: a@x.org', 'Content-Transfer-Encoding: base64', '', 'This is plainly no base64, is it? Äh.'),
      /characters/,
    ],
    ['a header block without end', `From: a@x.org\r\nSubject: long\r\nX-Junk: ${'x'.repeat(3_000_000)}`, /structure/],
  ])('%s', async (name, raw, reason) => {
    const contact = await read(raw);
    expect(contact.problem).toMatchObject({ code: 'email-unparsable', message: expect.stringMatching(reason) });
    expect(contact.original.size).toBe(raw.length);
    if (/parts|end/.test(name)) expect(contact.from.email).toBe('a@x.org');
    if (/missing/.test(name)) expect(contact.text).toBe('Only this is here.');
  });

  test('text without any header is still text', async () => {
    expect((await read('The lift is stuck\r\nbetween two floors.')).text).toBe(
      'The lift is stuck\nbetween two floors.',
    );
  });

  test('NUL and lone surrogates do not reach the contact', async () => {
    const contact = await read(Buffer.from('From: a\0b <a@x.org>\r\nSubject: a\0b\r\n\r\na\0b', 'latin1'));
    expect(JSON.stringify(contact)).not.toContain('\\u0000');
  });
});

function tooManyParts(): string {
  const parts = Array.from({ length: 1200 }, (_, i) => lines('--b', 'Content-Type: application/x', '', String(i)));
  return lines('From: a@x.org', 'Subject: many', 'Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--');
}

describe('machine mail', () => {
  test.each([
    ['Auto-Submitted: auto-replied', 'auto-reply'],
    ['Auto-Submitted: auto-generated; owner="x"', 'auto-reply'],
    ['Auto-Submitted: no', undefined],
    ['X-Auto-Response-Suppress: All', undefined],
    ['Return-Path: <>', 'auto-reply'],
    ['Return-Path: <a@x.org>', undefined],
    ['List-Id: <staff.example.org>', 'list'],
    ['Precedence: bulk', 'list'],
    ['Content-Type: multipart/report; report-type=delivery-status; boundary=b', 'bounce'],
    ['Content-Type: multipart/report; boundary=b; report-type="disposition-notification"', 'read-receipt'],
  ])('%s', async (line, kind) => {
    expect((await read(lines('From: a@x.org', line, '', '--b', '', 'x', '--b--'))).machine).toBe(kind);
  });
});

test('a mail of which nothing can be read occurred when its mailbox got it, as the ledger counts it', () => {
  const original = { sha256: 'a'.repeat(64), size: 1 };
  const arrival = { account: 'desk', receivedAt: RECEIVED_AT, id: '019a4000-0000-7000-8000-000000000000', original };
  const contact = unreadableContact({ ...arrival, internalDate: INTERNAL_DATE }, 'it stopped its reader');
  expect(Contact.parse(contact)).toMatchObject({ occurredAt: INTERNAL_DATE.toISOString(), problem: {} });
  expect(unreadableContact(arrival, 'it stopped its reader').occurredAt).toBe(RECEIVED_AT.toISOString());
});
