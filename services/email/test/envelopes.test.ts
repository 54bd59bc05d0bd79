import { buffer } from 'node:stream/consumers';
import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactOf, testArchive } from './parsing.ts';
import { SIGNED } from './signed-mail.ts';
import { attached, attribute, message, properties, tnef } from './tnef.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const read = (raw: string) => contactOf(archive, raw);
const mail = (...lines: string[]) => ['From: ada@example.org', 'Subject: s', ...lines].join('\r\n');
const mixed = (...parts: string[][]) =>
  mail('Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((lines) => ['--b', ...lines]), '--b--');
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
const stored = async (sha256: string | undefined) => (await buffer(await archive.get(sha256 ?? ''))).toString('utf8');
const details = async (raw: string) => (await read(raw)).details;

describe("Outlook's winmail.dat", () => {
  const pdf = attached('a long name of a report.pdf', Buffer.from('PDF'));
  const html = Buffer.from('<p>The lift is <b>stuck</b>.</p>');
  const wrapped = (file: Buffer, type = 'application/ms-tnef; name=winmail.dat') =>
    mail(`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '', base64(file));
  const picture = attached('logo.png', Buffer.from('PNG'), [
    { id: 0x3712, text: 'logo@x' },
    { id: 0x370e, text: 'image/png' },
  ]);

  test('gives its attachments and its words, and is kept', async () => {
    const contact = await read(wrapped(tnef(message({ id: 0x1000, text: 'Grüße: 你好' }), pdf)));
    expect(contact.fullText).toBe('Grüße: 你好');
    expect(contact.attachments).toMatchObject([
      { name: 'winmail.dat', mediaType: 'application/ms-tnef' },
      { name: 'a long name of a report.pdf', mediaType: 'application/pdf', size: 3, inline: false },
    ]);
    expect(contact.problem).toBeUndefined();
  });

  test('is known by its first bytes, whatever it is called', async () => {
    const contact = await read(wrapped(tnef(pdf), 'application/octet-stream; name=part2'));
    expect(contact.attachments.map(({ name }) => name)).toEqual(['part2', 'a long name of a report.pdf']);
  });

  test('may hold its words as HTML with pictures', async () => {
    const body = Buffer.concat([html, Buffer.from('<img src="cid:logo@x">')]);
    const file = tnef(message({ id: 0x1013, bytes: body }, { id: 0x3fde, number: 65001 }), picture);
    const contact = await read(wrapped(file));
    expect(contact.fullText).toBe('The lift is stuck.');
    expect(contact.attachments[1]).toMatchObject({ name: 'logo.png', inline: true });
    expect(await stored(contact.html)).toContain(`src="sha256:${contact.attachments[1]?.sha256}"`);
  });

  /** The example of MS-OXRTFCP §3.1. */
  const hello = '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0';
  const plainRtf = (rtf: string) => {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(rtf.length, 4);
    head.write('MELA', 8, 'latin1');
    return Buffer.concat([head, Buffer.from(rtf, 'latin1')]);
  };
  test.each([
    ['compressed', Buffer.from(hello, 'hex'), 'hello world'],
    [
      'in the charset of its font, and in Unicode',
      plainRtf(
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial;}}{\\*\\generator x;}\\f0 Gr\\'fc\\u223?e\\par{\\f1\\'cf\\'f0\\'e8}\\line \\u-10179?\\u-8704?}",
      ),
      'Grüße\nПри\n😀',
    ],
    [
      'that wraps HTML',
      plainRtf(
        '{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 The lift {\\*\\htmltag84 <b>}\\htmlrtf \\b\\htmlrtf0 is stuck{\\*\\htmltag92 </b>}{\\*\\htmltag72 </p>}}}',
      ),
      'The lift is stuck',
    ],
    ['broken', plainRtf("{\\rtf1 The lift {\\b is \\stuck \\'zz \\u"), 'The lift is'],
  ])('may hold its words as RTF: %s', async (_, rtf, words) => {
    const contact = await read(wrapped(tnef(message({ id: 0x1009, bytes: rtf }))));
    expect(contact.fullText.replace(/\s+$/, '')).toContain(words);
  });

  test('in a mail with words of its own adds no others', async () => {
    const file = tnef(message({ id: 0x1000, text: 'the same again' }), pdf);
    const contact = await read(
      mixed(
        ['Content-Type: text/plain', '', 'The lift.'],
        ['Content-Type: application/ms-tnef', 'Content-Transfer-Encoding: base64', '', base64(file)],
      ),
    );
    expect(contact.fullText).toBe('The lift.');
    expect(contact.attachments.map(({ name }) => name)).toEqual(['attachment-1.dat', 'a long name of a report.pdf']);
  });

  const whole = tnef(message({ id: 0x1000, text: 'The lift' }), pdf, attribute(1, 0x00069003, properties()));
  test.each(Array.from({ length: 12 }, (_, i) => Math.round((whole.length * (i + 1)) / 13)))(
    'that is cut off after %i bytes gives what there is',
    async (length) => {
      const contact = await read(wrapped(whole.subarray(0, length)));
      expect(contact.attachments[0]).toMatchObject({ name: 'winmail.dat', size: length });
    },
  );

  test('with sizes that are not there is kept as it is', async () => {
    const lying = Buffer.concat([whole.subarray(0, 11), Buffer.from('ffffffff', 'hex'), whole.subarray(15)]);
    expect((await read(wrapped(lying))).attachments).toHaveLength(1);
  });
});

describe('signed and encrypted mail', () => {
  test('opaquely signed is opened: its words and files are the mail', async () => {
    const contact = await read(
      mail(
        'Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
        'Content-Transfer-Encoding: base64',
        '',
        SIGNED,
      ),
    );
    expect(contact.fullText.trim()).toBe('Die unterschriebenen Worte: Grüße.');
    expect(contact.attachments.map(({ name }) => name)).toEqual(['smime.p7m', 'list.csv']);
    expect(contact.details).toMatchObject({ protection: { scheme: 'smime', signed: true, encrypted: false } });
    expect(contact.problem).toBeUndefined();
  });

  test('with a date in it that is none is kept as it is', async () => {
    // ContentInfo of signedData whose content is a GeneralizedTime of the letter x.
    const damaged = Buffer.from('301006092a864886f70d010702a003180178', 'hex');
    const contact = await read(
      mail(
        'Content-Type: application/pkcs7-mime; name=smime.p7m',
        'Content-Transfer-Encoding: base64',
        '',
        base64(damaged),
      ),
    );
    expect(contact.attachments.map(({ name }) => name)).toEqual(['smime.p7m']);
  });

  /** ContentInfo of envelopedData with nothing in it. */
  const enveloped = Buffer.from('300f06092a864886f70d010703a0023000', 'hex');
  test.each([
    [
      'S/MIME, encrypted',
      mail(
        'Content-Type: application/pkcs7-mime; name=smime.p7m',
        'Content-Transfer-Encoding: base64',
        '',
        base64(enveloped),
      ),
      { scheme: 'smime', signed: false, encrypted: true },
    ],
    [
      'S/MIME, signed beside',
      mail(
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
        '',
        '--b',
        '',
        'The lift.',
        '--b',
        'Content-Type: application/pkcs7-signature; name=smime.p7s',
        '',
        'x',
        '--b--',
      ),
      { scheme: 'smime', signed: true, encrypted: false },
    ],
    [
      'PGP/MIME, encrypted',
      mail(
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
        '',
        '--b',
        'Content-Type: application/pgp-encrypted',
        '',
        'Version: 1',
        '--b',
        'Content-Type: application/octet-stream; name=encrypted.asc',
        '',
        '-----BEGIN PGP MESSAGE-----',
        '--b--',
      ),
      { scheme: 'pgp', signed: false, encrypted: true },
    ],
    [
      'PGP in the text, encrypted',
      mail('', '-----BEGIN PGP MESSAGE-----', '', 'hQEMA', '-----END PGP MESSAGE-----'),
      { scheme: 'pgp', signed: false, encrypted: true },
    ],
    [
      'PGP in the text, signed',
      mail('', '-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA256', '', 'The lift.', '-----BEGIN PGP SIGNATURE-----'),
      { scheme: 'pgp', signed: true, encrypted: false },
    ],
  ])('is marked: %s', async (_, raw, protection) => {
    expect(await details(raw)).toMatchObject({ protection });
  });

  test('is not seen where there is none', async () => {
    expect(await details(mail('', 'We write -----BEGIN PGP MESSAGE----- in a line.'))).not.toHaveProperty('protection');
  });
});

describe('invitations', () => {
  const calendar = (...lines: string[]) =>
    [
      'BEGIN:VCALENDAR',
      'METHOD:REQUEST',
      'BEGIN:VTIMEZONE',
      'TZID:x',
      'DTSTART:19700101T000000',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      ...lines,
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
  const event = calendar(
    'SUMMARY;LANGUAGE=de:Übergabe der Schl',
    ' üssel\\, Haus 4',
    'LOCATION:Room 4.12',
    'DTSTART;TZID="W. Europe Standard Time":20261102T090000',
    'DTEND;TZID=Europe/Berlin:20261102T100000',
    'ORGANIZER;CN="Ada: the first":mailto:ada@example.org',
    'BEGIN:VALARM',
    'SUMMARY:no',
    'END:VALARM',
  );
  const invite = (body: string) =>
    Buffer.from(mail('Content-Type: text/calendar; charset=utf-8; method=REQUEST', '', body)).toString('latin1');

  test('are read, and are the text where there is no other', async () => {
    const contact = await read(invite(event));
    expect(contact.details).toMatchObject({
      invitation: {
        method: 'request',
        summary: 'Übergabe der Schlüssel, Haus 4',
        location: 'Room 4.12',
        start: '2026-11-02T08:00:00.000Z',
        end: '2026-11-02T09:00:00.000Z',
        organizer: 'Ada: the first <ada@example.org>',
      },
    });
    expect(contact.fullText).toBe(
      'Invitation: Übergabe der Schlüssel, Haus 4, 2026-11-02 08:00 UTC to 2026-11-02 09:00 UTC, Room 4.12. Organised by Ada: the first <ada@example.org>.',
    );
    expect(contact.attachments).toMatchObject([{ name: 'attachment-1.ics', mediaType: 'text/calendar' }]);
  });

  test.each([
    ['DTSTART:20261102T090000Z', '2026-11-02T09:00:00.000Z'],
    ['DTSTART;VALUE=DATE:20261102', '2026-11-02'],
    ['DTSTART:20261102T090000', '2026-11-02T09:00:00'],
    ['DTSTART;TZID=Kontoruhr:20261102T090000', '2026-11-02T09:00:00 Kontoruhr'],
    ['DTSTART;TZID=/freeassociation.sourceforge.net/America/New_York:20260702T090000', '2026-07-02T13:00:00.000Z'],
  ])('say when, as sure as it is: %s', async (line, start) => {
    expect(await details(invite(calendar(line)))).toMatchObject({ invitation: { start } });
  });

  test('say when they end by how long they last', async () => {
    expect(await details(invite(calendar('DTSTART:20261102T090000Z', 'DURATION:PT1H30M')))).toMatchObject({
      invitation: { end: '2026-11-02T10:30:00.000Z' },
    });
  });

  test.each(['', 'BEGIN:VCALENDAR', 'no calendar', calendar('DTSTART:tomorrow').replace('BEGIN:VEVENT', '')])(
    'are kept where they cannot be read: %j',
    async (body) => {
      expect((await read(invite(body))).attachments).toHaveLength(1);
    },
  );
});
