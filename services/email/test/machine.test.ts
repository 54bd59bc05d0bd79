import type { Archive } from '@callbook/archive';
import type { Contact } from '@callbook/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactOf, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const lines = (...parts: string[]) => Buffer.from(parts.join('\r\n'));
const read = (...parts: string[]) => contactOf(archive, lines(...parts));
const details = (contact: Contact) => (contact.details.channel === 'email' ? contact.details : undefined);
const status = (...fields: string[]) => [
  ...['From: Mail <mailer-daemon@mx.example.net>', 'Return-Path: <>', 'Subject: Report'],
  ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''],
  ...['--b', '', 'About your mail.', ''],
  ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.net', '', ...fields, ''],
  ...['--b', 'Content-Type: message/rfc822', '', 'To: bo@example.net', 'Message-ID: <sent.1@example.org>', ''],
  ...['Message-ID: <not.this@example.org>', '--b--', ''],
];

describe('a delivery report', () => {
  test('of a failure is a bounce, with whose mail and which', async () => {
    const contact = await read(
      ...status('Original-Recipient: rfc822;Bo@Example.NET', 'Final-Recipient: rfc822;bo@inner.example.net'),
    );
    expect(contact.machine).toBe('bounce');
    const failed = await read(
      ...status('Final-Recipient: rfc822; <bo@example.net>', 'Action: failed', 'Status: 5.1.1', ''),
    );
    expect(details(failed)).toMatchObject({ failedAddresses: ['bo@example.net'], bounceOf: 'sent.1@example.org' });
    expect(details(contact)?.failedAddresses).toEqual(['bo@example.net']);
  });

  test('of several recipients tells the lost from the late, blank lines or not', async () => {
    const one = ['Final-Recipient: rfc822; a@example.net', 'Action: failed', 'Status: 4.4.7'];
    const two = ['Final-Recipient: rfc822; b@example.net', 'Action: delayed', 'Status: 4.4.1'];
    const three = ['Final-Recipient: rfc822; c@example.net', 'Action: delivered', 'Status: 2.0.0'];
    for (const fields of [
      [...one, '', ...two, '', ...three],
      [...one, ...two, ...three],
    ]) {
      const contact = await read(...status(...fields));
      expect(contact.machine).toBe('bounce');
      expect(details(contact)).toMatchObject({
        failedAddresses: ['a@example.net'],
        temporaryAddresses: ['b@example.net'],
      });
    }
  });

  test.each([
    ['delayed', ['bo@example.net']],
    ['relayed (to a system that reports nothing)', undefined],
    ['delivered', undefined],
  ])('of action %s fails nobody', async (action, temporaryAddresses) => {
    const contact = await read(...status('Final-Recipient: rfc822;bo@example.net', `Action: ${action}`));
    expect(contact.machine).toBe('delivery-report');
    expect(details(contact)?.failedAddresses).toBeUndefined();
    expect(details(contact)?.temporaryAddresses).toEqual(temporaryAddresses);
  });

  test.each([
    ['base64', Buffer.from('Final-Recipient: rfc822;bo@example.net\nAction: failed\n').toString('base64')],
    ['quoted-printable', 'Final-Recipient: rfc822;bo=40example.net\r\nAction: fai=\r\nled'],
  ])('encoded as %s is read', async (encoding, body) => {
    const contact = await read(
      ...['From: postmaster@example.net', 'Return-Path: <>', 'Content-Type: multipart/mixed; boundary=b', ''],
      ...['--b', 'Content-Type: message/delivery-status', `Content-Transfer-Encoding: ${encoding}`, '', body, '--b--'],
    );
    expect(contact.machine).toBe('bounce');
    expect(details(contact)?.failedAddresses).toEqual(['bo@example.net']);
  });
});

/** Rows may lack the last column: a test that names a parameter for it would be handed Jest's `done`. */
const MARKED: [string, Contact['machine'], string[], string?][] = [
  ['an out-of-office answer', 'auto-reply', ['Auto-Submitted: auto-replied']],
  [
    'RFC 3834 with a comment and a parameter',
    'auto-reply',
    ['Auto-Submitted: (away) Auto-Replied; owner-email="a@x.org"'],
  ],
  ['a notice by a program', 'auto-reply', ['Auto-Submitted: auto-generated']],
  ['a Sieve notice (RFC 5436)', 'auto-reply', ['Auto-Submitted: auto-notified; owner-email="a@x.org"']],
  ['X-Autoreply', 'auto-reply', ['X-Autoreply: yes']],
  ['X-Autorespond', 'auto-reply', ['X-Autorespond: Away']],
  ['Precedence: auto_reply', 'auto-reply', ['Precedence: auto_reply']],
  ['FirstClass', 'auto-reply', ['X-FC-MachineGenerated: true']],
  ['a German mark and In-Reply-To', 'auto-reply', ['Subject: Automatische Antwort: Drucker', 'In-Reply-To: <a@x.org>']],
  ['a Japanese mark and Precedence', 'auto-reply', ['Subject: 自動応答: プリンタ', 'Precedence: bulk']],
  ['a French mark and an empty path', 'auto-reply', ['Subject: Réponse automatique : imprimante', 'Return-Path: <>']],
  [
    'a mark and words',
    'auto-reply',
    ['Subject: AUTO: Ada is out of the office'],
    'Note: This is an automated response to your mail',
  ],
  [
    'an auto-responder of a closed mailbox',
    'auto-reply',
    ['Auto-Submitted: auto-replied', 'Return-Path: <>'],
    'This mailbox is disabled.',
  ],
  ['an empty path', 'auto-reply', ['Return-Path: <>']],
  ['failed recipients', 'bounce', ['X-Failed-Recipients: bo@example.net', 'Auto-Submitted: auto-replied']],
  ['a daemon', 'bounce', ['From: MAILER-DAEMON', 'Subject: ?']],
  ['a mailing list', 'list', ['List-Id: Staff <staff.example.org>']],
  ['a person on a mailing list', 'list', ['List-Post: <mailto:staff@example.org>', 'In-Reply-To: <a@x.org>']],
  ['a newsletter', 'list', ['List-Unsubscribe: <https://x.example/u>', 'Precedence: bulk']],
  ['a notice to a list', 'list', ['Auto-Submitted: auto-generated', 'List-Id: <n.example.org>']],
  [
    'a read receipt',
    'read-receipt',
    ['Content-Type: multipart/report; report-type="disposition-notification"; boundary=b'],
  ],
  ['a complaint', 'delivery-report', ['Content-Type: multipart/report; boundary=b; report-type=feedback-report']],
  [
    'a DMARC report',
    'delivery-report',
    ['Subject: Report Domain: example.org Submitter: mx.example.net Report-ID: <1>'],
  ],
];

const FROM_DAEMON = ['From: MAILER-DAEMON@mx.example.net', 'To: desk@example.org'];
const BOUNCES: [string, string[], string[]][] = [
  [
    'qmail',
    [
      ...FROM_DAEMON,
      'Subject: failure notice',
      '',
      'Hi. This is the qmail-send program at mx.',
      '',
      '<bo@example.net>:',
      'Sorry, no mailbox here by that name.',
      '',
      '--- Below this line is a copy of the message.',
      '',
      'To: eve@example.net',
    ],
    ['bo@example.net'],
  ],
  [
    'exim',
    [
      ...FROM_DAEMON,
      'Subject: Mail delivery failed',
      '',
      'A message that you sent could not be delivered to one or more of its recipients. The following address(es) failed:',
      '',
      '  bo@example.net',
      '    (ultimately generated from al@example.net)',
      '',
      '------ This is a copy of the message ------',
      '',
      'To: eve@example.net',
    ],
    ['bo@example.net'],
  ],
  [
    'sendmail',
    [
      ...FROM_DAEMON,
      'Subject: Returned mail',
      '',
      '   ----- The following addresses had permanent fatal errors -----',
      '<bo@example.net>',
      '<al@example.net>',
      '    (reason: 550 5.1.1)',
      '',
      '   ----- Transcript of session follows -----',
    ],
    ['bo@example.net', 'al@example.net'],
  ],
  [
    'Domino',
    [
      'From: Postmaster@example.net',
      'Return-Path: <>',
      'Subject: DELIVERY FAILURE: User Bo not listed in Domino Directory',
      '',
      'Your message',
      '',
      'was not delivered to:',
      '',
      '  bo@example.net',
    ],
    ['bo@example.net'],
  ],
  [
    'Exchange',
    [
      'From: System Administrator <postmaster@example.net>',
      'Subject: Undeliverable: printer',
      '',
      'did not reach the following recipient(s):',
      '',
      'BO@EXAMPLE.NET on Mon, 2 Nov 2026 09:00:00 +0100',
      '    The recipient name is not recognized',
    ],
    ['bo@example.net'],
  ],
  [
    'GroupWise',
    [
      'From: Mailer-Daemon@example.com',
      'Subject: Message status - undeliverable',
      '',
      'The message that you sent was undeliverable to the following:',
      '',
      '\tbo@example.net (user not found)',
    ],
    ['bo@example.net'],
  ],
  [
    'a German server',
    [
      'From: Postmaster <postmaster@example.net>',
      'Return-Path: <>',
      'Subject: Unzustellbar: Drucker',
      '',
      'Ihre Nachricht konnte nicht zugestellt werden an:',
      '',
      '  bo@example.net',
    ],
    ['bo@example.net'],
  ],
  [
    'one with nobody in From',
    ['From: <>', 'Return-Path: <>', '', "You sent mail to bo@example.net. That's not a valid user here."],
    ['bo@example.net'],
  ],
];

const HUMAN: [string, string[], string?][] = [
  ['who says so', ['Auto-Submitted: no']],
  ['who says so with a comment', ['Auto-Submitted: No (a person)']],
  ['whose server wants no automatic answers', ['X-Auto-Response-Suppress: DR, OOF, AutoReply']],
  ['who answers with Precedence: bulk', ['Precedence: bulk', 'Subject: Re: newsletter', 'In-Reply-To: <a@x.org>']],
  ['who answers from a sales program', ['List-Unsubscribe: <mailto:u@x.org>', 'In-Reply-To: <a@x.org>']],
  [
    'who asks about automatic replies',
    ['Subject: Automatic reply: how do I set one?'],
    'I am out of the office from Monday.',
  ],
  ['who asks about them in German', ['Subject: Abwesenheitsnotiz einrichten', 'In-Reply-To: <a@x.org>']],
  ['who answers an automatic answer', ['Subject: Re: Automatic reply: printer', 'In-Reply-To: <a@x.org>'], 'Thanks!'],
  ['who is away', ['Subject: Printer'], 'I am out of the office. This is an automatic reply, says Outlook. Why?'],
  [
    'who asks about a bounce',
    ['Subject: Undelivered Mail Returned to Sender'],
    'The message could not be delivered. 550 5.1.1 User unknown. What now?',
  ],
  [
    'who is a postmaster',
    [
      'From: Postmaster <postmaster@example.net>',
      'Return-Path: <postmaster@example.net>',
      'Subject: Your mail delivery failed',
    ],
    'Your server is blocked: bo@example.net cannot be delivered.',
  ],
  ['without a Message-ID, Date and To', []],
  ['who writes from noreply', ['From: noreply@example.net']],
];

const RAW = (headers: string[], text = 'Room 214.') => [
  ...(headers.some((one) => one.startsWith('From:')) ? [] : ['From: Ada <ada@example.org>']),
  ...[...headers, 'Content-Transfer-Encoding: 8bit', '', text, ''],
];

describe('machine mail', () => {
  test.each(MARKED)('%s is %s', async (...[, kind, headers, text]) => {
    const contact = await read(...RAW(headers, text));
    expect(contact.machine).toBe(kind);
    expect(details(contact)?.acknowledge).toEqual({
      may: false,
      why: expect.stringContaining(`machine mail (${kind})`),
    });
  });

  test.each(BOUNCES)('a bounce of %s without report parts names who failed', async (_, raw, failedAddresses) => {
    const contact = await read(...raw);
    expect(contact.machine).toBe('bounce');
    expect(details(contact)?.failedAddresses).toEqual(failedAddresses);
  });

  test('a warning of a server fails nobody', async () => {
    const contact = await read(
      ...[...FROM_DAEMON, 'Subject: Warning: message delayed 24 hours', '', 'No action is required on your part.'],
      ...['The address to which it has not yet been delivered is:', '', '  bo@example.net', ''],
    );
    expect(contact.machine).toBe('delivery-report');
    expect(details(contact)).toMatchObject({ temporaryAddresses: ['bo@example.net'] });
  });

  test('from one of our addresses is our own, and a group of ours brings people', async () => {
    const ours = ['desk@example.org'];
    const of = (...headers: string[]) => contactOf(archive, lines(...RAW(headers)), 'desk', { ours });
    expect((await of('From: Desk <Desk@example.org>')).machine).toBe('own');
    expect((await of('X-Loop: desk@example.org')).machine).toBe('own');
    expect((await of('List-Id: <desk.example.org>', 'List-Post: <mailto:desk@example.org>')).machine).toBeUndefined();
  });
});

describe('not machine mail is', () => {
  test.each(HUMAN)('that of a person %s', async (...[, headers, text]) => {
    expect((await read(...RAW(headers, text))).machine).toBeUndefined();
  });

  test('a report that a person forwards, as parts or as an attachment', async () => {
    const parts = ['--b', '', 'What is this?', '--b', 'Content-Type: message/delivery-status', '', 'Action: failed'];
    const head = [
      'From: ada@example.org',
      'Return-Path: <ada@example.org>',
      'Content-Type: multipart/mixed; boundary=b',
      '',
    ];
    expect((await read(...head, ...parts, 'Final-Recipient: rfc822;bo@example.net', '--b--')).machine).toBeUndefined();
    const whole = [
      '--b',
      '',
      'See below',
      '--b',
      'Content-Type: message/rfc822',
      '',
      ...status('Action: failed'),
      '--b--',
    ];
    expect((await read(...head, ...whole)).machine).toBeUndefined();
  });

  test.each([
    [
      'a voicemail',
      ['From: Voicemail <asterisk@pbx.example.org>', 'Auto-Submitted: auto-generated'],
      'audio/x-wav; name="msg0001.wav"',
    ],
    [
      'a voicemail by RFC 3458',
      ['From: uc@example.org', 'Message-Context: voice-message', 'Return-Path: <>'],
      'audio/mpeg',
    ],
    [
      'a scan',
      ['From: scanner-3@example.org', 'Auto-Submitted: auto-generated'],
      'application/pdf; name="scan0001.pdf"',
    ],
  ])('%s, and no device gets an acknowledgement', async (_, headers, type) => {
    const contact = await read(
      ...[...headers, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'New message.'],
      ...['--b', `Content-Type: ${type}`, 'Content-Disposition: attachment', '', 'x', '--b--', ''],
    );
    expect(contact.machine).toBeUndefined();
    expect(details(contact)?.acknowledge).toEqual({ may: false, why: expect.stringMatching(/telephone|scanner/) });
  });
});
