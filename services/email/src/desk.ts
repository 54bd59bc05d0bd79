import { domainOf, isOurs } from './address.ts';

/** What is known of the desk that a mail is for; what is left out is not known. */
export type Desk = {
  /** The desk's own addresses; mail from them is its own. */
  readonly ours?: readonly string[];
  /** Desk staff: addresses, or `@` and a domain. */
  readonly agents?: readonly string[];
  /** The authserv-ids (RFC 8601) under which the account's receiving servers write what they found. */
  readonly trustedReceivers?: readonly string[];
  /** ISO 3166-1 alpha-2: whose telephone numbers need no country code. */
  readonly country?: string | undefined;
};

/** Whether a lower-case address is the desk's or that of one of its agents. */
export function isStaff(address: string, { ours = [], agents = [] }: Desk): boolean {
  const domain = `@${domainOf(address)}`;
  return isOurs(address, ours) || agents.some((one) => [address, domain].includes(one.toLowerCase()));
}
