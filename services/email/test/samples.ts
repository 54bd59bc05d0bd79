import iconv from 'iconv-lite';
import { SIGNED } from './signed-mail.ts';
import { attached, message, tnef } from './tnef.ts';

const HEAD = [
  'From: "Müller, Ada" <ada@example.org>',
  'To: Desk <desk@example.org>',
  'Subject: =?utf-8?Q?Der_Aufzug_h=C3=A4ngt?=',
];
const HISTORY = ['', 'On Mon, 2 Nov 2026 at 09:00, Bo <bo@example.org> wrote:', '> Is it the left one?', '>', '> Bo'];
const mail = (...lines: string[]) => Buffer.from([...HEAD, ...lines].join('\r\n'));
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
const part = (...lines: string[]) => ['--b', ...lines].join('\r\n');
const mixed = (...parts: string[]) => mail('Content-Type: multipart/mixed; boundary="b"', '', ...parts, '--b--', '');

/** One mail of each kind that there is a reader for. */
export function samples(): Buffer[] {
  const text = part('Content-Type: text/plain; charset=utf-8', '', 'Der Aufzug hängt. Tel. +49 30 1234567', ...HISTORY);
  const html = part(
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<html><head><style>p{}</style></head><body><p>Der Aufzug h=C3=A4ngt.<img src=3D"cid:logo@x">',
    '<a href=3D"https://example.org/x">hier</a></p><blockquote type=3Dcite><p>&gt; links?</p></blockquote></body></html>',
  );
  const picture = part(
    'Content-Type: image/png; name*0*=utf-8\'\'Auf%C3%BC; name*1="zug.png"',
    'Content-ID: <logo@x>',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: inline',
    '',
    base64(Buffer.alloc(300, 'png')),
  );
  const rtf = Buffer.from("{\\rtf1\\ansi\\ansicpg1252\\fromhtml1{\\*\\htmltag64 <p>}h\\'e4ngt \\u8364?\\par}");
  const rtfHead = Buffer.from('00000000a00000004d454c4100000000', 'hex');
  const winmail = tnef(
    message({ id: 0x1009, bytes: Buffer.concat([rtfHead, rtf]) }, { id: 0x3fde, number: 65001 }),
    attached('report.pdf', Buffer.from('PDF'), [{ id: 0x3712, text: 'logo@x' }]),
  );
  const calendar = [
    'BEGIN:VCALENDAR',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'SUMMARY:Übergabe',
    'DTSTART;TZID="W. Europe Standard Time":20261102T090000',
    'DURATION:PT1H',
    'ORGANIZER;CN=Ada:mailto:ada@example.org',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const report = [
    'Final-Recipient: rfc822; bo@example.org',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 no such user',
  ];
  const forward = [
    'FYI',
    '',
    '---------- Forwarded message ---------',
    'From: Bo <bo@example.org>',
    'Date: Mon, 2 Nov 2026 09:00:00 +0100',
    'Subject: Aufzug',
    'To: <desk@example.org>',
    '',
    'Der Aufzug hängt.',
  ];
  return [
    mail(
      'Message-ID: <a@x>',
      'References: <b@x> <c@x>',
      'In-Reply-To: <c@x>',
      '',
      'Der Aufzug hängt.',
      ...HISTORY,
      '-- ',
      'Ada',
    ),
    mail('Content-Type: multipart/alternative; boundary=b', '', text, html, '--b--'),
    mixed(text, picture, part('Content-Type: text/plain', '', 'Liste der Haustechnik')),
    mixed(text, part('Content-Type: message/rfc822', '', mail('', 'innen').toString())),
    mixed(part('Content-Type: text/vcard', '', 'BEGIN:VCARD\r\nFN:Ada\r\nTEL:+49 30 1234567\r\nEND:VCARD'), text),
    mail(
      'Content-Type: text/plain; format=flowed; delsp=yes',
      '',
      'Der Auf ',
      'zug hängt. ',
      '> links? ',
      '> rechts?',
      '-- ',
      'Ada',
    ),
    mail('Content-Type: text/enriched', '', '<bold>Der</bold> <color><param>red</param>Aufzug</color>'),
    mail('Content-Type: text/calendar; method=REQUEST; charset=utf-8', '', ...calendar),
    mail(
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
      base64(winmail),
    ),
    mail('Content-Type: application/pkcs7-mime; name=smime.p7m', 'Content-Transfer-Encoding: base64', '', SIGNED),
    mail('', 'Siehe:', 'begin 644 a.txt', '#86)C', '`', 'end', 'Ada'),
    mail(
      'Auto-Submitted: auto-replied',
      'Return-Path: <>',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      text,
      part('Content-Type: message/delivery-status', '', ...report),
      '--b--',
    ),
    mail(
      'Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.org; dkim=fail (bad); dmarc=pass',
      '',
      ...forward,
    ),
    mail(
      '',
      '-----BEGIN PGP SIGNED MESSAGE-----',
      'Hash: SHA256',
      '',
      'Der Aufzug',
      '-----BEGIN PGP SIGNATURE-----',
      'x',
    ),
    ...(['koi8-r', 'gb18030', 'shift_jis', 'windows-1252'] as const).map((charset) =>
      Buffer.concat([
        Buffer.from('From: a@example.org\r\nSubject: '),
        iconv.encode('打印 Лифт é\r\n\r\nЛифт не работает, 打印机坏了 café プリンタ', charset),
      ]),
    ),
  ];
}
