import { type Contact, cleanText, DAY } from '@callbook/contracts';
import { type Acknowledge, mayAcknowledge } from './acknowledgeable.ts';
import { aligned, domainOf, email, emails } from './address.ts';
import { type Arrival, bareContact, placeOf, problemOf } from './arrival.ts';
import { type Checked, checkedSender } from './authentication.ts';
import { header } from './headers.ts';
import { htmlToText } from './html.ts';
import { languageOf } from './language.ts';
import { machineVerdict, type Verdict } from './machine.ts';
import type { ParsedMail } from './mail.ts';
import { messageId, messageIds } from './message-id.ts';
import { cardNumbers } from './parts/card.ts';
import type { Invitation } from './parts/invitation.ts';
import type { Person } from './person.ts';
import { phonesOf } from './phones.ts';
import { type Requester, requesterOf } from './requester.ts';
import { scanContact } from './scan.ts';
import { type Author, authorOf } from './sender/author.ts';
import { threadOf } from './thread.ts';
import { clip, defined, valid, word } from './values.ts';
import { visibleText } from './visible.ts';
import { voicemailContact } from './voicemail.ts';

/** A contact's text in characters: a queued message carries up to a hundred of them. */
const TEXT_LIMIT = 1_000_000;
const ADDRESSES_LIMIT = 1000;

/** Makes a contact of a parsed mail. The result always fits the contract, whatever the mail holds. */
export function normalise(mail: ParsedMail, arrival: Arrival): Contact {
  const { headers } = mail;
  const { ours = [], country } = arrival;
  const whole = mail.text.trim() || !mail.html ? mail.text : htmlToText(mail.html.markup);
  const fullText = clip(cleanText(whole), TEXT_LIMIT);
  const faults = whole.length > TEXT_LIMIT ? [...mail.faults, 'its text is longer than can be shown'] : mail.faults;
  const cc = emails(headers.cc);
  const occurredAt = valid(arrival.internalDate) ?? arrival.receivedAt;
  const passed = requesterOf(mail, fullText, arrival);
  const verdict = machineVerdict(mail, fullText, ours, passed.person.email);
  const sent = sentAt(header(headers, 'date'), arrival.receivedAt);
  if (verdict.device === 'voice')
    return voicemailContact(mail, arrival, { fullText, faults, occurredAt, sentAt: sent });
  if (verdict.device === 'scan') return scanContact(mail, arrival, { fullText, faults, occurredAt, sentAt: sent });
  // What a report or a notice returns is nobody's wish that was passed on.
  const requester = verdict.kind ? withoutForward(mail, ours) : passed;
  const { person } = requester;
  const words = requester.words ?? fullText;
  // Of a mail in both forms the text is what is read; the page may know better where history begins.
  const page = whole === mail.text && !requester.words ? mail.html?.markup : undefined;
  const text = visibleText(words, page);
  const cards = mail.cards.map(cardNumbers).join('\n');
  const phones = new Set([...phonesOf(words, person.name, country), ...phonesOf(cards, undefined, country)]);
  const checked = checkedSender(headers.fields, arrival.trustedReceivers ?? [], email(headers.from[0]?.address));
  return {
    ...bareContact(arrival),
    occurredAt: occurredAt.toISOString(),
    from: defined({
      ...personWords(person),
      verified: vouched(requester, headers.from.length, checked, ours),
    }),
    to: [...new Set([...emails(headers.to), ...cc])].slice(0, ADDRESSES_LIMIT),
    ...defined({ subject: word(headers.subject, 2000), html: mail.html?.sha256, machine: verdict.kind }),
    ...{ text, fullText },
    ...defined({ language: languageOf(text) }),
    thread: threadOf(headers, ours),
    attachments: mail.attachments.slice(0, 2000),
    ...(faults.length > 0 && { problem: problemOf(faults) }),
    details: {
      ...placeOf(arrival),
      cc: cc.slice(0, ADDRESSES_LIMIT),
      ...defined({
        replyTo: email(headers.replyTo[0]?.address),
        sender: email(headers.sender[0]?.address),
        sentAt: sent,
        inReplyTo: messageIds(header(headers, 'in-reply-to'))[0],
        authentication: checked.found && defined(checked.found),
        forwardedBy: requester.forwardedBy && personWords(requester.forwardedBy),
        forwarded: requester.forwarded && personWords(requester.forwarded),
        phones: phones.size > 0 ? [...phones].slice(0, 20) : undefined,
        answers: verdict.kind ? verdict.answers : undefined,
        protection: mail.protection,
        invitation: mail.invitation && invited(mail.invitation),
      }),
      ...reported(verdict),
      acknowledge: acknowledge(mail, requester, verdict, arrival, occurredAt),
    },
  };
}

function withoutForward({ headers }: ParsedMail, ours: readonly string[]): Requester {
  const { stated, list, ...person }: Author = authorOf(headers, ours) ?? { stated: false };
  return { person, stated, ...(list !== undefined && { list }) };
}

function personWords({ name, email: address }: Person) {
  return defined({ name: word(name), email: email(address) });
}

/** What the check of From says of the requester, who may be somebody else: nobody checked those. */
function vouched(requester: Requester, authors: number, { found, verified }: Checked, ours: readonly string[]) {
  const { stated, list, forwardedBy } = requester;
  if (stated) {
    // RFC 7489 §6.6.1: with several authors a pass is of one of them.
    return verified && authors > 1 ? undefined : verified;
  }
  // A group of ours passed it on, and says who wrote it: as good as a sender whom nobody checked.
  const ourList = list !== undefined && ours.some((one) => aligned(domainOf(one), domainOf(list)));
  if (ourList && verified && !forwardedBy) return undefined;
  return found || forwardedBy ? false : undefined;
}

/** An invitation's words, each short enough for a list. */
function invited({ method, summary, location, start, end, organizer }: Invitation) {
  return defined({
    ...{ method: word(method), start: word(start), end: word(end), organizer: word(organizer) },
    ...{ summary: word(summary, 2000), location: word(location, 2000) },
  });
}

/** What a report says of the mail that it is about. */
function reported({ kind, failedAddresses, temporaryAddresses, bounceOf }: Verdict) {
  const listed = (addresses: readonly string[]) => (addresses.length > 0 ? [...addresses] : undefined);
  return defined({
    failedAddresses: kind === 'bounce' ? [...failedAddresses] : listed(failedAddresses),
    temporaryAddresses: listed(temporaryAddresses),
    bounceOf: bounceOf && messageId(bounceOf),
  });
}

function acknowledge(
  { headers, invitation }: ParsedMail,
  { person, forwardedBy }: Requester,
  verdict: Verdict,
  { ours = [], receivedAt }: Arrival,
  occurredAt: Date,
): Acknowledge {
  return mayAcknowledge({
    ...{ machine: verdict.kind, machineWhy: verdict.why, device: verdict.device },
    sender: email(person.email),
    passedOn: forwardedBy !== undefined,
    to: [...emails(headers.to), ...emails(headers.cc)],
    ...{ ours, occurredAt, receivedAt },
    invitation: invitation?.method,
    autoSubmitted: header(headers, 'auto-submitted'),
    returnPath: header(headers, 'return-path'),
    authenticationResults: header(headers, 'authentication-results'),
    autoResponseSuppress: header(headers, 'x-auto-response-suppress'),
    spamFlag: header(headers, 'x-spam-flag'),
  });
}

/** The Date header as an instant, unless its clock was so wrong that it says nothing. */
function sentAt(date: string | undefined, receivedAt: Date): string | undefined {
  const sent = valid(new Date(date ?? ''));
  if (!sent || sent.getUTCFullYear() < 1980 || sent.getTime() > receivedAt.getTime() + 2 * DAY) return undefined;
  return sent.toISOString();
}
