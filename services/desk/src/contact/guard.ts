import { HOUR, SECOND } from '@callbook/contracts';
import type { Token } from './token.ts';

/**
 * What tells programs from people without asking anybody else, and without JavaScript. Nothing of it refuses a message:
 * it marks it. Only a flood from one address is asked to wait, and told so.
 */

/** Nobody reads the page and writes a sentence in less. */
const QUICKEST = 3 * SECOND;
/** A page may stay open over night. */
export const OLDEST = 24 * HOUR;

/** What makes a message suspicious, in words. Empty: nothing does. */
export function suspicionsOf(
  { website, text }: { readonly website: string; readonly text: string },
  token: Token | undefined,
  { now, sentBefore, perHour }: { readonly now: number; readonly sentBefore: number; readonly perHour: number },
): string[] {
  return [
    ...(website === '' ? [] : ['a field was filled in that people do not see']),
    ...(token === undefined ? ['it does not come from our page'] : []),
    ...(token && now - token.at < QUICKEST ? ['it was filled in faster than anybody types'] : []),
    ...(token && now - token.at > OLDEST ? ['its page was older than a day'] : []),
    ...((text.match(/https?:\/\//g)?.length ?? 0) > 10 ? ['it holds more than ten links'] : []),
    ...(sentBefore >= perHour ? [`${sentBefore} messages came from the same address within an hour`] : []),
  ];
}

/** Counts what an address of the network did within a span. In memory: a restart forgives. */
export type Counter = { count(address: string, now: number): number };

/** So many addresses are remembered; past that the oldest is forgotten. */
const MOST_ADDRESSES = 20_000;

/** `count` notes one more, and says how many there were before it within the span. */
export function openCounter(span: number): Counter {
  const times = new Map<string, number[]>();
  return {
    count(address, now) {
      const recent = (times.get(address) ?? []).filter((at) => at > now - span);
      times.delete(address);
      times.set(address, [...recent.slice(-1_000), now]);
      const [oldest] = times.keys();
      if (times.size > MOST_ADDRESSES && oldest !== undefined) times.delete(oldest);
      return recent.length;
    },
  };
}

/** What counts as one address: of IPv6 the network that a household or a house is given (RFC 6177). */
export function networkOf(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
  return [...groups, ...Array(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest].slice(0, 4).join(':');
}
