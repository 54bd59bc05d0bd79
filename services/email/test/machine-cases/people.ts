import { attached, type MachineCase, mail } from './case.ts';

const PATH = 'Return-Path: <ada@example.net>';
const BOUNCED = `From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
Date: Fri, 2 Jan 2026 10:00
Subject: Undelivered Mail Returned to Sender
To: ada@example.net

This is the mail system at host mx.example.net.

<bo@example.com>: host mx.example.com said: 550 5.1.1 User unknown`;

/** People who write as, of, or like machines. */
export const PEOPLE: readonly MachineCase[] = [
  mail(
    'called Noreen Reply',
    'person',
    'From: Noreen Reply <noreen.reply@example.net>\nSubject: Badge',
    'My badge is broken.',
  ),
  mail(
    'called Max Daemon',
    'person',
    'From: Max Daemon <max.daemon@example.net>\nSubject: Badge',
    'My badge is broken.',
  ),
  mail(
    'called Bounce',
    'person',
    'From: Jim Bounce <j.bounce@example.net>\nSubject: Bounce house for the party',
    'Where may we put it?',
  ),
  mail(
    'with a nobody-reads-this address',
    'person',
    'From: Ada <noreply.ada@example.net>\nSubject: Badge',
    'My badge is broken.',
  ),
  mail(
    'in a role, as postmaster',
    'person',
    'From: Postmaster <postmaster@example.net>\nReturn-Path: <postmaster@example.net>\nSubject: Your SPF record',
    'Hello, your SPF record has a typo, mails of yours were rejected: 550 5.7.1.',
  ),
  mail(
    'in a role, as postmaster who answers',
    'person',
    'From: Postmaster <postmaster@example.net>\nIn-Reply-To: <a@x.example>\nSubject: Re: Undelivered mail',
    'I looked into it: the mailbox was full.',
  ),
  mail(
    'in a role, as root',
    'person',
    'From: root <root@example.net>\nReturn-Path: <root@example.net>\nSubject: disk on db1',
    'Can somebody please order a disk? Ada',
  ),
  mail(
    'in a role, as administrator',
    'person',
    `From: System Administrator <administrator@example.net>\n${PATH}\nSubject: New laptop`,
    'Hi, I need a laptop for our new colleague.',
  ),
  mail(
    'who forwards a bounce',
    'person',
    `${PATH}\nSubject: Fwd: Undelivered Mail Returned to Sender`,
    `What did I do wrong?\n\n---------- Forwarded message ---------\n${BOUNCED}`,
  ),
  mail(
    'who forwards a bounce without a word',
    'person',
    `${PATH}\nSubject: FW: Undelivered Mail Returned to Sender`,
    `-----Original Message-----\n${BOUNCED}`,
  ),
  mail(
    'who asks about a bounce',
    'person',
    'Subject: Undeliverable: what does it mean?',
    'When I write to bo@example.com I get "550 5.1.1 user unknown". Can you help?',
  ),
  mail(
    'who complains about a delivery',
    'person',
    'Subject: Delivery failed: parcel for room 214',
    'The driver could not deliver the parcel, nobody was at the desk.',
  ),
  mail(
    'who complains about a delivery in German',
    'person',
    'Subject: Lieferung nicht zugestellt',
    'Das Paket konnte nicht zugestellt werden. Wer nimmt es an?',
  ),
  mail(
    'who complains about a delay',
    'person',
    'Subject: Delayed: delivery of the new chairs',
    'The chairs are delayed for the third time.',
  ),
  mail(
    'who answers an automatic reply',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: Re: Automatic reply: Printer`,
    'OK, then who covers for you?',
  ),
  mail(
    'who answers an automatic reply in German',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: AW: Automatische Antwort: Drucker`,
    'Wer vertritt Sie denn?',
  ),
  mail(
    'who answers an automatic reply in Polish',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: Odp: Odpowiedź automatyczna: drukarka`,
    'Kto Panią zastępuje?',
  ),
  mail(
    'who answers an automatic reply in French',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: RE: Réponse automatique : imprimante`,
    'Qui vous remplace ?',
  ),
  mail(
    'who forwards an out-of-office note',
    'person',
    `${PATH}\nSubject: WG: Abwesenheitsnotiz: Schlüssel`,
    'Wer hat denn jetzt den Schlüssel?\n\nVon: Bo <bo@example.com>\nGesendet: Freitag, 2. Januar 2026 10:00\nAn: Ada\nBetreff: Abwesenheitsnotiz: Schlüssel\n\nIch bin nicht im Büro.',
  ),
  mail(
    'who will be away',
    'person',
    'Subject: Out of office next week',
    'Please redirect my phone, I am out of the office from Monday to Friday.',
  ),
  mail(
    'who will be away, in a reply with a new subject',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: Abwesend: wer nimmt die Pakete an?`,
    'Ich bin am Montag nicht da, wer nimmt die Pakete an?',
  ),
  mail(
    'who is on holiday and says so',
    'person',
    'Subject: vacation reply does not work',
    'I set up a vacation message "This is an automatic reply" and nobody gets it.',
  ),
  mail(
    'who writes about the car',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: Auto: Parkplatz 12`,
    'Mein Auto steht auf Parkplatz 12, der ist belegt.',
  ),
  mail(
    'who writes about an automatic door',
    'person',
    'Subject: Automatic: door in the lobby',
    'The automatic door does not open automatically.',
  ),
  mail(
    'who quotes a robot below',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: Re: [Request received] Printer`,
    'It still does not work.\n\nOn Fri, Acme <noreply@acme.example> wrote:\n> This is an automated message. Please do not reply.',
  ),
  mail(
    'who confirms an address',
    'person',
    `${PATH}\nIn-Reply-To: <a@x.example>\nSubject: Re: Please confirm your address`,
    'I confirm: please click nothing, my address is room 214.',
  ),
  mail(
    'whose mail is marked as spam',
    'person',
    'X-Spam-Flag: YES\nX-Spam-Status: Yes, score=9\nSubject: Printer',
    'Jammed.',
  ),
  mail(
    'who tells of a mailbox that is full',
    'person',
    'Subject: Mailbox full',
    'My mailbox is over quota, I cannot send. "The mailbox is full" it says.',
  ),
  mail(
    'who was told that the user is unknown',
    'person',
    'Subject: login: user unknown',
    'The login says "unknown user", since this morning.',
  ),
  attached(
    'who sends a recording of a noise',
    'person',
    `${PATH}\nSubject: The noise of the pump`,
    'Listen to this.',
    'audio/mpeg',
    'pump.mp3',
  ),
  attached(
    'who sends what they scanned',
    'person',
    `${PATH}\nSubject: Scanned contract`,
    'Here is the contract.',
    'application/pdf',
    'contract.pdf',
  ),
  attached(
    'called Canon, with a number',
    'person',
    'From: Ruth Canon <canon77@example.net>\nSubject: Invoice',
    'Please pay.',
    'application/pdf',
    'invoice.pdf',
  ),
  attached(
    'called Brother, with a number',
    'person',
    'From: Tom <brother2@example.net>\nSubject: Photo of the leak',
    'See the photo.',
    'image/jpeg',
    'IMG_0001.jpg',
  ),
  attached(
    'who tells of a fax',
    'person',
    'Subject: Fax from the bank did not arrive',
    'Can you check the fax machine?',
    'image/png',
    'screen.png',
  ),
];
