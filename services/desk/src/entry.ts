import type { Archive } from '@callbook/archive';
import { type Contact, contactKey } from '@callbook/contracts';
import { phoneNumber } from './phone.ts';
import { type CallEntry, InvalidRequest } from './query.ts';
import { type Entered, openTaking, type TakingDeps } from './taking.ts';

/** The calls that people take and write down are one account. */
const ACCOUNT = 'desk';

export type EntryDeps = TakingDeps & {
  readonly archive: Pick<Archive, 'put'>;
  readonly now: () => Date;
  /** UUID v7. */
  readonly newId: () => string;
  readonly country?: string | undefined;
};

/** What is known of an entry besides what was typed. */
export type Arrival = {
  readonly id: string;
  /** Who typed it. */
  readonly by: string;
  readonly receivedAt: Date;
  readonly original: { readonly sha256: string; readonly size: number };
  readonly country?: string | undefined;
};

/**
 * Takes what an agent typed the way of every contact: archived, spooled, and only then answered. The answer has the
 * reference when the log has it in time. Resolves without one where Redis or Postgres is away, for nothing is lost.
 */
export function openEntry(deps: EntryDeps): (entry: CallEntry, by: string) => Promise<Entered> {
  const { archive, now, newId, country } = deps;
  const taken = openTaking(deps);
  return async (entry, by) => {
    const id = newId();
    // Faults in what was typed are told before anything is kept of it.
    const draft = entryContact(entry, {
      id,
      by,
      receivedAt: now(),
      country,
      original: { sha256: '0'.repeat(64), size: 0 },
    });
    const stored = await archive.put(Buffer.from(JSON.stringify({ ...entry, by })));
    const contact = { ...draft, original: { ...draft.original, ...stored } };
    return taken(contact);
  };
}

/**
 * Makes a contact of what an agent typed.
 * @throws InvalidRequest for a telephone number that is none.
 */
export function entryContact(entry: CallEntry, { id, by, receivedAt, original, country }: Arrival): Contact {
  const { from, subject, text, reference, walkIn, department, service, urgency } = entry;
  const { phone, ...named } = from;
  const sourceId = entry.id ?? id;
  const occurredAt = new Date(Math.min(Date.parse(entry.occurredAt ?? '') || Infinity, receivedAt.getTime()));
  return {
    ...{ version: 1, id, channel: 'phone', account: ACCOUNT, sourceId, key: contactKey('phone', ACCOUNT, sourceId) },
    ...{ occurredAt: occurredAt.toISOString(), receivedAt: receivedAt.toISOString() },
    // Nobody checked who it was.
    from: defined({ ...named, phone: phone === undefined ? undefined : numberOf(phone, country) }),
    to: [],
    ...defined({ subject }),
    ...{ text, fullText: text },
    thread: { references: [], ...defined({ callReference: reference?.toUpperCase() }) },
    attachments: [],
    original: { ...original, mediaType: 'application/json' },
    details: { channel: 'phone', ...defined({ takenBy: by, walkIn, department, service, urgency }) },
  };
}

function numberOf(written: string, country: string | undefined): string {
  const number = phoneNumber(written, country);
  if (number !== undefined) return number;
  const message = country ? 'no telephone number' : 'no telephone number with a country code, such as +49 30 901820';
  throw new InvalidRequest([{ path: ['from', 'phone'], message }], 'body');
}

/** Without what is not there. */
function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
