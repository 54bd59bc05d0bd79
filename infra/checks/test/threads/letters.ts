import type { Letter } from './scenario.ts';

export const SPOC = 'spoc@lindqvist-pumps.example';
export const FACILITY = 'facility@lindqvist-pumps.example';
export const [ANA, BEN, EVE, VENDOR] = [
  'Ana Duarte <a.duarte@lindqvist-pumps.example>',
  'Ben Olsen <b.olsen@lindqvist-pumps.example>',
  'Eve Moor <eve@elsewhere.example>',
  'Nordlift Service <service@nordlift.example>',
] as const;
export const [MINUTE, HOUR, DAY] = [1, 60, 24 * 60] as const;

export type Writing = {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  /** Minutes after the beginning of the scenario. */
  readonly at?: number;
  /** When it was sent, where that is not when it arrived. */
  readonly sent?: number;
  /** Null: it has none. */
  readonly id?: string | null;
  /** Named letters, and other ids in angle brackets, the oldest first. */
  readonly references?: readonly string[];
  /** Only its parent is named, as some clients do. */
  readonly parentOnly?: boolean;
  readonly headers?: readonly string[];
  readonly mailbox?: 'spoc' | 'facility';
  /** The whole body, with its own Content-Type among the headers. */
  readonly body?: string;
};

const BEGINNING = Date.parse('2026-03-02T08:00:00Z');
const instant = (minutes: number) => new Date(BEGINNING + minutes * 60_000);

/** A mail as a mail program would send it. */
export function letter(name: string, writing: Writing = {}): Letter {
  const {
    from = ANA,
    to = SPOC,
    subject = 'Window in 214 does not close',
    at = 0,
    sent = at,
    mailbox = 'spoc',
  } = writing;
  const { id = idOf(name), references = [], parentOnly = false, headers = [], body } = writing;
  const text = writing.text ?? `This is what is to be said in letter ${name}, and it is said in no other letter.`;
  const ids = references.map((one) => (one.startsWith('<') ? one : idOf(one)));
  const raw = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${instant(sent).toUTCString().replace('GMT', '+0000')}`,
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    ...(ids.length > 0 ? [`In-Reply-To: ${ids.at(-1)}`] : []),
    ...(ids.length > 0 && !parentOnly ? [`References: ${ids.join('\r\n ')}`] : []),
    'MIME-Version: 1.0',
    ...headers,
    ...(body === undefined ? ['Content-Type: text/plain; charset=us-ascii', '', text] : [body]),
    '',
  ].join('\r\n');
  return { name, mailbox, receivedAt: instant(at).toISOString(), raw };
}

export function idOf(name: string): string {
  return `<${name}.20260302@mail.example>`;
}

/** What a mail server reports of a mail that it could not deliver (RFC 3464). */
export function bounce(
  name: string,
  { returned, failed, at }: { returned: string; failed: string; at: number },
): Letter {
  const report = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.elsewhere.example',
    '',
    `Final-Recipient: rfc822; ${failed}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    `From: ${SPOC}`,
    `To: ${failed}`,
    'Subject: We have received your request',
    `Message-ID: ${returned}`,
    '',
    '--b1--',
  ];
  return letter(name, {
    ...{ from: 'MAILER-DAEMON@mx.elsewhere.example', subject: 'Undelivered Mail Returned to Sender', at },
    ...{ headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'], body: report.join('\r\n') },
  });
}

/** An automatic answer of somebody who is away (RFC 3834). */
export function vacation(name: string, writing: Writing): Letter {
  return letter(name, {
    ...{ subject: 'Automatic reply: We have received your request', text: 'I am away until the 13th.' },
    ...writing,
    headers: ['Auto-Submitted: auto-replied', 'Precedence: bulk', 'X-Auto-Response-Suppress: All'],
  });
}
