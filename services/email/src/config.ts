import { type Config, type EmailAccount, type MailboxAccount, MINUTE, SECOND } from '@callbook/contracts';
import type { ImapFlowOptions } from 'imapflow';
import type { Credentials } from './login.ts';

/** One folder of one account: what one connection watches, since IDLE sees one folder. */
export type Mailbox = { readonly account: MailboxAccount; readonly folder: string };

/** The accounts whose mail is fetched. */
export function fetched(accounts: readonly EmailAccount[]): MailboxAccount[] {
  return accounts.filter((account): account is MailboxAccount => account.imap !== undefined);
}

/** Every address that is the desk itself, in lower case. */
export function ownAddresses(accounts: readonly EmailAccount[]): string[] {
  return accounts.flatMap(({ address, aliases }) => [address, ...aliases]).map((address) => address.toLowerCase());
}

/** What whoever takes mails knows of the desk. */
export function deskOf({ country, email: { accounts, agents } }: Pick<Config, 'country' | 'email'>) {
  const trustedReceivers = new Map(accounts.map((account) => [account.name, account.trustedReceivers]));
  return { ours: ownAddresses(accounts), agents, country, trustedReceivers };
}

/** How to connect to an account. */
export function connectionOptions({ imap }: MailboxAccount, { auth }: Credentials): ImapFlowOptions {
  return {
    host: imap.host,
    port: imap.port,
    secure: imap.security === 'tls',
    ...(imap.security !== 'tls' && { doSTARTTLS: imap.security === 'starttls' }),
    auth,
    clientInfo: { name: 'Callbook' },
    logger: false,
    connectionTimeout: 20 * SECOND,
    greetingTimeout: 15 * SECOND,
    // A server that froze is noticed after about twice this: silence, then a NOOP without an answer.
    socketTimeout: 75 * SECOND,
    // RFC 2177 asks for less than 29 minutes; NAT tables forget sooner.
    maxIdleTime: 4 * MINUTE,
    // Between two commands of ours lie milliseconds; a longer delay would be a time without news.
    autoIdleDelay: 250,
  };
}
