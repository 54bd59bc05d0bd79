import type { Attachment } from '@callbook/contracts';
import type { ParsedMail } from '../mail.ts';
import { type Recipient, recipientsIn, recipientsOf } from './delivery-status.ts';
import type { Report } from './reports.ts';

/** What the rules look at, made once per mail. */
export type Facts = {
  /** A header's first value in lower case; empty when there is none. */
  readonly value: (name: string) => string;
  readonly has: (name: string) => boolean;
  readonly contentType: string;
  readonly subject: string;
  /** The mail's own words, line by line, without the mail that it returns. */
  readonly said: string;
  /** The same in one line: servers wrap their sentences anywhere. */
  readonly words: string;
  /** The mail that it returns, where that stands in the text. */
  readonly returned: string;
  readonly sender: Sender;
  readonly from: string;
  /** Who wrote it: whom From names, unless a form or a forward brings somebody else's words. */
  readonly author: string;
  readonly to: readonly string[];
  /** The envelope's sender was empty: RFC 5321 §4.5.5. Some servers write their daemon's name in its place. */
  readonly nullPath: boolean;
  /** The envelope's sender was somebody, and is known. */
  readonly sentBySomebody: boolean;
  readonly isReply: boolean;
  /** It invites to an event, moves it or calls it off: RFC 5546. An answer to an invitation does not. */
  readonly invites: boolean;
  readonly reports: readonly Report[];
  readonly recipients: readonly Recipient[];
  readonly attachments: readonly Attachment[];
  /** The desk's own addresses, lower case. */
  readonly ours: ReadonlySet<string>;
};

/**
 * Whose name stands in From. `daemon`: no person has that address. `postmaster`: a role that mail servers write as, and
 * that a person may hold. `nobody`: From is there and empty.
 */
export type Sender = 'daemon' | 'postmaster' | 'nobody' | 'anyone';

const DAEMON = /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|microsoftexchange[0-9a-f]{32}|mmdf)$/i;
const POSTMASTER = /^(?:post[-_.]?master|mail[-_.]?(?:admin|delivery|system)|mailadmin|bounces?|ndr)$/i;
const DELIVERY_NAME =
  /^"?(?:mail delivery (?:sub)?system|system administrator|mail administrator|internet mail delivery|mail delivery service)"?$/i;

/** Characters in which a server has said what it has to say. */
const SAID_LIMIT = 20_000;

/** Where the returned mail begins in a bounce without parts. */
const RETURNED =
  /^[ \t]*(?:--.*\b(?:copy of|below this line|message header|header of|original message|returned message|unsent message|body of the message|message follows)\b.*|original message follows.*|(?:received: .*\bfrom\b|return-path: *<).*)$/im;

export function factsOf(mail: ParsedMail, text: string, ours: readonly string[], author?: string): Facts {
  const { headers, reports } = mail;
  const value = (name: string) => (headers.lines.get(name)?.[0] ?? '').toLowerCase();
  const { name = '', address = '' } = headers.from[0] ?? {};
  const path = value('return-path').replace(/\s/g, '');
  const statuses = recipientsOf(reports);
  const begins = RETURNED.exec(text.slice(0, SAID_LIMIT))?.index ?? SAID_LIMIT;
  const said = text.slice(0, begins);
  const nullPath = path === '<>' || /^<?mailer-daemon(?:@|>?$)/.test(path);
  const subject = (headers.subject ?? '').trim();
  return {
    value,
    has: (field) => headers.lines.has(field),
    contentType: value('content-type'),
    subject,
    said,
    words: said.replace(/\s+/g, ' '),
    returned: text.slice(begins),
    sender: headers.lines.has('from') ? senderOf(name, address) : 'anyone',
    from: address.toLowerCase(),
    author: author ?? address.toLowerCase(),
    to: [...headers.to, ...headers.cc].map((one) => one.address.toLowerCase()),
    nullPath,
    sentBySomebody: path !== '' && !nullPath,
    isReply:
      headers.lines.has('in-reply-to') || headers.lines.has('references') || /^(?:re|aw|sv|antw)\s*:/i.test(subject),
    invites: mail.invitation !== undefined && mail.invitation.method !== 'reply',
    reports,
    // A status that lost its part's type stands in the text.
    recipients: statuses.length > 0 || !/^final-recipient:/im.test(text) ? statuses : recipientsIn(text),
    attachments: mail.attachments,
    ours: new Set(ours.map((one) => one.toLowerCase())),
  };
}

function senderOf(name: string, address: string): Sender {
  const [local = ''] = (address || name).split('@');
  if (!address.includes('@') && !name && !local) return 'nobody';
  if (DAEMON.test(local)) return 'daemon';
  return POSTMASTER.test(local) || DELIVERY_NAME.test(name.trim()) ? 'postmaster' : 'anyone';
}
