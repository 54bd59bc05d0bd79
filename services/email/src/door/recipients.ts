import { domainToASCII } from 'node:url';
import type { EmailAccount } from '@callbook/contracts';

/**
 * Finds the accounts that an address of an envelope belongs to, by their names: by its address or an alias of it, in
 * whatever case, also with a detail behind a plus (`desk+token@`, RFC 5233). Empty for an address that is none of ours.
 */
export function recipientsOf(accounts: readonly EmailAccount[]): (address: string) => readonly string[] {
  const known = new Map<string, Set<string>>();
  for (const { name, address, aliases } of accounts) {
    for (const own of [address, ...aliases]) known.set(plain(own), (known.get(plain(own)) ?? new Set()).add(name));
  }
  return (address) => {
    const asked = plain(address);
    return [...(known.get(asked) ?? known.get(asked.replace(/\+[^@]*@/, '@')) ?? [])];
  };
}

/** In lower case, the domain as it is in the DNS: `büro.example` and `xn--bro-hoa.example` are one. */
function plain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`.toLowerCase();
}
