import { type MachineCase, mail, report } from './case.ts';

const BO = 'bo@example.com';
const FAILED = `Final-Recipient: rfc822;${BO}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp;550 5.1.1 User unknown`;
const EXCHANGE =
  'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.onmicrosoft.com>\nReturn-Path: <>\nX-MS-Exchange-Message-Is-Ndr:\nIn-Reply-To: <sent.1@example.org>';

/** Mail servers that tell of mail of ours that is lost or late. */
export const BOUNCES: readonly MachineCase[] = [
  report(
    'Microsoft 365',
    'bounce',
    `${EXCHANGE}\nSubject: Undeliverable: Your request`,
    `Your message to ${BO} couldn't be delivered.`,
    FAILED,
    [BO],
  ),
  report(
    'Microsoft 365 in German',
    'bounce',
    `${EXCHANGE}\nSubject: Unzustellbar: Ihre Anfrage`,
    `Ihre Nachricht an ${BO} konnte nicht zugestellt werden.`,
    FAILED,
    [BO],
  ),
  report(
    'Microsoft 365 in French',
    'bounce',
    `${EXCHANGE}\nSubject: Non remis : Votre demande`,
    `Votre message à ${BO} n'a pas pu être remis.`,
    FAILED,
    [BO],
  ),
  report(
    'Microsoft 365 that waits, in German',
    'delivery-report',
    `${EXCHANGE}\nSubject: Zustellung verzögert: Ihre Anfrage`,
    'Die Zustellung an diese Empfänger wurde verzögert.',
    `Final-Recipient: rfc822;${BO}\nAction: delayed\nStatus: 4.4.7`,
  ),
  report(
    'Exchange that tells of success',
    'delivery-report',
    `${EXCHANGE}\nSubject: Delivered: Your request`,
    'Your message has been delivered to the following recipients:',
    `Final-Recipient: rfc822;${BO}\nAction: delivered\nStatus: 2.1.5`,
  ),
  mail(
    'Exchange in Spanish whose report a gateway flattened',
    'bounce',
    'From: Microsoft Outlook <postmaster@example.com>\nReturn-Path: <>\nSubject: No se puede entregar: Su pedido',
    `No se ha podido entregar el mensaje a los siguientes destinatarios o grupos:\n\n${BO}\nLa dirección de correo electrónico que escribió no existe.`,
    [BO],
  ),
  mail(
    'Exchange in Japanese',
    'bounce',
    'From: postmaster@example.com\nReturn-Path: <>\nSubject: 配信不能: お問い合わせ',
    `次の受信者またはグループへの配信に失敗しました:\n\n${BO}\n`,
    [BO],
  ),
  mail(
    'Exchange 2003, without an empty path',
    'bounce',
    `From: System Administrator <postmaster@example.com>\nSubject: Undeliverable: Hello`,
    `Your message did not reach some or all of the intended recipients.\n\n      Subject:  Hello\n      Sent:     1/2/2026 10:00\n\nThe following recipient(s) cannot be reached:\n\n      ${BO} on 1/2/2026 10:01\n            The e-mail account does not exist at the organization this message was sent to.`,
    [BO],
  ),
  report(
    'Gmail',
    'bounce',
    `From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nReturn-Path: <>\nX-Failed-Recipients: ${BO}\nAuto-Submitted: auto-replied\nSubject: Delivery Status Notification (Failure)\nReferences: <sent.1@example.org>`,
    `** Address not found **\n\nYour message wasn't delivered to ${BO} because the address couldn't be found.`,
    FAILED,
    [BO],
  ),
  report(
    'Gmail that waits',
    'delivery-report',
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nReturn-Path: <>\nAuto-Submitted: auto-replied\nSubject: Delivery Status Notification (Delay)',
    'There was a temporary problem delivering your message. Gmail will retry for 46 more hours.',
    `Final-Recipient: rfc822; ${BO}\nAction: delayed\nStatus: 4.4.1`,
  ),
  report(
    'Postfix',
    'bounce',
    'From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nReturn-Path: <>\nAuto-Submitted: auto-replied\nSubject: Undelivered Mail Returned to Sender',
    "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could not be delivered.",
    FAILED,
    [BO],
  ),
  mail(
    'Exim',
    'bounce',
    `From: Mail Delivery System <Mailer-Daemon@host.example.net>\nReturn-Path: <>\nX-Failed-Recipients: ${BO}\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender`,
    `This message was created automatically by mail delivery software.\n\n  ${BO}\n    Unrouteable address`,
    [BO],
  ),
  mail(
    'Exim that waits',
    'delivery-report',
    'From: Mail Delivery System <Mailer-Daemon@host.example.net>\nReturn-Path: <>\nAuto-Submitted: auto-replied\nSubject: Warning: message 1abcDE-0001 delayed 24 hours',
    `A message that you have sent has not yet been delivered to one or more of its recipients after more than 24 hours on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  ${BO}\n\nNo action is required on your part.`,
  ),
  mail(
    'qmail',
    'bounce',
    'From: MAILER-DAEMON@mail.example.net\nReturn-Path: <>\nSubject: failure notice',
    `Hi. This is the qmail-send program at mail.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${BO}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 <${BO}>: Recipient address rejected\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <desk@example.org>`,
    [BO],
  ),
  report(
    'Sendmail',
    'bounce',
    'From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example.net>\nReturn-Path: <MAILER-DAEMON>\nAuto-Submitted: auto-generated (failure)\nSubject: Returned mail: see transcript for details',
    `   ----- The following addresses had permanent fatal errors -----\n<${BO}>\n    (reason: 550 5.1.1 User unknown)`,
    FAILED,
    [BO],
  ),
  report(
    'Sendmail that waits',
    'delivery-report',
    'From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example.net>\nReturn-Path: <MAILER-DAEMON>\nAuto-Submitted: auto-generated (warning-timeout)\nSubject: Warning: could not send message for past 4 hours',
    '    **      THIS IS A WARNING MESSAGE ONLY      **',
    `Final-Recipient: RFC822; ${BO}\nAction: delayed\nStatus: 4.4.1`,
  ),
  report(
    'Domino',
    'bounce',
    'From: Mail Router <Mail.Router@example.com>\nSubject: DELIVERY FAILURE: User bo (bo@example.com) not listed in Domino Directory',
    `Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  ${BO}\n\nbecause:\n\n  User bo not listed in Domino Directory`,
    FAILED,
    [BO],
  ),
  mail(
    'GroupWise',
    'bounce',
    'From: Mailer-Daemon@gw.example.com\nX-Mailer: GroupWise 18\nSubject: Message status - undeliverable',
    `The message that you sent was undeliverable to the following:\n\t${BO} (user not found)\n\nPossibly truncated original message follows:`,
    [BO],
  ),
  mail(
    'Yahoo',
    'bounce',
    'From: MAILER-DAEMON@yahoo.com\nReturn-Path: <>\nSubject: Failure Notice',
    `Sorry, we were unable to deliver your message to the following address.\n\n<${BO}>:\n554: delivery error: dd This user doesn't have a yahoo.com account (bo) [0] - mta1.example\n\n--- Below this line is a copy of the message.`,
    [BO],
  ),
];
