import { domainToUnicode } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';
import type { Decode } from './charset.ts';
import type { Address, Field, MailHeaders } from './mail.ts';
import { decodeWords } from './parts/words.ts';

/** Characters in which addresses are looked for: a list of 2,000 recipients, and far more senders than there are. */
const RECIPIENTS = 100_000;
const SENDERS = 20_000;

export const noHeaders: MailHeaders = {
  ...{ from: [], replyTo: [], sender: [], to: [], cc: [] },
  subject: undefined,
  lines: new Map(),
  fields: [],
};

/** The headers we read, from the fields as they stand: in bytes one to one (latin1). */
export function mailHeaders(raw: readonly Field[], decode: Decode): MailHeaders {
  const fields = readable(raw, decode);
  const lines = byName(fields);
  const addresses = (name: string, limit = SENDERS) => addressesIn(lines.get(name) ?? [], limit, decode);
  const subject = lines.get('subject')?.[0];
  return {
    from: addresses('from'),
    replyTo: addresses('reply-to'),
    sender: addresses('sender'),
    to: addresses('to', RECIPIENTS),
    cc: addresses('cc', RECIPIENTS),
    subject: subject === undefined ? undefined : decodeWords(subject, decode),
    ...{ lines, fields },
  };
}

/** The first value of a header, as it stands. */
export function header(headers: MailHeaders, name: string): string | undefined {
  return headers.lines.get(name)?.[0];
}

/** Bytes above ASCII become characters. They are of one charset for the whole header, unless they are UTF-8. */
function readable(raw: readonly Field[], decode: Decode): Field[] {
  const foreign = new Set(raw.filter(({ value }) => /[^\t -~]/.test(value)));
  if (foreign.size === 0) return [...raw];
  const bytes = (value: string) => Buffer.from(value, 'latin1');
  const others = [...foreign].filter(({ value }) => bytes(value).toString('utf8').includes('\uFFFD'));
  const decoded = decode(bytes(others.map(({ value }) => value).join('\n'))).split('\n');
  const values = new Map(others.map((field, index) => [field, decoded[index] ?? '']));
  return raw.map((field) => {
    if (!foreign.has(field)) return field;
    const value = decoded.length === others.length ? values.get(field) : undefined;
    return { name: field.name, value: value ?? decode(bytes(field.value)) };
  });
}

function byName(fields: readonly Field[]): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const values = lines.get(name);
    if (values) values.push(value);
    else lines.set(name, [value]);
  }
  return lines;
}

function addressesIn(values: readonly string[], limit: number, decode: Decode): Address[] {
  let left = limit;
  const within = values.map((value) => {
    const piece = value.slice(0, left);
    left -= piece.length;
    return piece;
  });
  return within.flatMap(mailboxes).flatMap((mailbox) => {
    const name = decodeWords(mailbox.name, decode).trim();
    // Some programs encode the header as a whole, with the address in it.
    if (!mailbox.address && mailbox.name.includes('=?') && /<[^<>\s]+@[^<>\s]+>/.test(name))
      return mailboxes(name).map((one) => ({ name: one.name, address: unicode(one.address) }));
    return { name, address: unicode(plainAddress(mailbox.address, decode)) };
  });
}

/** A group (`Friends: a@x, b@x;`) is its members. */
function mailboxes(value: string): { name: string; address: string }[] {
  return addressparser(value, { flatten: true });
}

/** RFC 2047 §5 forbids encoded words in an address. One is read where it is a single plain address. */
function plainAddress(address: string, decode: Decode): string {
  if (!address.includes('=?')) return address;
  const decoded = decodeWords(address, decode);
  return /^[^\s@=?<>]+@[^\s@=?<>]+$/.test(decoded) ? decoded : '';
}

/** RFC 3492: a domain as people write it. */
function unicode(address: string): string {
  const at = address.lastIndexOf('@');
  if (!/@.*xn--/i.test(address.slice(at))) return address;
  const domain = domainToUnicode(address.slice(at + 1));
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`;
}
