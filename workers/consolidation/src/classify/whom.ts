import type { Contact } from '@callbook/contracts';

/** Whether somebody is on a list of addresses, `@` and domains, and numbers. Answers as whom. */
export type OnList = (from: Contact['from']) => string | undefined;

export function listOf(whom: readonly string[]): OnList {
  const known = new Set(whom.map((one) => one.toLowerCase()));
  return ({ email, phone }) => {
    const address = email?.toLowerCase();
    const domain = address?.slice(address.lastIndexOf('@'));
    return [address, domain, phone].find((one) => one !== undefined && known.has(one));
  };
}
