import { type Contact, isReference } from '@callbook/contracts';
import { isOurs } from './address.ts';
import { header } from './headers.ts';
import type { MailHeaders } from './mail.ts';
import { messageIds } from './message-id.ts';

const REFERENCES_LIMIT = 500;
/** A token of ours has some thirty characters; what is much longer is none. */
const TOKEN_LIMIT = 200;
/** RFC 5321 §4.5.3.1, with room for what stands around it. */
const ADDRESS_LIMIT = 1_000;
/** As people and programs write it: any case, any dash, perhaps spaces. */
const REFERENCE = /(?<![\p{L}\p{N}])CB\s?[-\u2010-\u2015\u2212\ufe63\uff0d]\s?(\d{2,16})(?!\d)/giu;
/** Where servers write the address that they delivered to, most telling first. */
const DELIVERED = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-rcpt-to', 'x-delivered-to'];

/** What ties a mail to others: ids, the reference that its subject quotes, and the token of its reply address. */
export function threadOf(headers: MailHeaders, ours: readonly string[]) {
  const messageId = messageIds(header(headers, 'message-id')).at(-1);
  const callReference = referenceIn(headers.subject ?? '');
  const replyToken = tokenIn(headers, ours);
  return {
    ...(messageId !== undefined && { messageId }),
    references: references(headers),
    ...(callReference !== undefined && { callReference }),
    ...(replyToken !== undefined && { replyToken }),
  } satisfies Contact['thread'];
}

/** In-Reply-To after References: what it answers is the nearest ancestor, and stands last. */
function references(headers: MailHeaders): string[] {
  const ids = [...messageIds(header(headers, 'references')), ...messageIds(header(headers, 'in-reply-to')).slice(0, 1)];
  return [...new Set(ids.reverse())].reverse().slice(-REFERENCES_LIMIT);
}

/** The first reference with the right check digit: a mistyped one is nobody's call. */
export function referenceIn(text: string): string | undefined {
  for (const [, digits] of text.matchAll(REFERENCE)) {
    const reference = `CB-${digits}`;
    if (isReference(reference)) return reference;
  }
  return undefined;
}

/**
 * The token of the first address of ours that has one (`desk+TOKEN@example.org`), in lower case, as ours are: mail systems
 * change the case of an address.
 */
function tokenIn({ to, cc, lines }: MailHeaders, ours: readonly string[]): string | undefined {
  const delivered = DELIVERED.flatMap((name) => lines.get(name) ?? []);
  for (const value of [...[...to, ...cc].map((one) => one.address), ...delivered]) {
    const address = /[^\s<>]+@[^\s<>]+/.exec(value.slice(0, ADDRESS_LIMIT))?.[0].toLowerCase() ?? '';
    const [, token = ''] = /\+([^@+]+)@[^@]+$/.exec(address) ?? [];
    // An alias may have a plus of its own.
    if (!token || token.length > TOKEN_LIMIT || ours.some((one) => one.toLowerCase() === address)) continue;
    if (isOurs(address.replace(/\+[^@+]*@/, '@'), ours)) return token;
  }
  return undefined;
}
