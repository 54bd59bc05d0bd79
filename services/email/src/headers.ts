import type { AddressObject, EmailAddress, HeaderLines, Headers } from 'mailparser';
import type { Address, Field, MailHeaders } from './mail.ts';

/** RFC 5322 §3.6.8: a field name is printable ASCII without the colon. */
const FIELD = /^([!-9;-~]+)[ \t]*:(.*)$/s;

export const noHeaders: MailHeaders = {
  from: [],
  replyTo: [],
  sender: [],
  to: [],
  cc: [],
  subject: undefined,
  lines: new Map(),
  fields: [],
};

/** The headers we read, from what mailparser decoded and from the lines as they stand. */
export function mailHeaders(decoded: Headers, headerLines: HeaderLines): MailHeaders {
  const subject = decoded.get('subject');
  const fields = fieldsOf(headerLines);
  return {
    from: addresses(decoded, 'from'),
    replyTo: addresses(decoded, 'reply-to'),
    sender: addresses(decoded, 'sender'),
    to: addresses(decoded, 'to'),
    cc: addresses(decoded, 'cc'),
    subject: typeof subject === 'string' ? subject : undefined,
    lines: byName(fields),
    fields,
  };
}

/** The first value of a header, as it stands. */
export function header(headers: MailHeaders, name: string): string | undefined {
  return headers.lines.get(name)?.[0];
}

function fieldsOf(headerLines: HeaderLines): Field[] {
  return headerLines.flatMap(({ line }) => {
    const field = FIELD.exec(line);
    if (!field?.[1]) return [];
    return { name: field[1].toLowerCase(), value: (field[2] ?? '').replace(/\r?\n(?=[ \t])/g, '').trim() };
  });
}

function byName(fields: readonly Field[]): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const values = lines.get(name) ?? [];
    values.push(value);
    lines.set(name, values);
  }
  return lines;
}

function addresses(decoded: Headers, name: string): Address[] {
  const found = decoded.get(name) as AddressObject | AddressObject[] | undefined;
  return [found ?? []].flat().flatMap(({ value }) => value.flatMap(flat));
}

/** A group (`Friends: a@x, b@x;`) is its members. */
function flat({ name, address, group }: EmailAddress): Address[] {
  return group ? group.flatMap(flat) : [{ name, address: address ?? '' }];
}
