import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { decode } from '../src/charset.ts';
import { contactOf, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const mail = (header: string, body: Buffer | string) =>
  Buffer.concat([Buffer.from(`From: ada@example.org\r\n${header}\r\n\r\n`, 'latin1'), Buffer.from(body as Buffer)]);
const read = (raw: Buffer | string) => contactOf(archive, raw);

/** What people write to a help desk, in the charset of their time and place. */
const WRITTEN: readonly (readonly [charset: string, text: string])[] = [
  ['koi8-r', 'Принтер не печатает'],
  ['koi8-r', 'Здравствуйте! У меня не открывается почта. Пожалуйста, помогите.'],
  ['koi8-r', 'СРОЧНО: НЕ РАБОТАЕТ ЛИФТ'],
  ['koi8-u', 'Добрий день! Не працює принтер у кімнаті 214, будь ласка, допоможіть.'],
  ['windows-1251', 'Принтер не печатает'],
  ['windows-1251', 'Здравствуйте! У меня не открывается почта. Пожалуйста, помогите.'],
  ['windows-1251', 'Не працює принтер у кімнаті, будь ласка'],
  ['iso-8859-5', 'Здравствуйте! У меня не открывается почта. Пожалуйста, помогите.'],
  ['cp866', 'Здравствуйте! У меня не открывается почта. Пожалуйста, помогите.'],
  ['gb18030', '打印机坏了'],
  ['gb18030', '您好，我的打印机坏了，请尽快派人来修理。谢谢！'],
  ['big5', '印表機壞了'],
  ['big5', '您好，會議室的投影機不能用，請儘快派人來修理。謝謝！'],
  ['shift_jis', 'プリンタが動きません'],
  ['shift_jis', 'お世話になっております。会議室の鍵がありません。ご確認ください。'],
  ['euc-jp', 'プリンタが動きません'],
  ['euc-jp', 'お世話になっております。会議室の鍵がありません。ご確認ください。'],
  ['euc-kr', '프린터가 고장났습니다'],
  ['euc-kr', '안녕하세요. 회의실 프로젝터가 켜지지 않습니다. 확인 부탁드립니다.'],
  ['windows-1252', 'Grüße aus Zürich'],
  ['windows-1252', 'Le café est fermé à 18h, merci d’avance'],
  ['windows-1252', '¿Cuándo estará reparada la impresora? Mañana no podré.'],
  ['windows-1252', 'Não consigo imprimir, a impressora está avariada.'],
  ['windows-1252', 'Prix : 5 € – “offre”'],
  ['windows-1252', 'ÄRGER MIT DEM AUFZUG IM ÜBERGANG'],
  ['iso-8859-2', 'Na štriku se suši šosić, molim vas pomozite.'],
  ['iso-8859-2', 'Dobrý den, tiskárna nefunguje, prosím o opravu. Děkuji'],
  ['iso-8859-2', 'Drukarka nie działa, proszę o pomoc. Dziękuję bardzo'],
  ['windows-1250', 'Dobrý den, v žádné místnosti nefunguje topení. Děkuji'],
  ['windows-1250', 'Żądanie: proszę o pomoc z drukarką, nie działa łącze.'],
  ['windows-1253', 'Καλημέρα, ο εκτυπωτής δεν λειτουργεί'],
  ['windows-1254', 'Yazıcı çalışmıyor, lütfen yardım edin, teşekkürler'],
  ['windows-1255', 'שלום, המדפסת לא עובדת. תודה'],
  ['windows-1256', 'مرحبا، الطابعة لا تعمل. شكرا'],
  ['windows-874', 'สวัสดีครับ เครื่องพิมพ์เสีย'],
];

describe('text that declares no charset', () => {
  test.each(WRITTEN)('is read: %s, %s', async (charset, text) => {
    const contact = await read(mail('X-Mailer: old', iconv.encode(`${text}\r\n`, charset)));
    expect(contact.fullText.trim()).toBe(text);
    expect(contact.problem).toBeUndefined();
  });

  test.each(['us-ascii', 'x-unknown', 'unknown-8bit', 'ANSI_X3.4-1968'])(
    'and text that declares nothing by %s is read alike',
    async (label) => {
      const body = iconv.encode('Принтер не печатает', 'koi8-r');
      expect((await read(mail(`Content-Type: text/plain; charset=${label}`, body))).text).toBe('Принтер не печатает');
    },
  );

  test.each([
    ['ISO-2022-JP', '\x1b$B%W%j%s%?$,F0$+$J$$\x1b(B', 'プリンタが動かない'],
    ['ISO-2022-JP with half-width katakana', '\x1b(IGTVCM\x1b(B ok', 'ﾇﾔﾖﾃﾍ ok'],
    ['ISO-2022-KR', '\x1b$)C\r\n\x0eH8@G\x0f ok', '회의 ok'],
  ])('is read where its bytes announce it: %s', async (_, body, text) => {
    const contact = await read(mail('X-Mailer: old', Buffer.from(body, 'latin1')));
    expect(contact.fullText.trim()).toBe(text);
  });

  test('is told by what the mail says elsewhere, where it could be several', async () => {
    const body = iconv.encode('会議室', 'euc-jp');
    expect((await read(mail('Content-Language: ja', body))).text).toBe('会議室');
    expect((await read(mail('Subject: =?euc-jp?B?wrK2x7qz?=', body))).text).toBe('会議室');
    const html = (markup: Buffer) =>
      Buffer.concat([
        Buffer.from('<html><head><meta http-equiv=Content-Type content="text/html; charset=euc-jp"></head>'),
        markup,
      ]);
    expect((await read(mail('Content-Type: text/html', html(body)))).text).toBe('会議室');
  });
});

describe('text that declares a wrong charset', () => {
  test.each(['us-ascii', 'iso-8859-1', 'windows-1252', 'koi8-r', 'gb2312', 'euc-kr'])(
    'is UTF-8 where it can be nothing else: %s',
    async (label) => {
      const text = 'Grüße, 您好世界，今天打印机坏了';
      const contact = await read(mail(`Content-Type: text/plain; charset=${label}`, Buffer.from(text)));
      expect(contact.text).toBe(text);
      expect(contact.problem).toBeUndefined();
    },
  );

  test('is read as it looks, and says so: Latin-1 that calls itself UTF-8', async () => {
    const contact = await read(
      mail('Content-Type: text/plain; charset=utf-8', Buffer.from('Grüße aus Zürich', 'latin1')),
    );
    expect(contact.text).toBe('Grüße aus Zürich');
    expect(contact.problem?.message).toContain('utf-8');
  });

  test('keeps what is right of it, where only a little is damaged', async () => {
    const body = Buffer.concat([Buffer.from('Здравствуйте, коллеги'), Buffer.from([0xaa]), Buffer.from('!')]);
    const contact = await read(mail('Content-Type: text/plain; charset=utf-8', body));
    expect(contact.text).toBe('Здравствуйте, коллеги\uFFFD!');
    expect(contact.problem?.message).toContain('utf-8');
  });

  test('is left as it is where it was decoded wrongly before it was sent', () => {
    expect(decode(Buffer.from('GrÃ¼ÃŸe'), 'utf-8').text).toBe('GrÃ¼ÃŸe');
  });
});

describe('charset labels', () => {
  test.each([
    ['"utf-8"', Buffer.from('Zürich'), 'Zürich'],
    ['UTF8', Buffer.from('Zürich'), 'Zürich'],
    ['iso-8859-1', Buffer.from('5 \x80', 'latin1'), '5 €'],
    ['ks_c_5601-1987', iconv.encode('고맙습니다', 'euc-kr'), '고맙습니다'],
    ['cp949', iconv.encode('고맙습니다', 'euc-kr'), '고맙습니다'],
    ['cp932', iconv.encode('①高橋', 'shift_jis'), '①高橋'],
    ['gb2312', iconv.encode('朱镕基', 'gbk'), '朱镕基'],
    ['unicode-1-1-utf-7', Buffer.from('Z+APw-rich'), 'Zürich'],
    ['hz-gb-2312', Buffer.from('~{<:Ky2;~} ok'), '己所不 ok'],
    ['utf-16', iconv.encode('Zürich', 'utf-16'), 'Zürich'],
    ['utf-16', Buffer.from('plainly not'), 'plainly not'],
    ['macintosh', Buffer.from('Z\x9frich', 'latin1'), 'Zürich'],
  ])('mean what mail programs mean by them: %s', (label, bytes, text) => {
    expect(decode(bytes, label)).toMatchObject({ text, fault: undefined });
  });

  test('that are not declared do not hide a byte order mark', () => {
    expect(decode(Buffer.from('\ufeffZürich'), undefined).text).toBe('Zürich');
    expect(decode(iconv.encode('Zürich', 'utf-16le', { addBOM: true }), undefined).text).toBe('Zürich');
  });
});
