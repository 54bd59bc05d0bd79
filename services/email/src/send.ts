import {
  CallbookError,
  type Delivery,
  type EmailAccount,
  isMailAddress,
  SECOND,
  type SendingAccount,
} from '@callbook/contracts';
import type { Sent } from '@callbook/outbound';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { Credentials, Login } from './login.ts';

export type SendDeps = {
  readonly now: () => number;
  /** How an account logs in where it has no password. */
  readonly loginOf: (account: string) => Pick<Login, 'credentials' | 'refused'> | undefined;
};

/** Sends one delivery. @throws CallbookError `email-login`, `email-token`, `email-send`: it is worth another try. */
export type Send = (delivery: Delivery) => Promise<Sent>;

/** A server that is silent so long is given up for this time; deliveries of other accounts wait behind it. */
const SILENCE = 20 * SECOND;
/** After a failed connection nothing is tried with that server for so long. */
const REST = 15 * SECOND;
/** Ids of ancestors that are named: enough for every mail program, and no header that a server would refuse. */
const MOST_REFERENCES = 20;
/** What can stand in a header as an id; whoever wrote to us may have called a mail anything. */
const ID = /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/;

/** The accounts that mail is sent from. */
export function sendingAccounts(accounts: readonly EmailAccount[]): SendingAccount[] {
  return accounts.filter((account): account is SendingAccount => account.smtp !== undefined);
}

/**
 * Hands mails in at the servers of their accounts. A mail that is sent again has the same Message-ID, so that a mailbox
 * shows it once. What the server refuses for good is answered with its words; all else is thrown, to be tried again.
 */
export function openSend(accounts: readonly SendingAccount[], { now, loginOf }: SendDeps): Send {
  const ways = new Map(accounts.map((account) => [account.name, { account, rests: 0 }]));
  return async (delivery) => {
    const way = ways.get(delivery.account);
    if (!way) return { outcome: 'refused', reason: `nothing is sent from the account ${delivery.account} any more` };
    if (!isMailAddress(delivery.to)) return { outcome: 'refused', reason: 'its recipient is not one plain address' };
    if (now() < way.rests) throw new CallbookError('email-send', `The server of ${delivery.account} is away.`);
    const { account } = way;
    const login = account.smtp.password === undefined ? loginOf(account.name) : undefined;
    // A token that cannot be had says so itself.
    const credentials = await login?.credentials();
    try {
      const { response } = await connect(account, credentials).sendMail(mailOf(delivery, account));
      const sourceId = renamed(response) ?? delivery.thread.messageId;
      return { outcome: 'sent', ...(sourceId !== undefined && { sourceId }) };
    } catch (error) {
      const refusal = refusalOf(error, delivery);
      if (refusal !== undefined) return { outcome: 'refused', reason: refusal };
      if (!isSmtpFault(error)) throw error;
      if (error.code === 'EAUTH' && credentials) login?.refused(credentials);
      if (error.responseCode === undefined) way.rests = now() + REST;
      throw asOurs(error, delivery.account);
    }
  };
}

/** A connection of its own for each mail: a desk sends a few a minute, and a token lasts for an hour. */
function connect({ smtp }: SendingAccount, credentials: Credentials | undefined): Transporter<{ response: string }> {
  const { user } = smtp;
  const accessToken = credentials?.token?.value;
  return createTransport({
    ...{ host: smtp.host, port: smtp.port, secure: smtp.security === 'tls' },
    ...{ requireTLS: smtp.security === 'starttls', ignoreTLS: smtp.security === 'none' },
    ...(user !== undefined && {
      auth: accessToken === undefined ? { user, pass: smtp.password } : { type: 'OAuth2', user, accessToken },
    }),
    ...{ connectionTimeout: SILENCE, greetingTimeout: SILENCE, socketTimeout: SILENCE },
    // Nothing that somebody wrote may make us read a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  }) as unknown as Transporter<{ response: string }>;
}

/**
 * A mail of ours. What no person wrote says so (RFC 3834 §3.1.7) and has no envelope sender, so that no machine answers
 * it, and no bounce of it comes back.
 */
function mailOf(delivery: Delivery, { address, smtp }: SendingAccount): SendMailOptions {
  const { kind, to, from = '', replyTo, subject = '', text, html, thread } = delivery;
  const automatic = kind !== 'reply';
  const answered = thread.references.filter((id) => ID.test(id)).map((id) => `<${id}>`);
  return {
    from: { name: from, address },
    to: { name: '', address: to },
    envelope: { from: automatic && smtp.nullSender ? '' : address, to: [to] },
    ...(replyTo !== undefined && { replyTo: { name: from, address: replyTo } }),
    ...{ subject, text },
    ...(html !== undefined && { html }),
    ...(thread.messageId !== undefined && { messageId: `<${thread.messageId}>` }),
    ...(answered.length > 0 && { inReplyTo: answered.at(-1), references: answered.slice(-MOST_REFERENCES) }),
    headers: automatic
      ? {
          'Auto-Submitted': kind === 'acknowledgement' ? 'auto-replied' : 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
        }
      : {},
  };
}

/** Amazon's service gives mails ids of its own, and says so in its answer to DATA. */
function renamed(response: string): string | undefined {
  return /^250 Ok ([\da-f]{16}-[\da-f-]{30,}-\d{6})$/i.exec(response.trim())?.[1];
}

type SmtpFault = {
  readonly code: string;
  readonly message: string;
  readonly responseCode?: number;
  readonly command?: string;
};

function isSmtpFault(error: unknown): error is SmtpFault {
  return typeof error === 'object' && error !== null && typeof (error as { code?: unknown }).code === 'string';
}

/** Why the server will never take this mail, in its own words. A login that fails is our account's fault, not the mail's. */
function refusalOf(error: unknown, { kind }: Delivery): string | undefined {
  if (!isSmtpFault(error) || error.responseCode === undefined || error.responseCode < 500) return undefined;
  if (error.code === 'EAUTH' || !['MAIL FROM', 'RCPT TO', 'DATA'].includes(error.command ?? '')) return undefined;
  const words = error.message.replace(/\s+/g, ' ').slice(0, 300);
  const nobody = error.command === 'MAIL FROM' && kind !== 'reply';
  return nobody ? `${words} (does its server refuse mail without an envelope sender? See smtp.nullSender)` : words;
}

function asOurs(error: SmtpFault, account: string): CallbookError {
  if (error.code === 'EAUTH')
    return new CallbookError('email-login', `The server that ${account} sends through refuses its login.`, {
      cause: error,
    });
  return new CallbookError('email-send', `The server that ${account} sends through does not take mail now.`, {
    cause: error,
  });
}
