import type { Report } from './reports.ts';

/** What a delivery status says of one recipient: RFC 3464 §2.3. */
export type Recipient = {
  readonly address: string | undefined;
  readonly outcome: 'failed' | 'delayed' | 'delivered' | undefined;
};

/** A domain may hold what no domain may hold: reports quote what somebody typed. Chinese and Japanese put no spaces. */
const SIGNS = '\\s<>"\'(),;:[\\]\u3000-\u303f\uff08\uff09\uff0c\uff1a\uff1b\u201c\u201d\u2018\u2019';
export const ADDRESS = `[^${SIGNS}]{1,128}@[^${SIGNS}]{0,254}[^${SIGNS}.]`;
const FIRST_ADDRESS = new RegExp(ADDRESS);
const FIELD = /^([a-z-]+)[ \t]*:[ \t]*(.*)$/i;
const OF_RECIPIENT = new Set(['original-recipient', 'final-recipient', 'action', 'status']);

/**
 * The recipients of the delivery statuses. Groups ought to be parted by blank lines; where they are not, or where there
 * are too many, a field that comes a second time begins the next recipient.
 */
export function recipientsOf(reports: readonly Report[]): Recipient[] {
  return reports
    .filter(({ mediaType }) => /delivery-status$/.test(mediaType))
    .flatMap(({ text }) => recipientsIn(text));
}

export function recipientsIn(status: string): Recipient[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  for (const line of status.replace(/\r?\n[ \t]+(?=\S)/g, ' ').split(/\r?\n/)) {
    const [, field, value = ''] = FIELD.exec(line.trim()) ?? [];
    const name = field?.toLowerCase() ?? '';
    const complete = group.has('action') && (group.has('final-recipient') || group.has('original-recipient'));
    if (group.has(name) || (complete && !line.trim())) {
      groups.push(group);
      group = new Map();
    }
    if (OF_RECIPIENT.has(name)) group.set(name, value);
  }
  groups.push(group);
  return groups.filter((one) => one.size > 1 || one.has('final-recipient')).map(recipient);
}

function recipient(group: ReadonlyMap<string, string>): Recipient {
  // RFC 3464 §2.3.1: what the sender wrote, which is what we know; the final one may be behind a forwarding.
  const address = addressIn(group.get('original-recipient')) ?? addressIn(group.get('final-recipient'));
  return { address, outcome: outcomeOf(group.get('action') ?? '', group.get('status') ?? '') };
}

/** `rfc822; <ada@example.org>`: RFC 3464 §2.1.2. An address of another mail system (`LOCAL;<ada>`) is none. */
export function addressIn(value: string | undefined): string | undefined {
  return FIRST_ADDRESS.exec((value ?? '').replace(/^\s*[\w-]+\s*;/, ''))?.[0].toLowerCase();
}

/** The action decides: `failed` with a status of 4.x.x has been given up, RFC 3464 §2.3.3. */
function outcomeOf(action: string, status: string): Recipient['outcome'] {
  const word = /^[a-z]+/i.exec(action)?.[0].toLowerCase();
  if (word === 'failed' || word === 'failure') return 'failed';
  if (word === 'delayed') return 'delayed';
  if (word === 'delivered' || word === 'relayed' || word === 'expanded') return 'delivered';
  return ({ 5: 'failed', 4: 'delayed', 2: 'delivered' } as const)[status.trim()[0] ?? ''];
}

/** The Message-ID of the mail that a report is about, without its angle brackets. */
export function reportedId(reports: readonly Report[]): string | undefined {
  for (const { mediaType, text } of reports) {
    if (/rfc822|message\/global/.test(mediaType)) {
      const found = idIn(text.trimStart().split(/\r?\n[ \t]*\r?\n/)[0] ?? '');
      if (found) return found;
    }
    // RFC 8098 §3.2.5 and some delivery statuses name it.
    const named = /^(?:x-)?original-message-id:\s*<([^<>\s]+)>/im.exec(text)?.[1];
    if (named) return named;
  }
  return undefined;
}

export function idIn(header: string): string | undefined {
  return /^message-id:\s*<([^<>\s]+)>/im.exec(header)?.[1];
}

/** The recipients that a returned mail's own header names. */
export function returnedTo(reports: readonly Report[]): string[] {
  const returned = reports.find(({ mediaType }) => /rfc822|message\/global$/.test(mediaType))?.text ?? '';
  const header = (returned.trimStart().split(/\r?\n[ \t]*\r?\n/)[0] ?? '').replace(/\r?\n[ \t]+/g, ' ');
  const to = /^to:(.*)$/im.exec(header)?.[1] ?? '';
  return to.split(',').flatMap((one) => addressIn(one) ?? []);
}
