import { aligned, domainOf } from './address.ts';
import { type Finding, type Results, readResults } from './authentication/results.ts';
import type { Field } from './mail.ts';

/** What the receiving server found about a sender. */
export type Authentication = {
  readonly spf?: string;
  readonly dkim?: string;
  readonly dmarc?: string;
};

export type Checked = {
  /** Undefined where no trusted server wrote anything. */
  readonly found: Authentication | undefined;
  /** True: the address in From is its owner's. False: it is not, or nothing speaks for it. Undefined: not checked. */
  readonly verified: boolean | undefined;
};

/** Our own servers write at the top; of a longer header no more is looked at. */
const FIELDS = 500;

/**
 * What the account's own receiving servers wrote about the sender (RFC 8601), and what follows for the address in From.
 * `trusted` are their authserv-ids. Others can write such headers as well: they stand below the `Received` line of the
 * first server of ours (§5), so that only what is above that line counts, and what follows it at once (where Google puts
 * it). A header without authserv-id counts as written by the server whose `Received` line is next below it.
 * ARC (RFC 8617) is not read: whether a sealer is believed is for the receiver to say, which does so in its `dmarc`.
 */
export function checkedSender(fields: readonly Field[], trusted: readonly string[], from: string | undefined): Checked {
  const top = fields.slice(0, FIELDS);
  const findings = trusted.length > 0 ? trustedResults(top, trusted).flatMap((results) => results.findings) : [];
  if (findings.length === 0) return { found: undefined, verified: undefined };
  const [spf, dkim, dmarc] = [resultOf(findings, 'spf'), resultOf(findings, 'dkim'), resultOf(findings, 'dmarc')];
  const found = { ...(spf && { spf }), ...(dkim && { dkim }), ...(dmarc && { dmarc }) };
  return { found, verified: from === undefined ? undefined : verdict(findings, found, domainOf(from)) };
}

/** The first result, but a pass before all others: of several signatures one that holds is enough (RFC 6376 §6.1). */
function resultOf(findings: readonly Finding[], method: string): string | undefined {
  const results = findings.filter((one) => one.method === method).map(({ result }) => result);
  return method === 'dkim' && results.includes('pass') ? 'pass' : results[0];
}

function verdict(findings: readonly Finding[], { spf, dkim, dmarc }: Authentication, from: string) {
  const policy = findings.find(({ method }) => method === 'dmarc');
  const about = policy?.properties.get('header.from');
  // A result about another domain than the one in From says nothing of From.
  if (dmarc === 'pass' && (about === undefined || aligned(about, from))) return true;
  if (dmarc === 'fail' || dmarc === 'reject' || dmarc === 'quarantine') return false;
  const signed = findings.some(({ method, result, properties }) => {
    const signer = properties.get('header.d') ?? domainOf(properties.get('header.i') ?? '');
    return method === 'dkim' && result === 'pass' && aligned(signer, from);
  });
  if (signed) return true;
  const refused = spf === 'fail' || spf === 'softfail' || spf === 'hardfail';
  return refused && dkim !== 'pass' && dmarc === undefined ? false : undefined;
}

function trustedResults(fields: readonly Field[], trusted: readonly string[]): Results[] {
  const ids = trusted.map((id) => id.toLowerCase());
  const hops = fields.flatMap(({ name, value }, at) => (name === 'received' ? [{ at, by: hostOf(value) }] : []));
  // Where no server names itself as it signs, the topmost is the only one that we know to be ours.
  const border = Math.max(
    hops.findIndex(({ by }) => ids.some((id) => by === id || by.endsWith(`.${id}`) || id.endsWith(`.${by}`))),
    0,
  );
  const limit = hops[border]?.at ?? fields.length;
  const beyond = hops[border + 1]?.at ?? fields.length;
  const isTrusted = ({ receiver }: Results, at: number) => {
    if (receiver !== undefined) return ids.includes(receiver);
    const by = hops.find((hop) => hop.at > at)?.by ?? '';
    return ids.some((id) => by === id || by.endsWith(`.${id}`));
  };
  const written = fields.flatMap(({ name, value }, at) => {
    if (name !== 'authentication-results' || at > beyond) return [];
    const results = readResults(value);
    return isTrusted(results, at) ? [{ results, at }] : [];
  });
  const above = written.filter(({ at }) => at < limit);
  // Below the line the sender's own headers begin, too, and the first is the server's.
  return (above.length > 0 ? above : written.slice(0, 1)).map(({ results }) => results);
}

/** The server that wrote a `Received` line: RFC 5321 §4.4. */
function hostOf(received: string): string {
  return /(?:^|\s)by\s+([\w.:[\]-]+)/i.exec(received)?.[1]?.toLowerCase() ?? '';
}
