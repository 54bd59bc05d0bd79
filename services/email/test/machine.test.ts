import type { Archive } from '@callbook/archive';
import type { Contact } from '@callbook/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BOUNCES, FROM_DAEMON, HUMAN, MARKED } from './machine-mails.ts';
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
    // A telephone system's mail is the caller's, a scanner's whoever wrote on the paper: neither has an address at all.
    expect(['voice', 'paper']).toContain(contact.channel);
    expect(contact.from.email).toBeUndefined();
  });
});
