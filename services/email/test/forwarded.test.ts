import type { Archive } from '@callbook/archive';
import type { Contact } from '@callbook/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Desk } from '../src/desk.ts';
import { contactOf, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const DESK: Desk = { ours: ['desk@example.org'], agents: ['agent@example.org', '@staff.example.org'] };
const raw = (headers: readonly string[], text: string) =>
  Buffer.from(
    [...headers, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text].join('\r\n'),
  );
const read = (headers: readonly string[], text = 'Room 214.', desk = DESK) =>
  contactOf(archive, raw(headers, text), 'desk', desk);
const details = ({ details }: Contact) => (details.channel === 'email' ? details : undefined);
const may = (contact: Contact) => details(contact)?.acknowledge?.may;

const OUTLOOK = (name = 'Ada Lovelace') => `Von: ${name} <ada@example.net>
Gesendet: Mittwoch, 4. März 2026 09:58
An: Bo <bo@example.org>
Betreff: Pumpe steht

Guten Tag,

Pumpe 3 steht.

Ada`;
const GMAIL = `---------- Forwarded message ---------
From: Ada Lovelace <ada@example.net>
Date: Wed, 4 Mar 2026 at 13:37
Subject: Lift
To: <bo@example.org>


Our lift is stuck.`;
const APPLE = `Begin forwarded message:

> From: Ada Lovelace <ada@example.net>
> Subject: Lift
> Date: 4 March 2026 at 13:37:00 GMT
> To: bo@example.org
>
> Our lift is stuck.`;
const THUNDERBIRD = `-------- Weitergeleitete Nachricht --------
Betreff: Aufzug
Datum: Wed, 4 Mar 2026 13:37:00 +0100
Von: Ada Lovelace <ada@example.net>
An: bo@example.org

Unser Aufzug steht.`;
const NOTES = `----- Weitergeleitet von Bo Hansen/Zentrale/ACME am 04.03.2026 12:18 -----

Von:    "Ada Lovelace" <ada@example.net>
An:     zentrale@example.org
Datum:  04.03.2026 12:11
Betreff:        Wasser

Wasser im Keller.`;
const FRENCH = `De : Ada Lovelace [mailto:ada@example.net]
Envoyé : mercredi 4 mars 2026 09:58
À : Bo
Objet : Ascenseur

L'ascenseur est bloqué.`;
const FORWARDER = ['From: Bo Hansen <bo@example.org>', 'To: desk@example.org', 'In-Reply-To: <a@x.org>'];

describe('of a forwarded mail', () => {
  test.each([
    ['Outlook', 'WG: Pumpe steht', OUTLOOK(), 'Guten Tag,\n\nPumpe 3 steht.\n\nAda'],
    ['Gmail', 'Fwd: Lift', GMAIL, 'Our lift is stuck.'],
    ['Gmail with its subject changed', 'Lift', GMAIL, 'Our lift is stuck.'],
    ['Apple', 'Fwd: Lift', APPLE, 'Our lift is stuck.'],
    ['Thunderbird', 'Fwd: Aufzug', THUNDERBIRD, 'Unser Aufzug steht.'],
    ['Notes', 'WG: Wasser', NOTES, 'Wasser im Keller.'],
    ['a French Outlook', 'TR: Ascenseur', FRENCH, "L'ascenseur est bloqué."],
    ['Outlook with FYI', 'FW: Pumpe', `FYI\n\n${OUTLOOK()}`, 'Guten Tag,\n\nPumpe 3 steht.\n\nAda'],
    [
      'Outlook with a greeting and a closing',
      'WG: Pumpe',
      `Hallo zusammen,\n\nbitte übernehmen.\n\nViele Grüße\nBo Hansen\nTel. 123\n\n${OUTLOOK()}`,
      'Guten Tag,\n\nPumpe 3 steht.\n\nAda',
    ],
    ['Gmail with a signature', 'Fwd: Lift', `-- \nBo Hansen\nReception\n\n${GMAIL}`, 'Our lift is stuck.'],
  ])(
    'by %s without a word, its author is the requester, and who forwards it is kept',
    async (_, subject, text, words) => {
      const contact = await read([...FORWARDER, `Subject: ${subject}`], text);
      expect(contact.from).toEqual({ name: 'Ada Lovelace', email: 'ada@example.net', verified: false });
      expect(details(contact)?.forwardedBy).toEqual({ name: 'Bo Hansen', email: 'bo@example.org' });
      expect(contact.text).toBe(words);
      expect(contact.fullText).toContain(words.split('\n')[0]);
      expect(may(contact)).toBe(false);
    },
  );

  test.each([
    ['Outlook', 'WG: Pumpe steht', `Hallo, das kam bei mir an, ist das echt?\n\nBo\n\n${OUTLOOK()}`],
    ['Gmail', 'Fwd: Lift', `Is this genuine?\n\n${GMAIL}`],
    ['Apple', 'Fwd: Lift', `Please look at it today.\n\n${APPLE}`],
    ['Thunderbird', 'Fwd: Aufzug', `Wer kümmert sich darum bis 16 Uhr?\n\n${THUNDERBIRD}`],
    ['Notes', 'WG: Wasser', `Kunde wartet auf Rückruf.\n\n${NOTES}`],
  ])('by %s with own words, who forwards it is the requester, and its author is kept', async (_, subject, text) => {
    const contact = await read([...FORWARDER, `Subject: ${subject}`], text);
    expect(contact.from).toEqual({ name: 'Bo Hansen', email: 'bo@example.org' });
    expect(details(contact)?.forwarded).toEqual({ name: 'Ada Lovelace', email: 'ada@example.net' });
    expect(details(contact)?.forwardedBy).toBeUndefined();
    expect(contact.text).not.toContain('ada@example.net');
    expect(may(contact)).toBe(true);
  });

  test.each([
    ['an agent', 'agent@example.org'],
    ['somebody of the desk staff domain', 'bo@staff.example.org'],
    ['the desk itself', 'desk@example.org'],
  ])('by %s with own words, its author is the requester all the same', async (_, address) => {
    const text = `She rang twice, please be quick.\n\n${GMAIL}`;
    const contact = await read([`From: Bo <${address}>`, 'Subject: Fwd: Lift'], text);
    expect(contact.from).toMatchObject({ email: 'ada@example.net', verified: false });
    expect(details(contact)?.forwardedBy).toEqual({ name: 'Bo', email: address });
    expect(contact).toMatchObject({ text: 'Our lift is stuck.', fullText: expect.stringContaining('She rang twice') });
    expect(contact.machine).toBeUndefined();
    expect(may(contact)).toBe(false);
  });

  test.each([
    ['a reply that quotes it the same way', 'AW: Pumpe steht', OUTLOOK()],
    ['a reply without a prefix', 'Pumpe steht', OUTLOOK()],
    ['a reply below an attribution', 'Lift', 'On Wed, 4 Mar 2026, Ada <ada@example.net> wrote:\n> stuck'],
    ['our own mail, passed on', 'Fwd: Lift', GMAIL.replace('ada@example.net', 'desk@example.org')],
    ['our plus-address, passed on', 'Fwd: Lift', GMAIL.replace('ada@example.net', 'desk+t0ken@example.org')],
    ['their own mail, passed on', 'Fwd: Lift', GMAIL.replace('ada@example.net', 'bo@example.org')],
    ['a form with such lines', 'Umzug', 'Von: Raum 1\nAn: Raum 2\nDatum: 4.3.2026'],
  ])('who writes it is the requester of %s', async (_, subject, text) => {
    const contact = await read([...FORWARDER, `Subject: ${subject}`], text);
    expect(contact.from).toEqual({ name: 'Bo Hansen', email: 'bo@example.org' });
    expect(details(contact)).not.toHaveProperty('forwarded');
    expect(details(contact)).not.toHaveProperty('forwardedBy');
  });

  test('by a robot, nothing is passed on', async () => {
    const contact = await read(['From: Quarantine <no-reply@filter.example>', 'Subject: 1 mail is held'], GMAIL);
    expect(contact.from.email).toBe('no-reply@filter.example');
    expect(details(contact)).not.toHaveProperty('forwarded');
  });

  test('a robot is no requester, and neither is a name without an address', async () => {
    for (const sender of ['Shop <noreply@shop.example>', 'Ada Lovelace/Sales/ACME']) {
      const contact = await read([...FORWARDER, 'Subject: Fwd: Lift'], GMAIL.replace(/Ada.*>/, sender));
      expect(contact.from.email).toBe('bo@example.org');
      expect(details(contact)?.forwarded).toBeDefined();
    }
  });

  test('attached, its author is the requester where an agent or nobody has a word to say, and kept in any case', async () => {
    const attached = (from: string, text: string) =>
      contactOf(
        archive,
        [
          ...[`From: ${from}`, 'Subject: Fwd: Lift', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', text],
          ...['--b', 'Content-Type: message/rfc822', 'Content-Disposition: attachment', ''],
          ...['From: =?utf-8?Q?J=C3=BCrg?=', ' <juerg@example.net>', 'Subject: Lift', '', 'Stuck.', '--b--', ''],
        ].join('\r\n'),
        'desk',
        DESK,
      );
    const byAgent = await attached('agent@example.org', 'Please log it.');
    expect(byAgent.from).toMatchObject({ name: 'Jürg', email: 'juerg@example.net' });
    expect(details(byAgent)?.forwardedBy).toEqual({ email: 'agent@example.org' });
    const byBo = await attached('bo@example.org', 'What is this?');
    expect(byBo.from).toEqual({ email: 'bo@example.org' });
    expect(details(byBo)?.forwarded).toEqual({ name: 'Jürg', email: 'juerg@example.net' });
    const wordless = await attached('bo@example.org', '');
    expect(wordless).toMatchObject({
      from: { name: 'Jürg', email: 'juerg@example.net', verified: false },
      text: 'Stuck.',
    });
    expect(details(wordless)?.forwardedBy).toEqual({ email: 'bo@example.org' });
  });

  test('that was resent unchanged, its author stays and who resent it is kept', async () => {
    const contact = await read(['Resent-From: Bo <bo@example.org>', 'From: ada@example.net']);
    expect(contact.from).toEqual({ email: 'ada@example.net' });
    expect(details(contact)?.forwardedBy).toEqual({ name: 'Bo', email: 'bo@example.org' });
  });

  test('a bounce that returns it is nobody’s forward', async () => {
    const contact = await read(['From: MAILER-DAEMON@mx.example', 'Subject: Undelivered'], OUTLOOK());
    expect(contact.machine).toBe('bounce');
    expect(details(contact)).not.toHaveProperty('forwardedBy');
  });
});
