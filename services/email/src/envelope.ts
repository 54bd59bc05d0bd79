import type { Contact } from '@callbook/contracts';
import type { Field, ParsedMail } from './mail.ts';

/** What a mail server says besides the mail itself when it hands it over (RFC 5321 §3.3). */
export type Envelope = NonNullable<Extract<Contact['details'], { channel: 'email' }>['envelope']>;

/**
 * The mail with the headers on top that the last server puts there (RFC 5321 §4.4): Return-Path, and Delivered-To for
 * each recipient. So whoever reads it finds an empty sender, or a token in the address, where a mailbox has them too.
 */
export function withTrace(mail: ParsedMail, { from, to }: Envelope): ParsedMail {
  const trace: Field[] = [
    { name: 'return-path', value: `<${from}>` },
    ...to.map((address) => ({ name: 'delivered-to', value: address })),
  ];
  const { headers } = mail;
  const lines = new Map(headers.lines);
  for (const name of ['return-path', 'delivered-to']) {
    const added = trace.filter((field) => field.name === name).map(({ value }) => value);
    lines.set(name, [...added, ...(headers.lines.get(name) ?? [])]);
  }
  return { ...mail, headers: { ...headers, lines, fields: [...trace, ...headers.fields] } };
}
