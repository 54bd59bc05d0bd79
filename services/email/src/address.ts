import { cleanText } from '@callbook/contracts';
import type { Address } from './mail.ts';

/** An address as we compare it: in lower case, and undefined when it is none (RFC 5321 §4.5.3.1 bounds it). */
export function email(address: string | undefined): string | undefined {
  const plain = cleanText(address ?? '')
    .trim()
    .toLowerCase();
  return plain.length <= 320 && /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(plain) ? plain : undefined;
}

/** The usable addresses of a header, each once. */
export function emails(addresses: readonly Address[]): string[] {
  return [...new Set(addresses.map(({ address }) => email(address)).filter((found) => found !== undefined))];
}

/** Whether a lower-case address is one of ours, also with a plus-address (RFC 5233). */
export function isOurs(address: string, ours: readonly string[]): boolean {
  const plain = withoutDetail(address);
  return ours.some((one) => one.toLowerCase() === address || one.toLowerCase() === plain);
}

/** `desk+token@example.org` → `desk@example.org`. */
export function withoutDetail(address: string): string {
  return address.replace(/\+[^@]*@/, '@');
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Whether one domain is the other or lies below it: `mail.example.org` and `example.org`. */
export function aligned(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a !== '' && b !== '' && (a === b || below(a, b) || below(b, a));
}

function below(domain: string, parent: string): boolean {
  return parent.includes('.') && domain.endsWith(`.${parent}`);
}
