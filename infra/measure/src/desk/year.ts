import { createHash } from 'node:crypto';
import { Channel, DAY, formatReference, HOUR, MINUTE, type Priority } from '@callbook/contracts';
import pg from 'pg';

/** A call of the synthetic year, as whoever computes its figures needs to know it. Times are milliseconds. */
export type YearCall = {
  readonly number: number;
  readonly channel: Channel;
  readonly department: string | undefined;
  readonly service: string | undefined;
  readonly priority: Priority;
  readonly receivedAt: number;
  readonly respondBy: number | undefined;
  readonly respondedAt: number | undefined;
  readonly resolveBy: number | undefined;
  readonly resolvedAt: number | undefined;
  readonly rating: number | undefined;
  /** How often it was opened again. */
  readonly reopened: number;
  readonly folded: boolean;
  /** Its contacts by their channels; `true` for those that say again what another said. */
  readonly contacts: readonly { readonly channel: Channel; readonly duplicate: boolean }[];
};

const DEPARTMENTS = ['IT', 'Facilities', 'People', '=Finance', 'Library "East"'];
const SERVICES = Array.from({ length: 24 }, (_, number) => `Service ${number + 1}`);
const PRIORITIES: readonly Priority[] = ['P1', 'P2', 'P3', 'P4'];

/** So many calls of the year that ends at a time, by a source of random numbers from 0 to below 1. */
export function syntheticYear(count: number, end: number, random: () => number): YearCall[] {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const likely = (part: number) => random() < part;
  return Array.from({ length: count }, (_, at): YearCall => {
    const receivedAt = end - Math.floor(random() * 366 * DAY);
    const after = (most: number) => receivedAt + Math.floor(random() ** 3 * most);
    const past = (time: number) => (time < end ? time : undefined);
    const channel = one(Channel.options);
    const respondedAt = likely(0.85) ? past(after(3 * DAY)) : undefined;
    const resolvedAt = likely(0.9) ? past(after(40 * DAY)) : undefined;
    const more = Math.floor(random() ** 2 * 4);
    return {
      ...{ number: at + 1, channel, receivedAt, respondedAt, resolvedAt },
      department: likely(0.9) ? one(DEPARTMENTS) : undefined,
      service: likely(0.7) ? one(SERVICES) : undefined,
      priority: one(PRIORITIES),
      respondBy: likely(0.95) ? receivedAt + HOUR * (1 + Math.floor(random() * 24)) : undefined,
      resolveBy: likely(0.8) ? receivedAt + DAY * (1 + Math.floor(random() * 14)) : undefined,
      rating: resolvedAt !== undefined && likely(0.2) ? 1 + Math.floor(random() * 5) : undefined,
      reopened: likely(0.04) ? 1 + Math.floor(random() * 2) : 0,
      folded: likely(0.02),
      contacts: [
        { channel, duplicate: false },
        ...Array.from({ length: more }, () => ({ channel: one(Channel.options), duplicate: likely(0.4) })),
      ],
    };
  });
}

const STEP = 5_000;
const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
const idOf = (...of: (string | number)[]) =>
  createHash('md5')
    .update(of.join(' '))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Writes the calls into a log, with texts as long as people's are, and brings its statistics up to date. */
export async function writeYear(databaseUrl: string, calls: readonly YearCall[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const insert = (table: string, columns: string, rows: readonly object[]) =>
    client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  try {
    // What a folded call leads to.
    const survivor = idOf('call', 'survivor');
    await insert('calls', CALL, [{ ...row({ ...EMPTY, number: calls.length + 1 }), id: survivor }]);
    await client.query(`update calls set received_at = '2000-01-01', resolved_at = '2000-01-01' where id = $1`, [
      survivor,
    ]);
    for (let from = 0; from < calls.length; from += STEP) {
      const some = calls.slice(from, from + STEP);
      await insert(
        'calls',
        CALL,
        some.map((call) => ({ ...row(call), merged_into: call.folded ? survivor : null })),
      );
      await insert('contacts', CONTACT, some.flatMap(contactsOf));
      await insert('history', 'call_id, at, by, kind, detail', some.flatMap(historyOf));
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

const CALL = `id, number, reference, status, title, first_channel, channels, department, service, impact, urgency, priority,
  received_at, respond_by, responded_at, resolve_by, resolved_at, updated_at, reply_token, merged_into, rating`;
const CONTACT = `id, key, call_id, duplicate_of, linked_by, revises_key, revision_cause, channel, account, source_id,
  occurred_at, received_at, recorded_at, sender, recipients, subject, text, thread, content_hash, original_sha256,
  original_media_type, original_size, details`;

const EMPTY: YearCall = {
  ...{ number: 0, channel: 'email', department: undefined, service: undefined, priority: 'P3', receivedAt: 0 },
  ...{ respondBy: undefined, respondedAt: undefined, resolveBy: undefined, resolvedAt: undefined, rating: undefined },
  ...{ reopened: 0, folded: false, contacts: [] },
};

function row({ number, channel, department, service, priority, rating, ...at }: YearCall) {
  return {
    ...{ id: idOf('call', number), number, reference: formatReference(number), title: `Trouble number ${number}` },
    ...{
      status: at.resolvedAt === undefined ? 'in-progress' : 'resolved',
      first_channel: channel,
      channels: [channel],
    },
    ...{
      department,
      service,
      impact: 'medium',
      urgency: 'medium',
      priority,
      rating,
      reply_token: idOf('token', number),
    },
    ...{ received_at: iso(at.receivedAt), respond_by: iso(at.respondBy), responded_at: iso(at.respondedAt) },
    ...{ resolve_by: iso(at.resolveBy), resolved_at: iso(at.resolvedAt), updated_at: iso(at.receivedAt) },
  };
}

/** The contacts, and a revision of the first in every third call: that is none. */
function contactsOf({ number, receivedAt, contacts }: YearCall): object[] {
  const written = contacts.map(({ channel, duplicate }, at) => ({
    ...contact(number, at, receivedAt + at * MINUTE, channel),
    duplicate_of: duplicate ? idOf('contact', number, 0) : null,
  }));
  if (number % 3 > 0) return written;
  const revision = contact(number, contacts.length, receivedAt + HOUR, contacts[0]?.channel ?? 'email');
  return [...written, { ...revision, revises_key: `key ${number} 0`, revision_cause: 'edit' }];
}

function contact(number: number, at: number, time: number, channel: Channel) {
  const hash = idOf('hash', number, at).replaceAll('-', '');
  return {
    ...{ id: idOf('contact', number, at), key: `key ${number} ${at}`, call_id: idOf('call', number), channel },
    ...{ linked_by: at === 0 ? 'new' : 'thread', account: 'desk', source_id: `${number} ${at}` },
    ...{ occurred_at: iso(time), received_at: iso(time), recorded_at: iso(time), sender: {}, recipients: [] },
    ...{ subject: `Trouble number ${number}`, text: `${hash} `.repeat(12), thread: { references: [] } },
    ...{ content_hash: hash, original_sha256: hash + hash, original_media_type: 'text/plain', original_size: 400 },
    details: { channel },
  };
}

/** Openings, answers, and what opened it again: in the one way or the other. */
function historyOf({ number, receivedAt, reopened }: YearCall): object[] {
  const entry = (minutes: number, kind: string, detail: object) => ({
    ...{ call_id: idOf('call', number), at: iso(receivedAt + minutes * MINUTE), by: 'callbook', kind, detail },
  });
  return [
    entry(0, 'call.opened', {}),
    entry(1, 'acknowledgement.sent', {}),
    entry(60, 'status.changed', { before: 'new', status: 'resolved' }),
    ...Array.from({ length: reopened }, (_, at) =>
      (number + at) % 2 === 0
        ? entry(90 + at, 'call.reopened', {})
        : entry(90 + at, 'status.changed', { before: 'resolved', status: 'in-progress' }),
    ),
  ];
}
