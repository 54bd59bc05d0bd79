import { describe, expect, test } from '@jest/globals';
import { visibleText } from '../src/visible.ts';

const OWN = 'Hello desk,\n\nthe printer still jams, see room 4.\n\nRegards\nAda';
const lines = (...all: string[]) => all.join('\n');

const ATTRIBUTIONS: readonly (readonly [string, string])[] = [
  ['English, Gmail, folded', 'On Tue, Mar 3, 2026 at 10:05 AM Service Desk <desk@example.org\n> wrote:'],
  ['English, Outlook for Mac', 'On 3/3/26, 9:12 AM, "Service Desk" <desk@example.org> wrote:'],
  ['English, Thunderbird', 'Service Desk wrote on 3/3/2026 9:12 AM:'],
  ['English, mutt', 'On Tue, Mar 03, 2026 at 09:12:40AM +0100, Service Desk wrote:'],
  ['English, Zoho', '---- On Tue, 03 Mar 2026 09:12:40 +0100 Service Desk <desk@example.org> wrote ----'],
  ['English, plain', 'Service Desk wrote:'],
  ['English, mailto', 'On 3 Mar 2026, at 09:12, Service Desk [mailto:desk@example.org] wrote:'],
  ['German, Gmail on Android', 'Service Desk <desk@example.org> schrieb am Di., 3. März 2026, 09:12:'],
  ['German, Horde', 'Zitat von Service Desk <desk@example.org>:'],
  ['French, Gmail', 'Le mar. 3 mars 2026 à 09:12, Service Desk <desk@example.org> a\nécrit :'],
  ['Spanish', 'El 3/3/26 a las 9:12, Service Desk escribió:'],
  ['Portuguese, folded in the date', 'Em ter., 3 de mar. de\n2026 às 14:20, Service Desk <desk@example.org> escreveu:'],
  ['Italian', 'Il 03/03/26 09:12, Service Desk ha scritto:'],
  ['Dutch', 'Op 3-3-2026 om 09:12 schreef Service Desk:'],
  ['Danish', 'Den tir. 3. mar. 2026 kl. 09.12 skrev Service Desk <desk@example.org>:'],
  ['Norwegian', 'tir. 3. mars 2026 kl. 09:12 skrev Service Desk <desk@example.org>:'],
  ['Finnish', 'ti 3. maalisk. 2026 klo 9.12 Service Desk (desk@example.org) kirjoitti:'],
  ['Czech', 'út 3. 3. 2026 v 9:12 odesílatel Service Desk <desk@example.org> napsal:'],
  ['Slovak', 'ut 3. 3. 2026 o 9:12 Service Desk <desk@example.org> napísal(a):'],
  ['Hungarian', 'Service Desk <desk@example.org> ezt írta (időpont: 2026. márc. 3., K, 9:12):'],
  ['Romanian', 'În mar., 3 mar. 2026 la 09:12, Service Desk <desk@example.org> a scris:'],
  ['Ukrainian', 'вт, 3 бер. 2026 р. о 09:12 Service Desk <desk@example.org> пише:'],
  ['Russian, Gmail without a verb', 'вт, 3 мар. 2026 г. в 09:12, Служба <desk@example.org>:'],
  ['Bulgarian', 'На вт, 3.03.2026 г. в 9:12 Service Desk <desk@example.org> написа:'],
  ['Croatian', 'uto, 3. ožu 2026. u 09:12 Service Desk <desk@example.org> napisao je:'],
  ['Greek', 'Στις Τρί 3 Μαρ 2026 στις 9:12 π.μ., ο/η Service Desk <desk@example.org> έγραψε:'],
  ['Japanese, Thunderbird', 'On 2026/03/03 9:12, サービスデスク wrote:'],
  ['Chinese, Gmail', '服务台 <desk@example.org> 于2026年3月3日周二 09:12写道：'],
  ['Chinese, Apple', '在 2026年3月3日，09:12，服务台 <desk@example.org> 写道：'],
  ['Korean', '2026년 3월 3일 (화) 오전 9:12, 서비스 <desk@example.org>님이 작성:'],
  [
    'Hebrew',
    '\u202bבתאריך יום ג׳, 3 במרץ 2026 ב-9:12 מאת \u202aDesk\u202c <\u202adesk@example.org\u202c\u200f>:\u202c',
  ],
  ['Arabic', 'في الثلاثاء، ٣ مارس ٢٠٢٦ في ٩:١٢ ص تمت كتابة ما يلي بواسطة Desk <desk@example.org>:'],
  ['Vietnamese', 'Vào Th 3, 3 thg 3, 2026 vào lúc 09:12 Desk <desk@example.org> đã viết:'],
  ['Thai', 'ในวันที่ อ. 3 มี.ค. 2026 เวลา 09:12 Desk <desk@example.org> เขียนว่า:'],
  ['Indonesian', 'Pada tanggal Sel, 3 Mar 2026 pukul 09.12 Desk <desk@example.org> menulis:'],
  ['Lithuanian', '2026-03-03, an, 09:12 Desk <desk@example.org> rašė:'],
  ['a language that nobody told it', 'Ngo-3 Mas 2026 09:12, Desk <desk@example.org> ubhale:'],
];

describe('the lines that announce a quote go with it', () => {
  test.each(ATTRIBUTIONS)('above a quote: %s', (_, attribution) => {
    expect(visibleText(lines(OWN, '', attribution, '', '> Does it jam?', '> Desk'))).toBe(OWN);
  });
  test.each(ATTRIBUTIONS)('right below the last word: %s', (_, attribution) => {
    expect(visibleText(lines(OWN, attribution, '> Does it jam?'))).toBe(OWN);
  });
  test.each(ATTRIBUTIONS)('above an answer below the quote: %s', (_, attribution) => {
    expect(visibleText(lines(attribution, '> Does it jam?', '', OWN))).toBe(OWN);
  });
  test.each(ATTRIBUTIONS)('within the quote: %s', (_, attribution) => {
    const quote = lines(attribution, '', 'Does it jam?').replaceAll(/^/gm, '> ');
    expect(visibleText(lines(OWN, '', quote))).toBe(OWN);
  });
  test.each(ATTRIBUTIONS)('among answers: %s', (_, attribution) => {
    const answers = lines('> Does it jam?', '', 'Yes.', '', '> Which room?', '', 'Four.');
    expect(visibleText(lines('Hi,', '', attribution, '', answers))).toBe(lines('Hi,', '', answers));
  });
  const marked = ATTRIBUTIONS.filter(([name]) => !/plain|Horde|nobody/.test(name));
  test.each(marked)('above history without a mark: %s', (_, attribution) => {
    expect(visibleText(lines(OWN, '', attribution, '', 'Does it jam?', 'Desk'))).toBe(OWN);
  });
});

const HEADERS: readonly (readonly string[])[] = [
  ['From: Desk', 'Sent: Monday, 2 March 2026 16:48', 'To: Ada', 'Subject: RE: jam'],
  ['*From:* Desk <desk@example.org>', '*Date:* Monday, 2 March 2026 at 16:48', '*To:* Ada', '*Subject:* Re: jam'],
  ['Gesendet: Dienstag, 3. März 2026 um 09:12 Uhr', 'Von: "Desk" <desk@example.org>', 'An: a@x.org', 'Betreff: Stau'],
  ['De : Desk <desk@example.org>', 'Date : mardi 3 mars 2026 à 09:12', 'À : Ada', 'Objet : Re: imprimante'],
  ['De: Desk <desk@example.org>', 'Enviado el: martes, 3 de marzo de 2026 9:12', 'Para: Ada', 'Asunto: RE: atasco'],
  ['De: Desk', 'Enviada em: terça-feira, 3 de março de 2026 09:12', 'Para: Ada', 'Assunto: RES: papel'],
  ['Fra: Desk <desk@example.org>', 'Sendt: 3. marts 2026 09:12', 'Til: Ada', 'Emne: SV: papir'],
  [
    'Lähettäjä: Desk <desk@example.org>',
    'Lähetetty: tiistai 3. maaliskuuta 2026 9.12',
    'Vastaanottaja: Ada',
    'Aihe: VS: x',
  ],
  ['Feladó: Desk <desk@example.org>', 'Elküldve: 2026. március 3., kedd 9:12', 'Címzett: Ada', 'Tárgy: RE: papír'],
  ['Odosielateľ: Desk <desk@example.org>', 'Odoslané: utorok 3. marca 2026 9:12', 'Komu: Ada', 'Predmet: RE: papier'],
  ['De la: Desk <desk@example.org>', 'Trimis: marți, 3 martie 2026 09:12', 'Către: Ada', 'Subiect: RE: hârtie'],
  ['Kimden: Desk <desk@example.org>', 'Gönderildi: 3 Mart 2026 Salı 09:12', 'Kime: Ada', 'Konu: YNT: kâğıt'],
  ['Від: Desk <desk@example.org>', 'Надіслано: вівторок, 3 березня 2026 р. 09:12', 'Кому: Ada', 'Тема: RE: папір'],
  ['Από: Desk <desk@example.org>', 'Στάλθηκε: Τρίτη, 3 Μαρτίου 2026 9:12', 'Προς: Ada', 'Θέμα: ΑΠ: χαρτί'],
  [
    '보낸 사람: Desk <desk@example.org>',
    '보낸 날짜: 2026년 3월 3일 화요일 오전 9:12',
    '받는 사람: Ada',
    '제목: RE: 종이',
  ],
  ['寄件者: Desk <desk@example.org>', '寄件日期: 2026年3月3日 上午 09:12', '收件者: Ada', '主旨: RE: 紙'],
  ['מאת: Desk <desk@example.org>', 'נשלח: יום שלישי 3 מרץ 2026 09:12', 'אל: Ada', 'נושא: RE: נייר'],
  ['من: Desk <desk@example.org>', 'تم الإرسال: الثلاثاء، 3 مارس 2026 09:12', 'إلى: Ada', 'الموضوع: RE: ورق'],
  [
    'Od: Desk <desk@example.org>',
    'Poslano: utorak, 3. ožujka 2026. 9:12',
    'Za: Ada; Bo <bo@example.org>;',
    ' Cy <cy@example.org>',
    'Predmet: RE: papir',
  ],
  ['Isuka: Desk <desk@example.org>', 'Ithunyelwe: 3 Mashi 2026 09:12', 'Iya: Ada <a@x.org>', 'Isihloko: RE: iphepha'],
];

describe('a header block begins history', () => {
  test.each(HEADERS)('%s', (...header) => {
    expect(visibleText(lines(OWN, '', ...header, '', 'Does it jam?', 'Desk'))).toBe(OWN);
    expect(visibleText(lines(OWN, '', '_'.repeat(32), ...header, '', 'Does it jam?', 'Desk'))).toBe(OWN);
    expect(visibleText(lines(...header, '', 'Does it jam?', '', 'Desk'))).toBe(lines('Does it jam?', '', 'Desk'));
    expect(visibleText(lines(...header.map((line) => `> ${line}`), '> ', '> Does it jam?'))).toBe('Does it jam?');
  });
  test.each([
    '-----Original Message-----',
    '-----Ursprüngliche Nachricht-----',
    "-----Message d'origine-----",
    '-----Mensaje original-----',
    '-----Messaggio originale-----',
    '-----Mensagem original-----',
    '-----Oorspronkelijk bericht-----',
    '-----Ursprungligt meddelande-----',
    '-----Oprindelig meddelelse-----',
    '-----Alkuperäinen viesti-----',
    '---------- Wiadomość oryginalna ----------',
    '-----Eredeti üzenet-----',
    '-----Orijinal İleti-----',
    '-------- Исходное сообщение --------',
    '-------- 원본 메일 --------',
    '------------------ 原始邮件 ------------------',
    '-----元のメッセージ-----',
    '-----הודעה מקורית-----',
    '-----الرسالة الأصلية-----',
    '##- Please type your reply above this line -##',
    '--- Bitte oberhalb dieser Linie antworten ---',
    'Begin forwarded message:',
    'Anfang der weitergeleiteten Nachricht:',
  ])('so does %s', (divider) => {
    expect(visibleText(lines(OWN, '', divider, '', 'Does it jam?', 'Desk'))).toBe(OWN);
  });
});

describe('what programs and signatures add goes', () => {
  test.each([
    'Sent from my iPhone',
    'Get Outlook for iOS<https://aka.ms/o0ukef>',
    'Sent from Yahoo Mail on Android',
    'Sent with Proton Mail secure email.',
    'Sent with [Proton Mail](https://proton.me/) secure email.',
    'Von meinem iPhone gesendet',
    'Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.',
    'Envoyé de mon iPhone',
    'Enviado desde mi iPhone',
    'Enviado do meu iPhone',
    'Verstuurd vanaf mijn iPhone',
    'Skickat från min iPhone',
    'Sendt fra min iPhone',
    'Lähetetty iPhonesta',
    'Wysłane z iPhone’a',
    'Odesláno z iPhonu',
    'Odoslané z iPhonu',
    'Az iPhone-omról küldve',
    'Trimis de pe iPhone-ul meu',
    "iPhone'umdan gönderildi",
    'Отправлено с iPhone',
    'Надіслано з iPhone',
    'Στάλθηκε από το iPhone μου',
    'iPhoneから送信',
    '发自我的 iPhone',
    '從我的 iPhone 傳送',
    '나의 iPhone에서 보냄',
    'נשלח מה-iPhone שלי',
    'أُرسلت من الـ iPhone',
  ])('%s', (line) => {
    expect(visibleText(lines(OWN, '', line))).toBe(OWN);
    expect(visibleText(lines(OWN, '', line, '', 'On Monday Bo wrote:', '> Does it jam?'))).toBe(OWN);
  });
  test('a signature above and below the history', () => {
    const quote = lines('On Monday Bo wrote:', '> Does it jam?');
    expect(visibleText(lines(OWN, '', '-- ', 'Ada', 'Room 4', '', quote))).toBe(OWN);
    expect(visibleText(lines(OWN, '', quote, '', '-- ', 'Ada', 'Room 4'))).toBe(OWN);
    expect(visibleText(lines(OWN, '', quote, '', 'This message is confidential.'))).toBe(OWN);
  });
});

describe('own words stay', () => {
  test.each([
    ['a sender in prose', 'From: what I can see it is broken.\nTo: be honest, I gave up.'],
    ['a form with places', 'Please move us:\n\nVon: Halle 3\nAn: Büro 2\nDatum: 3.3.2026\n\nDanke'],
    ['a form with a subject', 'From: Hall 3\nTo: Office 2\nSubject: moving\n\nThanks'],
    ['what the person wrote before', 'On Monday 3 March 2026 at 09:12 I wrote to you:\n\nthe lift is stuck. Still is.'],
    ['a deadline', 'Please answer to ada@example.org by 3.3.2026 12:00 with the following:\n\nname and room.'],
    ['a log that is quoted', 'I see this in the log:\n\n> error 12\n> error 13\n\nWhat now?'],
    ['a log at the end', 'I see this in the log:\n\n> error 12\n> error 13'],
    ['rules', 'First.\n\n----- job stock -----\nStatus: bad\n----- end -----\n\nPlease help.'],
    ['a parcel', 'Hi,\n\nAbsender: Lager 3\nEmpfänger: Büro\nDatum: 03.03.2026\nBetreff: Paket\n\nEs fehlt.'],
    ['a comparison', '$ diff a b\n> new line\n> other\n---\n< old\n\nWhy?'],
    ['an arrow', 'Press File > Print > OK.\n\nNothing happens.'],
    [
      'a phone that is the matter',
      'My new phone is broken.\n\nI sent the photo with Outlook from my iPhone yesterday.',
    ],
    ['a German phone', 'Ich habe das Foto vom Handy gesendet'],
    ['a list with dashes', 'We need:\n-- two chairs\n-- one table'],
    ['words in a language that nobody told it', 'Sawubona, iprinta ayisebenzi: igumbi 4.\n\nNgiyabonga'],
  ])('%s', (_, text) => {
    expect(visibleText(text)).toBe(text);
  });
  test('also where all there is looks like history', () => {
    expect(visibleText('> does it work?')).toBe('> does it work?');
    expect(visibleText('On Monday Bo wrote:')).toBe('On Monday Bo wrote:');
    expect(visibleText('-- \nAda')).toBe('-- \nAda');
    expect(visibleText('Sent from my iPhone')).toBe('Sent from my iPhone');
  });
  test('below the quote as above it', () => {
    expect(visibleText(lines('Hi Bo,', '', 'On Monday Bo wrote:', '> Does it jam?', '', 'Yes, it does.'))).toBe(
      lines('Hi Bo,', '', 'Yes, it does.'),
    );
  });
});
