import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { contactOf, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const encoded = (text: string, charset: string) => iconv.encode(text, charset).toString('latin1');
const subjectOf = async (value: string, body = 'x') =>
  (await contactOf(archive, `From: ada@example.org\r\nSubject: ${value}\r\n\r\n${body}`)).subject;
const nameOf = async (header: string) => {
  const raw = ['From: a@example.org', 'Content-Type: multipart/mixed; boundary=b', '', '--b', header, '', 'x', '--b--'];
  return (await contactOf(archive, raw.join('\r\n'))).attachments[0]?.name;
};

describe('encoded words (RFC 2047)', () => {
  test.each([
    ['one', '=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['in base64', '=?UTF-8?b?R3LDvMOfZQ==?=', 'Grüße'],
    ['without padding', '=?utf-8?B?R3LDvMOfZQ?=', 'Grüße'],
    ['with words before and after', 'Re: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= an alle', 'Re: Grüße an alle'],
    ['folded', '=?utf-8?Q?Gr=C3=BC=C3=9Fe_?=\r\n =?utf-8?Q?aus_Z=C3=BCrich?=', 'Grüße aus Zürich'],
    ['cut in a character', '=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
    ['cut in a character, in base64', '=?utf-8?B?44OX44Oq?=\r\n\t=?utf-8?B?44M=?= =?utf-8?B?sw==?=', 'プリン'],
    ['cut in a group of base64', '=?utf-8?B?R3LDvMO?= =?utf-8?B?fZQ==?=', 'Grüße'],
    ['of both encodings', '=?utf-8?Q?Gr=C3=BC?= =?utf-8?B?w59l?=', 'Grüße'],
    ['of several charsets', '=?iso-8859-1?Q?Z=FCrich?= =?koi8-r?B?5MHaz9IK?=', 'ZürichДазор'],
    ['with raw spaces', '=?utf-8?Q?Gr=C3=BC=C3=9Fe aus?= Genf', 'Grüße aus Genf'],
    ['with a question mark', '=?utf-8?Q?wirklich??=', 'wirklich?'],
    ['next to others without a space', '=?utf-8?Q?Gr=C3=BC?==?utf-8?Q?=C3=9Fe?=', 'Grüße'],
    ['in a word', 'vor=?utf-8?Q?w=C3=A4rts?=', 'vorwärts'],
    ['in quotes', '"=?utf-8?Q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'],
    ['with a language', '=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['of a charset that nobody knows', '=?x-klingon?Q?plain?=', 'plain'],
    ['wrongly declared', '=?iso-8859-1?Q?Gr=C3=BC=C3=9Fe_aus_Z=C3=BCrich?=', 'Grüße aus Zürich'],
    ['in small hexadecimal', '=?utf-8?q?Gr=c3=bc=c3=9fe?=', 'Grüße'],
    ['with a sign that is no escape', '=?utf-8?Q?100=%?=', '100=%'],
    ['never closed', '=?utf-8?Q?Gr=C3', '=?utf-8?Q?Gr=C3'],
    ['of ISO-2022-JP', '=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=', 'テスト'],
    ['folded in the middle', '=?utf-8?B?R3LD\r\n vMOfZQ==?=', 'Grüße'],
  ])('%s', async (_, value, subject) => {
    expect(await subjectOf(value)).toBe(subject);
  });

  test('may be a name, and the whole of an address header', async () => {
    const of = async (from: string) => (await contactOf(archive, `From: ${from}\r\n\r\nx`)).from;
    const ada = { name: 'Müller, André', email: 'andre@example.org' };
    expect(await of('=?utf-8?Q?M=C3=BCller=2C_Andr=C3=A9?= <andre@example.org>')).toMatchObject(ada);
    expect(await of('"=?utf-8?Q?M=C3=BCller=2C_Andr=C3=A9?=" <andre@example.org>')).toMatchObject(ada);
    expect(
      await of(`=?utf-8?B?${Buffer.from('"Müller, André" <andre@example.org>').toString('base64')}?=`),
    ).toMatchObject(ada);
    expect(await of('andre@example.org (=?utf-8?Q?Andr=C3=A9?=)')).toMatchObject({ name: 'André' });
  });

  test('make no address of a name', async () => {
    const raw = 'From: =?utf-8?Q?boss=40example.org?= <ada@example.org>\r\n\r\nx';
    expect((await contactOf(archive, raw)).from.email).toBe('ada@example.org');
  });
});

describe('headers in raw bytes', () => {
  test.each([
    ['UTF-8', encoded('Grüße aus Zürich', 'utf-8'), 'Grüße aus Zürich'],
    ['KOI8-R', encoded('Не открывается почта', 'koi8-r'), 'Не открывается почта'],
    ['GB18030', encoded('打印机坏了，请来修理', 'gbk'), '打印机坏了，请来修理'],
    ['Latin-1', encoded('Drucker für Müller', 'latin1'), 'Drucker für Müller'],
    ['ISO-2022-JP', '\x1b$B%F%9%H\x1b(B', 'テスト'],
  ])('are read: %s', async (_, value, subject) => {
    expect(await subjectOf(value)).toBe(subject);
  });

  test('are of the charset that the body declares, where they could be of several', async () => {
    const raw = [
      'From: ada@example.org',
      `Subject: ${encoded('会議室', 'euc-jp')}`,
      'Content-Type: text/plain; charset=euc-jp',
      '',
      encoded('会議室の鍵がありません', 'euc-jp'),
    ];
    expect((await contactOf(archive, raw.join('\r\n'))).subject).toBe('会議室');
  });
});

describe('names of files', () => {
  const disposition = (parameters: string) => nameOf(`Content-Disposition: attachment; ${parameters}`);

  test.each([
    ['plain', 'filename=report.pdf', 'report.pdf'],
    ['quoted', 'filename="my report.pdf"', 'my report.pdf'],
    ['with spaces and no quotes', 'filename=my report.pdf; size=1', 'my report.pdf'],
    ['with a quote in it', 'filename="a \\"b\\".pdf"', 'a "b".pdf'],
    ['with a semicolon', 'filename="a;b.pdf"', 'a;b.pdf'],
    ['of RFC 2231', "filename*=utf-8''%E2%82%AC%20rates.xlsx", '€ rates.xlsx'],
    ['in pieces', 'filename*0="quite a long "; filename*1="name.pdf"', 'quite a long name.pdf'],
    ['in pieces out of order', 'filename*1="name.pdf"; filename*0="long "', 'long name.pdf'],
    ['in pieces with a charset', "filename*0*=iso-8859-1'de'Gr%FC; filename*1*=%DFe; filename*2=.txt", 'Grüße.txt'],
    ['cut in a character', "filename*0*=utf-8''%E2%82; filename*1*=%AC.txt", '€.txt'],
    ['both ways', "filename=euro.txt; filename*=utf-8''%E2%82%AC.txt", '€.txt'],
    ['without its charset', 'filename*=%E2%82%AC.txt', '€.txt'],
    ['with encoded words', 'filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?="', 'Grüße.txt'],
    ['with encoded words in pieces', 'filename*0="=?utf-8?Q?Gr=C3=BC"; filename*1="=C3=9Fe.txt?="', 'Grüße.txt'],
    ['in raw UTF-8', `filename="${encoded('Grüße.txt', 'utf-8')}"`, 'Grüße.txt'],
    ['in raw Shift_JIS', `filename="${encoded('会議の資料について.xlsx', 'shift_jis')}"`, '会議の資料について.xlsx'],
    ['with a path', 'filename="C:\\Users\\ada\\scan.pdf"', 'scan.pdf'],
    ['with a path upwards', 'filename="../../etc/passwd"', 'passwd'],
    ['that is a path', 'filename=".."', 'attachment-1.bin'],
    ['that reads backwards', `filename*=utf-8''invoice%E2%80%AEfdp.exe`, 'invoicefdp.exe'],
    ['without an end to its quotes', 'filename="report.pdf', 'report.pdf'],
    ['empty', 'filename=""', 'attachment-1.bin'],
  ])('are read: %s', async (_, parameters, name) => {
    expect(await disposition(parameters)).toBe(name.replace(/\.bin$/, ''));
  });

  test('may stand in the Content-Type alone', async () => {
    expect(await nameOf('Content-Type: application/pdf; name="=?utf-8?B?UsOpc3Vtw6k=?=.pdf"')).toBe('Résumé.pdf');
  });
});
