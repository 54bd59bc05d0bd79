import { createHash } from 'node:crypto';
import { type Contact, cleanText, contactKey, DAY } from '@callbook/contracts';
import { type Acknowledge, mayAcknowledge } from './acknowledgeable.ts';
import type { Envelope } from './envelope.ts';
import { header } from './headers.ts';
import { htmlToText } from './html.ts';
import { machineVerdict, type Verdict } from './machine.ts';
import type { Address, ParsedMail } from './mail.ts';
import { visibleText } from './visible.ts';

/** What is known of a mail besides its own bytes. */
export type Arrival = {
  readonly account: string;
  /** The desk's own addresses; mail from them is its own. */
  readonly ours?: readonly string[];
  /** Where it lies; absent for mail that was handed to us. */
  readonly folder?: string;
  readonly uid?: number;
  readonly uidValidity?: string;
  /** What was said when it was handed to us. */
  readonly envelope?: Envelope;
  /** When the mailbox got it (INTERNALDATE), where the server says so. */
  readonly internalDate?: Date | undefined;
  readonly receivedAt: Date;
  /** UUID v7 for the contact. */
  readonly id: string;
  readonly original: { readonly sha256: string; readonly size: number };
};

/** A contact's text in characters: a queued message carries up to a hundred of them. */
const TEXT_LIMIT = 1_000_000;
const WORD_LIMIT = 512;
/** An indexed B-tree column takes about 2,700 bytes; a Message-ID in use has below 200 characters. */
const ID_LIMIT = 500;
const REFERENCES_LIMIT = 500;
const ADDRESSES_LIMIT = 1000;

/** Makes a contact of a parsed mail. The result always fits the contract, whatever the mail holds. */
export function normalise(mail: ParsedMail, arrival: Arrival): Contact {
  const { headers } = mail;
  const from = [...headers.from, ...headers.replyTo, ...headers.sender];
  const author = from.find(({ address }) => email(address)) ?? from[0];
  const whole = mail.text.trim() || !mail.html ? mail.text : htmlToText(mail.html.markup);
  const fullText = clip(cleanText(whole), TEXT_LIMIT);
  const faults = whole.length > TEXT_LIMIT ? [...mail.faults, 'its text is longer than can be shown'] : mail.faults;
  const cc = emails(headers.cc);
  const occurredAt = valid(arrival.internalDate) ?? arrival.receivedAt;
  const verdict = machineVerdict(mail, fullText, arrival.ours ?? []);
  return {
    ...bareContact(arrival),
    occurredAt: occurredAt.toISOString(),
    from: defined({ name: word(author?.name), email: email(author?.address) }),
    to: [...new Set([...emails(headers.to), ...cc])].slice(0, ADDRESSES_LIMIT),
    ...defined({ subject: word(headers.subject, 2000), html: mail.html?.sha256, machine: verdict.kind }),
    text: visibleText(fullText),
    fullText,
    thread: {
      ...defined({ messageId: messageIds(header(headers, 'message-id')).at(-1) }),
      references: references(mail),
    },
    attachments: mail.attachments.slice(0, 2000),
    ...(faults.length > 0 && { problem: problem(faults) }),
    details: {
      ...placeOf(arrival),
      cc: cc.slice(0, ADDRESSES_LIMIT),
      ...defined({
        replyTo: email(headers.replyTo[0]?.address),
        sender: email(headers.sender[0]?.address),
        sentAt: sentAt(header(headers, 'date'), arrival.receivedAt),
        inReplyTo: messageIds(header(headers, 'in-reply-to'))[0],
      }),
      ...reported(verdict),
      acknowledge: acknowledge(mail, verdict, arrival, occurredAt),
    },
  };
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

function acknowledge({ headers }: ParsedMail, verdict: Verdict, arrival: Arrival, occurredAt: Date): Acknowledge {
  const from = [...headers.from, ...headers.replyTo, ...headers.sender];
  return mayAcknowledge({
    ...{ machine: verdict.kind, machineWhy: verdict.why, device: verdict.device },
    sender: emails(from)[0],
    to: [...emails(headers.to), ...emails(headers.cc)],
    ours: arrival.ours ?? [],
    ...{ occurredAt, receivedAt: arrival.receivedAt },
    contentType: header(headers, 'content-type'),
    returnPath: header(headers, 'return-path'),
    authenticationResults: header(headers, 'authentication-results'),
    autoResponseSuppress: header(headers, 'x-auto-response-suppress'),
    spamFlag: header(headers, 'x-spam-flag'),
  });
}

/** The contact of a mail of which nothing could be read, with `reason` as its problem. */
export function unreadableContact(arrival: Arrival, reason: string): Contact {
  return { ...bareContact(arrival), problem: problem([reason]) };
}

function bareContact(arrival: Arrival): Contact {
  const { account, original } = arrival;
  // The bytes are the identity: a mail that is moved, or read again after a changed UIDVALIDITY, is the same delivery.
  const sourceId = original.sha256;
  return {
    version: 1,
    id: arrival.id,
    channel: 'email',
    account,
    sourceId,
    key: contactKey('email', account, sourceId),
    occurredAt: arrival.receivedAt.toISOString(),
    receivedAt: arrival.receivedAt.toISOString(),
    from: {},
    to: [],
    text: '',
    fullText: '',
    thread: { references: [] },
    attachments: [],
    original: { ...original, mediaType: 'message/rfc822' },
    details: placeOf(arrival),
  };
}

function placeOf({ folder, uid, uidValidity, envelope }: Arrival) {
  return { channel: 'email' as const, ...defined({ folder: word(folder), uid, uidValidity, envelope }) };
}

function problem(faults: readonly string[]): NonNullable<Contact['problem']> {
  return { code: 'email-unparsable', message: `This e-mail could not be read as it should be: ${faults.join('; ')}.` };
}

/** One line of text, clipped; undefined when nothing is left of it. */
function word(text: string | undefined, limit = WORD_LIMIT): string | undefined {
  const line = cleanText(text ?? '').replace(/[\p{Cc} ]+/gu, ' ');
  return clip(line.trim(), limit).trim() || undefined;
}

function clip(text: string, limit: number): string {
  return text.length > limit ? text.slice(0, limit).toWellFormed() : text;
}

/** An address as we compare it: in lower case, and undefined when it is none (RFC 5321 §4.5.3.1 bounds it). */
function email(address: string | undefined): string | undefined {
  const plain = cleanText(address ?? '')
    .trim()
    .toLowerCase();
  return plain.length <= 320 && /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(plain) ? plain : undefined;
}

function emails(addresses: readonly Address[]): string[] {
  return [...new Set(addresses.map(({ address }) => email(address)).filter((found) => found !== undefined))];
}

/** In-Reply-To after References: what it answers is the nearest ancestor, and stands last. */
function references({ headers }: ParsedMail): string[] {
  const ids = [...messageIds(header(headers, 'references')), ...messageIds(header(headers, 'in-reply-to')).slice(0, 1)];
  return [...new Set(ids.reverse())].reverse().slice(-REFERENCES_LIMIT);
}

/**
 * The ids of a Message-ID, References or In-Reply-To header, without angle brackets: RFC 5322 §3.6.4. An id without
 * brackets counts where it stands alone and looks like one; phrases (`message of Tuesday`) do not.
 */
function messageIds(value: string | undefined): string[] {
  const bracketed = [...(value ?? '').matchAll(/<([^<>]*)>/g)].map(([, id]) => id ?? '');
  const bare = bracketed.length === 0 ? (value ?? '').split(/[\s,]+/).filter((id) => id.includes('@')) : [];
  return [...bracketed, ...bare].map((id) => messageId(id)).filter((id) => id !== undefined);
}

/** An id too long to be indexed keeps its beginning and the hash of the whole: still equal for equal ids. */
function messageId(id: string): string | undefined {
  const plain = cleanText(id).replace(/\s+/g, '');
  if (plain.length <= ID_LIMIT) return plain || undefined;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 32);
  return `${plain.slice(0, ID_LIMIT - 33).toWellFormed()}~${hash}`;
}

/** The Date header as an instant, unless its clock was so wrong that it says nothing. */
function sentAt(date: string | undefined, receivedAt: Date): string | undefined {
  const sent = valid(new Date(date ?? ''));
  if (!sent || sent.getUTCFullYear() < 1980 || sent.getTime() > receivedAt.getTime() + 2 * DAY) return undefined;
  return sent.toISOString();
}

function valid(date: Date | undefined): Date | undefined {
  const time = date?.getTime() ?? Number.NaN;
  // RFC 3339 has four digits for the year.
  return time >= 0 && time < 253_402_300_800_000 ? date : undefined;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The parts that have a value: the contract knows "absent", not "undefined". */
function defined<T extends object>(parts: T): Defined<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Defined<T>;
}
