import type { Contact } from '@callbook/contracts';

/** What a mail is: machine mail of a kind, a person's (`person`), or a device's for a person. */
export type Expected = NonNullable<Contact['machine']> | 'person' | 'voice' | 'scan';

export type MachineCase = {
  readonly name: string;
  readonly expected: Expected;
  readonly raw: string;
  /** Whose mail did not arrive. */
  readonly failed?: readonly string[];
};

/** A mail to the desk, as its headers and its text: `headers` come first and may name From, To and the rest. */
export function mail(name: string, expected: Expected, headers: string, text: string, failed?: string[]): MachineCase {
  const named = (field: string) => new RegExp(`^${field}:`, 'im').test(headers);
  const head = [
    ...headers.trim().split('\n'),
    ...(named('From') ? [] : ['From: Ada Lovelace <ada@example.net>']),
    ...(named('To') ? [] : ['To: desk@example.org']),
    ...(named('Message-ID') ? [] : ['Message-ID: <1.a@example.net>']),
    ...(named('MIME-Version') ? [] : ['MIME-Version: 1.0']),
    ...(named('Content-Type') ? [] : ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']),
  ];
  return { name, expected, raw: `${head.join('\n')}\n\n${text.trim()}\n`, ...(failed && { failed }) };
}

/** A delivery report with its three parts (RFC 6522, RFC 3464). */
export function report(
  name: string,
  expected: Expected,
  headers: string,
  words: string,
  status: string,
  failed?: string[],
): MachineCase {
  const parts = [
    ...['--b', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', words.trim(), ''],
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns;mx.example.net', '', status.trim(), ''],
    ...['--b', 'Content-Type: text/rfc822-headers', '', 'From: desk@example.org', 'Message-ID: <sent.1@example.org>'],
    ...['', '--b--'],
  ];
  const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
  return mail(name, expected, `${headers.trim()}\n${type}`, parts.join('\n'), failed);
}

/** A mail with one attachment. */
export function attached(
  name: string,
  expected: Expected,
  headers: string,
  text: string,
  type: string,
  file: string,
): MachineCase {
  const parts = [
    ...['--b', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text.trim(), ''],
    ...['--b', `Content-Type: ${type}; name="${file}"`, `Content-Disposition: attachment; filename="${file}"`],
    ...['Content-Transfer-Encoding: base64', '', 'AAAAAAAA', '', '--b--'],
  ];
  return mail(name, expected, `${headers.trim()}\nContent-Type: multipart/mixed; boundary=b`, parts.join('\n'));
}
