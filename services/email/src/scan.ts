import type { Contact } from '@callbook/contracts';
import { email, emails } from './address.ts';
import { type Arrival, bareContact, placeOf, problemOf } from './arrival.ts';
import { header } from './headers.ts';
import { isPage } from './machine/device.ts';
import type { ParsedMail } from './mail.ts';
import { messageIds } from './message-id.ts';
import { defined, word } from './values.ts';
import type { ReadMail } from './voicemail.ts';

const ADDRESSES_LIMIT = 1000;
const FILES_LIMIT = 2000;

/**
 * The contact of what a scanner, or a fax machine, sent by mail. Who wrote it is on the paper: the mail is the machine's,
 * with its words and its subject, and nobody reads what is answered to its address.
 */
export function scanContact(mail: ParsedMail, arrival: Arrival, read: ReadMail): Contact {
  const { headers } = mail;
  const { fullText, faults, occurredAt } = read;
  const pages = mail.attachments.filter((one) => isPage(one) && !one.inline);
  const others = mail.attachments.filter((one) => !isPage(one) || one.inline);
  const { channel: _, ...place } = placeOf(arrival);
  return {
    ...bareContact(arrival),
    channel: 'paper',
    occurredAt: occurredAt.toISOString(),
    to: [...new Set([...emails(headers.to), ...emails(headers.cc)])].slice(0, ADDRESSES_LIMIT),
    ...defined({ html: mail.html?.sha256 }),
    ...{ text: '', fullText },
    thread: { references: [], ...defined({ messageId: messageIds(header(headers, 'message-id')).at(-1) }) },
    attachments: [...pages, ...others].slice(0, FILES_LIMIT),
    media: {
      ...{ kind: 'scan', state: pages.length > 0 ? 'pending' : 'needs-person' },
      ...(pages.length > 1 && { files: Math.min(pages.length, FILES_LIMIT) }),
    },
    ...(faults.length > 0 && { problem: problemOf(faults) }),
    details: {
      ...{ channel: 'paper', way: 'mail', mail: { ...place, ...defined({ from: email(headers.from[0]?.address) }) } },
      ...defined({ fileName: word(pages[0]?.name) }),
    },
  };
}
