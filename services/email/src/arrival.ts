import { type Contact, contactKey } from '@callbook/contracts';
import type { Desk } from './desk.ts';
import type { Envelope } from './envelope.ts';
import { defined, valid, word } from './values.ts';

/** What is known of a mail besides its own bytes. */
export type Arrival = Desk & {
  readonly account: string;
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

/** The contact of a mail of which nothing could be read, with `reason` as its problem. */
export function unreadableContact(arrival: Arrival, reason: string): Contact {
  return { ...bareContact(arrival), problem: problemOf([reason]) };
}

/** A contact with what is known before anything of the mail is read. */
export function bareContact(arrival: Arrival): Contact {
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
    occurredAt: (valid(arrival.internalDate) ?? arrival.receivedAt).toISOString(),
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

/** Where the mail lies, or how it was handed over. */
export function placeOf({ folder, uid, uidValidity, envelope }: Arrival) {
  return { channel: 'email' as const, ...defined({ folder: word(folder), uid, uidValidity, envelope }) };
}

/** What could not be read, in words. */
export function problemOf(faults: readonly string[]): NonNullable<Contact['problem']> {
  return { code: 'email-unparsable', message: `This e-mail could not be read as it should be: ${faults.join('; ')}.` };
}
