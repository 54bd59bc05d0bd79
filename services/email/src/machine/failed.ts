import { ADDRESS, addressIn, returnedTo } from './delivery-status.ts';
import type { Facts } from './facts.ts';

/** Servers put a recipient at the beginning of a line, and the reason behind it. */
const AT_LINE = new RegExp(
  `^[ \\t>]*(?:to:[ \\t]*|[45]\\d\\d[ -](?:[45]\\.\\d+\\.\\d+[ \\t]+)?)?<?(${ADDRESS})>?\\s*(?:$|[:;(]|\\.\\.\\.|on \\w{3}\\b|-|,)`,
  'gim',
);
/** … or name it in a sentence: `the user ada@example.org was not found`. */
const IN_SENTENCE = new RegExp(
  `(?:\\b(?:to|for|an|à|para|user|recipient|address|mailbox|account)|[:(\uff08\uff1a])\\s*<?(${ADDRESS})`,
  'gim',
);
/** Lines that name somebody else: who sent it, whom to ask, where it went on. */
const OTHER =
  /^.*(?:\bcontact\b|assistance|\bsender\b|envelope-from|message sent by|\bfrom[: ]|generated from|expanded from|postmaster).*$/gim;
/** `The following recipients …:` and below it a name without a domain, which is the server's own. */
const LOCAL_NAME = /recipients?\b[^@]{0,500}\n[ \t]+([\w.+-]+)[ \t]*$/im;
const LIMIT = 1000;

export type Failures = { readonly failedAddresses: string[]; readonly temporaryAddresses: string[] };

/**
 * Whose mail did not arrive, and whose is still on its way. The delivery status knows best, then the header, then the
 * words, and last the returned mail if it went to one recipient only.
 */
export function failures(facts: Facts, kind: 'bounce' | 'delivery-report'): Failures {
  const { recipients, value } = facts;
  const of = (...outcomes: (string | undefined)[]) =>
    recipients.filter(({ outcome }) => outcomes.includes(outcome)).flatMap(({ address }) => address ?? []);
  const failed = kind === 'bounce' ? of('failed', undefined) : [];
  const delayed = of('delayed');
  const named = value('x-failed-recipients')
    .split(',')
    .flatMap((one) => addressIn(one) ?? []);
  if (kind === 'bounce') {
    return bounded(
      first(
        failed,
        named,
        () => spoken(facts),
        () => only(returnedTo(facts.reports)),
      ),
      delayed,
    );
  }
  // A status of a success names recipients who got their mail.
  return bounded([], recipients.length > 0 ? delayed : first(spoken(facts)));
}

function first(...sources: (readonly string[] | (() => readonly string[]))[]): readonly string[] {
  for (const source of sources) {
    const found = typeof source === 'function' ? source() : source;
    if (found.length > 0) return found;
  }
  return [];
}

function spoken(facts: Facts): readonly string[] {
  const { to, from, sender, ours } = facts;
  const said = facts.said.replace(OTHER, '');
  const known = new Set([...to, ...ours, from]);
  const matches = (pattern: RegExp) =>
    [...said.matchAll(pattern)].flatMap(([, found]) => addressIn(found) ?? []).filter((found) => !known.has(found));
  const local = sender === 'daemon' ? LOCAL_NAME.exec(said)?.[1] : undefined;
  const domain = from.split('@')[1];
  return first(
    matches(AT_LINE),
    () => matches(IN_SENTENCE),
    local && domain ? [`${local}@${domain}`.toLowerCase()] : [],
  );
}

function only(addresses: readonly string[]): readonly string[] {
  return addresses.length === 1 ? addresses : [];
}

function bounded(failed: readonly string[], delayed: readonly string[]): Failures {
  const words = (all: readonly string[]) => [...new Set(all)].filter((one) => one.length <= 320).slice(0, LIMIT);
  return { failedAddresses: words(failed), temporaryAddresses: words(delayed) };
}
