import { type MachineCase, mail } from './case.ts';

const MDN = (words: string) =>
  `--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${words}\n\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;ada@example.net\nOriginal-Message-ID: <sent.1@example.org>\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--`;
const RECEIPT = 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b';

/** Receipts, complaints, lists, calendars and alarms. */
export const NOTICES: readonly MachineCase[] = [
  mail(
    'a receipt of Outlook',
    'read-receipt',
    `${RECEIPT}\nSubject: Read: Your request`,
    MDN('Your message was read on Friday.'),
  ),
  mail(
    'a receipt of Outlook in German',
    'read-receipt',
    `${RECEIPT}\nSubject: Gelesen: Ihre Anfrage`,
    MDN('Ihre Nachricht wurde am Freitag gelesen.'),
  ),
  mail(
    'a receipt of Thunderbird',
    'read-receipt',
    `${RECEIPT}\nSubject: Return Receipt (displayed) - Your request`,
    MDN('This is a Return Receipt for the mail that you sent.'),
  ),
  mail(
    'a receipt of Notes',
    'read-receipt',
    `${RECEIPT}\nX-Mailer: HCL Notes\nSubject: Return Receipt`,
    MDN('Your document: Your request\nwas received by: Ada'),
  ),
  mail(
    'a receipt that was never read',
    'read-receipt',
    `${RECEIPT}\nSubject: Not read: Your request`,
    MDN('Your message was deleted without being read.'),
  ),
  mail(
    'a complaint',
    'delivery-report',
    'From: feedback@provider.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\nSubject: FW: Your request',
    '--b\nContent-Type: text/plain\n\nThis is an email abuse report.\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b--',
  ),
  mail(
    'a DMARC report of Google',
    'delivery-report',
    'From: noreply-dmarc-support@google.example\nSubject: Report domain: example.org Submitter: google.com Report-ID: 1234',
    '',
  ),
  mail(
    'a DMARC report with semicolons',
    'delivery-report',
    'From: dmarc@yahoo.example\nSubject: Report Domain: example.org; Submitter: yahoo.example; Report-ID: <1@yahoo.example>',
    '',
  ),
  mail(
    'a TLS report',
    'delivery-report',
    'From: noreply-smtp-tls-reporting@google.example\nTLS-Report-Domain: example.org\nSubject: Report Domain: example.org Submitter: google.com Report-ID: <1>\nContent-Type: multipart/report; report-type="tlsrpt"; boundary=b',
    '--b\nContent-Type: text/plain\n\nTLS report\n--b--',
  ),
  mail(
    'Mailman',
    'list',
    'List-Id: Staff <staff.lists.example>\nPrecedence: list\nX-Mailman-Version: 2.1.39\nSubject: [Staff] Lunch',
    'Who comes along?',
  ),
  mail(
    'a digest of Mailman',
    'list',
    'From: staff-request@lists.example\nList-Id: Staff <staff.lists.example>\nPrecedence: list\nSubject: Staff Digest, Vol 3, Issue 4',
    "Today's Topics:",
  ),
  mail(
    'Google Groups',
    'list',
    'List-ID: <staff.groups.example>\nMailing-list: list staff@groups.example; contact staff+owners@groups.example\nPrecedence: list\nSubject: Lunch',
    'Who?',
  ),
  mail(
    'LISTSERV',
    'list',
    'List-Help: <https://listserv.example/>, <mailto:LISTSERV@listserv.example>\nList-Owner: <mailto:STAFF-request@listserv.example>\nPrecedence: list\nSubject: Re: Lunch\nIn-Reply-To: <x@y.example>',
    'Me.',
  ),
  mail(
    'Sympa',
    'list',
    'List-Id: <staff.example>\nList-Archive: <https://sympa.example/>\nX-Sequence: 12\nX-no-archive: yes\nPrecedence: list\nSubject: Lunch',
    'Who?',
  ),
  mail(
    'groups.io',
    'list',
    'From: "Ada via groups.io" <ada=example.net@groups.io>\nList-Id: <staff.groups.io>\nList-Unsubscribe: <https://groups.io/g/staff/unsub>\nSubject: Re: [staff] Lunch',
    'Me.',
  ),
  mail('Majordomo', 'list', 'Sender: owner-staff@example.net\nPrecedence: bulk\nSubject: Lunch', 'Who?'),
  mail(
    'a newsletter of Mailchimp',
    'list',
    'From: Shop <news@shop.example>\nList-ID: 1 <1.list-id.mcsv.example>\nList-Unsubscribe: <https://shop.example/u>\nX-Mailer: MailChimp Mailer\nSubject: Our spring sale',
    'Up to 40 % off.',
  ),
  mail(
    'a newsletter that can be left and no more',
    'list',
    'From: Shop <hello@shop.example>\nList-Unsubscribe: <https://shop.example/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nSubject: Your invitation',
    'Join our webinar.',
  ),
  mail(
    'phpList',
    'list',
    'From: Club <club@example.net>\nX-Mailer: phplist v3\nPrecedence: bulk\nX-MessageID: 12\nX-ListMember: desk@example.org\nSubject: Club news',
    'News.',
  ),
  mail(
    'GitHub',
    'list',
    'From: ada <notifications@github.example>\nReply-To: acme/app <reply+x@reply.github.example>\nList-ID: acme/app <app.acme.github.example>\nPrecedence: list\nX-GitHub-Reason: subscribed\nSubject: Re: [acme/app] Crash (#12)',
    'Closed.',
  ),
  mail(
    'cron',
    'auto-reply',
    'From: root@host.example (Cron Daemon)\nAuto-Submitted: auto-generated\nX-Cron-Env: <SHELL=/bin/sh>\nSubject: Cron <root@host> /usr/local/bin/backup',
    'backup: no space left',
  ),
  mail(
    'an old cron',
    'auto-reply',
    'From: root@host.example (Cron Daemon)\nX-Cron-Env: <SHELL=/bin/sh>\nSubject: Cron <root@host> run-parts /etc/cron.daily',
    'logrotate: error',
  ),
  mail(
    'Zabbix',
    'auto-reply',
    'From: zabbix@monitor.example\nAuto-Submitted: auto-generated\nSubject: Problem: High CPU on db1',
    'Problem started at 10:00.',
  ),
  mail(
    'Sieve’s notify',
    'auto-reply',
    'Auto-Submitted: auto-notified; owner-email="ada@example.net"\nSubject: New mail',
    'You have mail.',
  ),
  mail(
    'an answer of Google Calendar',
    'auto-reply',
    'Sender: Google Calendar <calendar-notification@google.example>\nAuto-Submitted: auto-generated\nSubject: Accepted: Exchange of water meter\nContent-Type: text/calendar; charset=utf-8; method=REPLY',
    'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR',
  ),
  mail(
    'a password robot',
    'auto-reply',
    'From: noreply@shop.example\nAuto-Submitted: auto-generated\nSubject: Your code',
    '4711',
  ),
];
