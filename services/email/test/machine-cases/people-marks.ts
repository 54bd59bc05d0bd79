import { type MachineCase, mail } from './case.ts';

const PATH = 'Return-Path: <ada@example.net>';

/** People whose mail carries what machines’ mail carries. */
export const MARKED_PEOPLE: readonly MachineCase[] = [
  mail('whose mail says that it is not automatic', 'person', 'Auto-Submitted: no\nSubject: Printer', 'Jammed.'),
  mail(
    'whose mail says that it is not automatic, with a comment',
    'person',
    'Auto-Submitted: (really) No (a person)\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'on Exchange',
    'person',
    'X-Auto-Response-Suppress: DR, OOF, AutoReply\nX-MS-Has-Attach:\nX-MS-Exchange-Organization-AuthAs: Internal\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'on Exchange, where everything is suppressed',
    'person',
    'X-Auto-Response-Suppress: All\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'whose mail a rule passed on',
    'person',
    'X-MS-Exchange-Inbox-Rules-Loop: bo@example.net\nX-MS-Exchange-ForwardingLoop: bo@example.net;1\nSubject: Printer',
    'Jammed.',
  ),
  mail('of normal precedence', 'person', 'Precedence: normal\nSubject: Printer', 'Jammed.'),
  mail(
    'of first class',
    'person',
    'Precedence: first-class\nImportance: high\nX-Priority: 1\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'who answers in a program that copies Precedence',
    'person',
    `${PATH}\nPrecedence: bulk\nIn-Reply-To: <a@x.example>\nSubject: Re: Printer`,
    'It works, thanks.',
  ),
  mail(
    'who writes to the desk by a group of its own',
    'person',
    'List-Id: <desk.example.org>\nList-Post: <mailto:desk@example.org>\nPrecedence: list\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'hidden by a group of our own',
    'person',
    "From: 'Ada' via Desk <desk@example.org>\nReply-To: Ada <ada@example.net>\nX-Original-Sender: ada@example.net\nPrecedence: list\nMailing-list: list desk@example.org; contact desk+owners@example.org\nList-ID: <desk.example.org>\nList-Unsubscribe: <mailto:x@example.org>\nSubject: Printer",
    'Jammed.',
  ),
  mail(
    'in a form of our site',
    'person',
    'From: Website <forms@example.org>\nReply-To: ada@example.net\nX-Mailer: PHPMailer 6.8\nSubject: Contact form: printer',
    'Name: Ada\nMessage: Jammed.',
  ),
  mail(
    'in a form that writes as noreply',
    'person',
    'From: noreply@forms.example\nReply-To: ada@example.net\nSubject: New submission: Printer',
    'Jammed.',
  ),
  mail(
    'whose answer comes through a sales program',
    'person',
    `${PATH}\nList-Unsubscribe: <https://crm.example/u>\nIn-Reply-To: <a@x.example>\nSubject: Re: Printer`,
    'Thank you.',
  ),
  mail(
    'who forwards a newsletter',
    'person',
    `${PATH}\nSubject: Fwd: Our spring sale`,
    'Is this genuine?\n\n---------- Forwarded message ---------\nFrom: Shop <news@shop.example>\nDate: Fri, 2 Jan 2026 at 10:00\nSubject: Our spring sale\nTo: ada@example.net\n\nUp to 40 % off. Unsubscribe here.',
  ),
  mail('whose telephone sends no more than it must', 'person', 'Subject: printer', 'jammed\n\nSent from my iPhone'),
  mail(
    'who wants a receipt',
    'person',
    'Disposition-Notification-To: ada@example.net\nReturn-Receipt-To: ada@example.net\nX-Confirm-Reading-To: ada@example.net\nSubject: Termination',
    'Please confirm.',
  ),
  mail(
    'with a loop mark of elsewhere',
    'person',
    'X-Loop: forwarder@example.com\nX-BeenThere: old@example.com\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'whose filter leaves marks',
    'person',
    'X-Autoreply: no\nX-Auto-Reply: false\nX-FC-MachineGenerated: false\nX-Autoresponder: no\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'who signs',
    'person',
    'Content-Type: multipart/signed; micalg=sha-256; protocol="application/pkcs7-signature"; boundary=b\nSubject: Printer',
    '--b\nContent-Type: text/plain\n\nJammed.\n\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIAG\n\n--b--',
  ),
  mail(
    'who attaches a bounce',
    'person',
    `${PATH}\nSubject: My mail comes back\nContent-Type: multipart/mixed; boundary=b`,
    '--b\nContent-Type: text/plain\n\nLook.\n\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;mx\n\nFinal-Recipient: rfc822;bo@example.com\nAction: failed\nStatus: 5.1.1\n\n--c--\n\n--b--',
  ),
  mail(
    'who invites',
    'person',
    'Subject: Exchange of water meter\nContent-Type: text/calendar; charset=utf-8; method=REQUEST',
    'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nSUMMARY:Exchange of water meter\nEND:VEVENT\nEND:VCALENDAR',
  ),
  mail(
    'who invites with Google Calendar',
    'person',
    'Sender: Google Calendar <calendar-notification@google.example>\nReply-To: Ada <ada@example.net>\nAuto-Submitted: auto-generated\nSubject: Invitation: Exchange of water meter\nContent-Type: multipart/alternative; boundary=b',
    '--b\nContent-Type: text/plain\n\nExchange of water meter\n\n--b\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n\n--b--',
  ),
  mail(
    'who accepts',
    'person',
    'Subject: Accepted: Exchange of water meter\nContent-Type: text/calendar; charset=utf-8; method=REPLY',
    'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR',
  ),
  mail('with an empty subject and no Message-ID', 'person', 'Subject:', 'Jammed again.'),
  mail('without a From', 'person', 'From:\nReply-To: ada@example.net\nSubject: Printer', 'Jammed.'),
];
