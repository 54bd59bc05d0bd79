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

describe('the requester is', () => {
  test.each<[string, string[], Contact['from']]>([
    [
      'whom From names',
      ['From: Ada <Ada@Example.net>', 'Reply-To: bo@example.net'],
      { name: 'Ada', email: 'ada@example.net' },
    ],
    [
      'the author and not the secretary',
      ['From: Ada <ada@example.net>', 'Sender: bo@example.net'],
      { name: 'Ada', email: 'ada@example.net' },
    ],
    [
      'in Reply-To without a From',
      ['Reply-To: Bo <bo@example.net>', 'Sender: c@example.net'],
      { name: 'Bo', email: 'bo@example.net' },
    ],
    ['the Sender with a broken From', ['From: Ada', 'Sender: c@example.net'], { name: 'Ada', email: 'c@example.net' }],
    ['in Return-Path when nothing else is there', ['Return-Path: <ada@example.net>'], { email: 'ada@example.net' }],
    ['nobody when Return-Path is a list of bounces', ['Return-Path: <bounces+ada=example.net@lists.example>'], {}],
    [
      'who filled in a form of another site',
      ['From: Form <no-reply@forms.example>', 'Reply-To: Ada <ada@example.net>'],
      { name: 'Ada', email: 'ada@example.net' },
    ],
    [
      'who filled in our form',
      ['From: Website contact form <forms@example.org>', 'Reply-To: ada@example.net'],
      { email: 'ada@example.net' },
    ],
    [
      'a colleague who filled in our form',
      ['From: wordpress@example.org', 'Reply-To: bo@example.org'],
      { email: 'bo@example.org' },
    ],
    [
      'who filled in a form that writes as the desk',
      ['From: desk@example.org', 'Reply-To: ada@example.net'],
      { email: 'ada@example.net' },
    ],
    [
      'a form by its name',
      ['From: Kontaktformular <info@shop.example>', 'Reply-To: ada@example.net'],
      { email: 'ada@example.net' },
    ],
    [
      'the shop, whose robot wants answers at its service',
      ['From: noreply@shop.example', 'Reply-To: service@shop.example'],
      { email: 'noreply@shop.example' },
    ],
    [
      'whom Google Groups hides',
      [
        "From: 'Ada Lovelace' via Desk <desk@example.org>",
        'Reply-To: Ada Lovelace <ada@example.net>',
        'X-Original-From: Ada Lovelace <ada@example.net>',
        'X-Original-Sender: ada@example.net',
      ],
      { name: 'Ada Lovelace', email: 'ada@example.net' },
    ],
    [
      'whom a group hides that keeps the sender alone',
      [
        'From: "Ada Lovelace via Staff" <staff@groups.example>',
        'X-Original-Sender: ada@example.net',
        'List-Post: <mailto:desk@example.org>',
      ],
      { name: 'Ada Lovelace', email: 'ada@example.net' },
    ],
    [
      'whom Mailman hides, in Reply-To',
      ['From: Ada Lovelace via Desk <desk@example.org>', 'Reply-To: Ada Lovelace <ada@example.net>'],
      { name: 'Ada Lovelace', email: 'ada@example.net' },
    ],
    [
      'whom Mailman hides, in Cc',
      [
        'From: Ada Lovelace via Desk <desk@example.org>',
        'Reply-To: desk@example.org',
        'Cc: Ada Lovelace <ada@example.net>',
      ],
      { name: 'Ada Lovelace', email: 'ada@example.net' },
    ],
    [
      'encoded in the header that a list keeps',
      [
        'From: =?utf-8?Q?J=C3=BCrg?= via Desk <desk@example.org>',
        'X-Original-From: =?utf-8?Q?J=C3=BCrg?= <juerg@example.net>',
      ],
      { name: 'Jürg', email: 'juerg@example.net' },
    ],
  ])('%s', async (_, headers, from) => {
    const contact = await read(headers);
    expect(contact.from).toEqual(from);
    expect(contact.machine).toBeUndefined();
  });

  test('not who a form claims to be, once a receiver has checked', async () => {
    const headers = [
      'Authentication-Results: mx.example.org; dmarc=pass header.from=forms.example',
      'From: no-reply@forms.example',
    ];
    const desk = { ...DESK, trustedReceivers: ['mx.example.org'] };
    expect((await read([...headers, 'Reply-To: ada@example.net'], '', desk)).from.verified).toBe(false);
    expect((await read(headers, '', desk)).from.verified).toBe(true);
  });
});

test('whom a group of ours hides is unchecked, and whom another list hides is not vouched for', async () => {
  const by = (address: string) => [
    `Authentication-Results: mx.example.org; dmarc=pass header.from=${address.split('@')[1]}`,
    `From: "'Ada' via Desk" <${address}>`,
    'X-Original-Sender: ada@example.net',
    'To: desk@example.org',
  ];
  const desk = { ...DESK, trustedReceivers: ['mx.example.org'] };
  expect((await read(by('desk@example.org'), '', desk)).from).toEqual({ name: 'Ada', email: 'ada@example.net' });
  expect((await read(by('x@evil.example'), '', desk)).from).toMatchObject({
    email: 'ada@example.net',
    verified: false,
  });
});

test('a number in the signature is no identity, for anybody can write any number; it is kept beside', async () => {
  const text = `The printer is jammed, my old number was +49 30 901820.\n\nKind regards\nAda\nMobile +49 171 1234567\n\nOn Mon, 2 Nov 2026, Bo <bo@x.org> wrote:\n> T +49 30 901821`;
  const contact = await read(['From: Ada <ada@example.net>'], text);
  expect(contact.from).toEqual({ name: 'Ada', email: 'ada@example.net' });
  expect(details(contact)?.phones).toEqual(['+491711234567', '+4930901820']);
  expect(contact.language).toBe('en');
});
