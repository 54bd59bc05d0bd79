import { buffer } from 'node:stream/consumers';
import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactOf, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const mail = (...lines: string[]) => ['From: ada@example.org', 'Subject: s', ...lines].join('\r\n');
const read = (raw: Buffer | string) => contactOf(archive, raw);
const stored = async (sha256: string | undefined) => (await buffer(await archive.get(sha256 ?? ''))).toString('latin1');
const part = (header: string, body: string) => ['--b', header, '', body].join('\r\n');
const mixed = (...parts: string[]) => mail('Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--', '');
const text = (words: string) => part('Content-Type: text/plain', words);

describe('the texts of a mail', () => {
  test('stand one below the other, also after attachments and where some are HTML', async () => {
    const contact = await read(
      mixed(
        part('Content-Type: text/html', '<p>The <b>door</b> is stuck.</p>'),
        part('Content-Type: image/png; name=door.png', 'PNG'),
        text('This list is run by the facility.'),
      ),
    );
    expect(contact.fullText).toBe('The door is stuck.\n\nThis list is run by the facility.');
    expect(await stored(contact.html)).toMatch(/<b>door<\/b>[\s\S]*run by the facility/);
    expect(contact.attachments.map(({ name }) => name)).toEqual(['door.png']);
  });

  test('of several readings are the plain one, unless that is empty', async () => {
    const both = (plain: string) =>
      mail(
        'Content-Type: multipart/alternative; boundary=b',
        '',
        text(plain),
        part('Content-Type: text/html', '<p>rich</p>'),
        '--b--',
      );
    expect((await read(both('plain'))).fullText.trim()).toBe('plain');
    expect((await read(both(' \r\n'))).fullText).toBe('rich');
  });

  test('of several readings are the HTML, where the plain one only points to it', async () => {
    const both = (plain: string, markup: string) =>
      mail(
        'Content-Type: multipart/alternative; boundary=b',
        '',
        text(plain),
        part('Content-Type: text/html', markup),
        '--b--',
      );
    const pointer = 'Please use a mail program that can show HTML to read this message.';
    expect((await read(both(pointer, '<p>The lift is stuck.</p>'))).fullText).toBe('The lift is stuck.');
    const about = 'The HTML of the start page is broken.';
    expect((await read(both(about, `<p>${about}</p>`))).fullText.trim()).toBe(about);
  });

  test('are files where they have a name, and read where there is no other', async () => {
    const notes = part('Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: inline', 'the notes');
    const beside = await read(mixed(text('See the notes.'), notes));
    expect(beside).toMatchObject({ fullText: 'See the notes.', attachments: [{ name: 'notes.txt' }] });
    const alone = await read(mixed(part('Content-Type: image/png', 'PNG'), notes));
    expect(alone).toMatchObject({ fullText: 'the notes', attachments: [{}, { name: 'notes.txt' }] });
  });

  test.each([
    [
      'flowed',
      'text/plain; format=flowed',
      'The lift \r\nis stuck.\r\n> and \r\n> again\r\n-- \r\nAda',
      'The lift is stuck.\n> and again\n-- \nAda',
    ],
    ['flowed without its spaces', 'text/plain; format=flowed; delsp=yes', 'プリ \r\nンタ', 'プリンタ'],
    ['stuffed', 'text/plain; format=flowed', ' From here\r\n  two', 'From here\n two'],
    [
      'enriched',
      'text/enriched',
      'The <bold>lift</bold> is\r\nstuck.\r\n\r\n<color><param>red</param>Now</color> <<',
      'The lift is stuck.\nNow <',
    ],
    ['HTML that calls itself plain', 'text/plain', '<!DOCTYPE html><html><p>The lift</p></html>', 'The lift'],
    ['plain that calls itself HTML', 'text/html', 'The lift\r\nis stuck', 'The lift\nis stuck'],
    ['of a type that is none', 'text', 'The lift', 'The lift'],
  ])('are read as they are meant: %s', async (_, type, body, expected) => {
    const raw = Buffer.from(mail(`Content-Type: ${type}; charset=utf-8`, '', body));
    expect((await read(raw)).fullText).toBe(expected);
  });

  test.each([
    [
      'base64 with plain text below',
      'base64',
      `${Buffer.from('The lift\r\n').toString('base64')}\r\n-- \r\na list`,
      'The lift\n-- \na list',
    ],
    ['base64 that is none', 'base64', 'The lift is stuck, is it not?', 'The lift is stuck, is it not?'],
    ['base64 that breaks off', 'base64', 'VGhlIGxpZnQgaXMgc3R1Yw', 'The lift is stuc'],
    ['base64 put together from pieces', 'base64', `${btoa('The ')}\r\n${btoa('lift is')}`, 'The lift is'],
    [
      'quoted-printable with white space at the ends',
      'quoted-printable',
      'The lift is=  \r\n stuck=20\r\nnow=3d',
      'The lift is stuck \nnow=',
    ],
    ['quoted-printable that is none', 'quoted-printable', 'a=b, 100%=, x=zz', 'a=b, 100%=, x=zz'],
    ['spelt otherwise', 'Quoted_Printable (sic)', 'The=20lift', 'The lift'],
    ['unknown', 'x-rot13', 'The lift', 'The lift'],
  ])('are read whatever their transfer encoding is: %s', async (_, encoding, body, expected) => {
    expect((await read(mail(`Content-Transfer-Encoding: ${encoding}`, '', body))).fullText.trim()).toBe(expected);
  });
});

describe('the structure', () => {
  test.each([
    ['white space after delimiters', mixed(text('one'), text('two')).replaceAll('--b\r\n', '--b \t\r\n'), 'one\n\ntwo'],
    ['no end', mixed(text('one'), text('two')).replace('--b--', ''), 'one\n\ntwo'],
    ['an end within a header', mixed(text('one')).replace('--b--', '--b\r\nContent-Type: image/png'), 'one'],
    ['a boundary that is not declared', mixed(text('one'), text('two')).replace('; boundary=b', ''), 'one\n\ntwo'],
    ['a boundary declared otherwise', mixed(text('one'), text('two')).replace('=b', '=other'), 'one\n\ntwo'],
    ['parts without header and empty line', mixed('--b\r\none', '--b\r\ntwo'), 'one\n\ntwo'],
    ['line feeds alone', mixed(text('one'), text('two')).replaceAll('\r\n', '\n'), 'one\n\ntwo'],
    [
      'an inner multipart that is never closed',
      mixed(part('Content-Type: multipart/mixed; boundary=c', '--c\r\n\r\none\r\n'), text('two')),
      'one\n\ntwo',
    ],
    ['no empty line before the text', 'From: ada@example.org\r\nSubject: s\r\nThe lift is stuck', 'The lift is stuck'],
    ['an mbox line on top', `From ada Mon Nov  2 09:00:00 2026\r\n${mail('', 'The lift')}`, 'The lift'],
  ])('is read with %s', async (_, raw, expected) => {
    const contact = await read(raw);
    expect(contact.fullText.trim()).toBe(expected);
    expect(contact.from.email).toBe('ada@example.org');
  });

  test('gives files their whole bytes, however the chunks fall', async () => {
    const bytes = Buffer.from(
      Array.from({ length: 3000 }, (_, i) => (i % 40 === 0 ? '\r\n--' : String.fromCharCode(65 + (i % 26)))).join(''),
    );
    const raw = mixed(text('x'), part('Content-Type: application/x-data; name=d', bytes.toString('latin1')));
    const { attachments } = await read(raw);
    expect(await stored(attachments[0]?.sha256)).toBe(bytes.toString('latin1'));
  });

  test('may end before any body', async () => {
    const contact = await read('From: ada@example.org\r\nSubject: only this');
    expect(contact).toMatchObject({ from: { email: 'ada@example.org' }, subject: 'only this', fullText: '' });
    expect(contact.problem).toBeUndefined();
  });

  test('keeps files of no bytes', async () => {
    const contact = await read(mixed(text('x'), part('Content-Disposition: attachment; filename=empty.txt', '')));
    expect(contact.attachments).toMatchObject([{ name: 'empty.txt', size: 0 }]);
  });
});

describe('uuencoded files', () => {
  const block = ['begin 644 hello.txt', '#86)C', '`', 'end'].join('\r\n');

  test('leave the text and become attachments', async () => {
    const contact = await read(mail('', `See this:\r\n${block}\r\nThanks`));
    expect(contact.fullText).toBe('See this:\nThanks');
    expect(contact.attachments).toMatchObject([{ name: 'hello.txt', mediaType: 'text/plain', size: 3 }]);
    expect(await stored(contact.attachments[0]?.sha256)).toBe('abc');
  });

  test.each(['begin 644 is how it starts, and then nothing comes', 'begin 644 x\r\nThis is no data.\r\nend'])(
    'are not seen in words: %s',
    async (words) => {
      const contact = await read(mail('', words));
      expect(contact.fullText).toBe(words.replaceAll('\r\n', '\n'));
      expect(contact.attachments).toEqual([]);
    },
  );

  test('may be the transfer encoding of a part', async () => {
    const header = 'Content-Transfer-Encoding: x-uuencode\r\nContent-Type: ';
    expect((await read(mixed(part(`${header}text/plain`, block)))).fullText).toBe('abc');
    const { attachments } = await read(mixed(part(`${header}image/png; name=a.png`, block)));
    expect(await stored(attachments[0]?.sha256)).toBe('abc');
  });
});

describe('a mail in a mail', () => {
  const inner = [
    'From: bo@example.org',
    'Subject: =?utf-8?Q?T=C3=BCr/Tor?=',
    'Content-Type: multipart/mixed; boundary=i',
    '',
    '--i',
    '',
    'The inner words.',
    '--i',
    'Content-Type: application/pdf; name=inner.pdf',
    '',
    'PDF',
    '--i--',
  ].join('\r\n');

  test('is one attachment with its whole bytes, named by its subject', async () => {
    const contact = await read(mixed(text('Please see to this.'), part('Content-Type: message/rfc822', inner)));
    expect(contact.attachments).toMatchObject([
      { name: 'Tür-Tor.eml', mediaType: 'message/rfc822', size: inner.length },
    ]);
    expect(await stored(contact.attachments[0]?.sha256)).toBe(inner);
    expect(contact.fullText).toBe('Please see to this.');
  });

  test('is read where there are no other words', async () => {
    const contact = await read(mixed(part('Content-Type: message/rfc822', inner)));
    expect(contact.fullText).toBe('The inner words.');
    expect(contact.attachments).toHaveLength(1);
  });
});

describe('visiting cards', () => {
  test('are kept, and give their telephone numbers', async () => {
    const lines = ['TEL;TYPE=FAX:+49 30 7654321', 'item1.TEL;TYPE="voice,work";VALUE=uri:tel:+49-30-1234567'];
    const card = ['BEGIN:VCARD', 'VERSION:4.0', ...lines, 'NOTE:+49 30 555', 'END:VCARD'].join('\r\n');
    const contact = await read(mixed(text('See my card.'), part('Content-Type: text/vcard', card)));
    expect(contact.attachments).toMatchObject([
      { name: 'attachment-1.vcf', mediaType: 'text/vcard', size: card.length },
    ]);
    expect(contact.details).toMatchObject({ phones: ['+49301234567'] });
  });
});
