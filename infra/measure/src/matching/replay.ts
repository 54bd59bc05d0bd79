import { createHash } from 'node:crypto';
import { recordContacts } from '@callbook/consolidation';
import { type Contact, contactKey, type DirectoryPerson } from '@callbook/contracts';
import { importDirectory, type Log, openLog } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Labelled, LabelledSet, Listed } from './labelled.ts';

/** What became of a contact, by its label. */
export type Placed = { readonly call: string; readonly duplicate: boolean; readonly linkedBy: string };
export type Suggested = {
  readonly calls: readonly [string, string];
  readonly kind: string;
  readonly confidence: number;
};

/** What the log has after a set was replayed. */
export type Outcome = { readonly placed: ReadonlyMap<string, Placed>; readonly suggestions: readonly Suggested[] };

const REFERENCE = /\bCB-\d{4,}\b/;

/**
 * Replays a set through the real consolidation into an empty log: first its directory, then its contacts one by one in the
 * order of their time. What the labels say is kept from it.
 */
export async function replay(databaseUrl: string, logger: Logger, set: LabelledSet): Promise<Outcome> {
  const log = openLog({ url: databaseUrl, connections: 4 }, logger);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const at = set.contacts[0]?.occurredAt ?? '2026-01-01T00:00:00Z';
    await log.db
      .transaction()
      .execute((trx) =>
        importDirectory(trx, { source: set.name, leads: true, people: set.directory.map(toPerson) }, { newId: v7, at }),
      );
    const ids = new Map<string, string>();
    const firsts = new Map<string, string>();
    for (const labelled of set.contacts) {
      const contact = toContact(labelled, await quotedReference(client, labelled, firsts));
      ids.set(contact.id, labelled.id);
      if (!firsts.has(labelled.matter)) firsts.set(labelled.matter, contact.id);
      await record(log, contact);
    }
    return await outcomeOf(client, ids);
  } finally {
    await client.end();
    await log.close();
  }
}

async function record(log: Log, contact: Contact): Promise<void> {
  await recordContacts([contact], { log, newId: v7, now: () => new Date(contact.receivedAt) });
}

function toPerson({
  person,
  name,
  emails,
  phones,
  slackUser,
  employeeNumber,
  department,
  room,
}: Listed): DirectoryPerson {
  return {
    key: person,
    name,
    identities: [
      ...emails.map((value) => ({ kind: 'email', value: value.toLowerCase() }) as const),
      ...phones.map((value) => ({ kind: 'phone', value }) as const),
      ...(slackUser ? [{ kind: 'slack', value: slackUser } as const] : []),
      ...(employeeNumber ? [{ kind: 'employee-number', value: employeeNumber } as const] : []),
    ],
    department,
    place: room,
  };
}

/** The reference that the call of a matter really got: the set's own are invented. A wrong one stays wrong. */
async function quotedReference(client: pg.Client, { quotes }: Labelled, firsts: ReadonlyMap<string, string>) {
  const first = quotes && firsts.get(quotes);
  if (!first) return undefined;
  const { rows } = await client.query<{ reference: string }>(
    'select reference from calls join contacts on call_id = calls.id where contacts.id = $1',
    [first],
  );
  return rows[0]?.reference;
}

function toContact(labelled: Labelled, callReference: string | undefined): Contact {
  const { id, channel, from, subject, text } = labelled;
  const occurredAt = new Date(labelled.occurredAt).toISOString();
  const quoting = (said: string) => (callReference === undefined ? said : said.replace(REFERENCE, callReference));
  const account = 'replay';
  return {
    version: 1,
    id: v7(),
    channel,
    account,
    sourceId: id,
    key: contactKey(channel, account, id),
    occurredAt,
    receivedAt: occurredAt,
    // As the adapters do: a mailbox, a workspace and a sign-in vouch for who it is; a telephone and a pen do not.
    from: { ...from, ...(['email', 'slack', 'web'].includes(channel) && { verified: true }) },
    to: [],
    ...(subject !== undefined && { subject: quoting(subject) }),
    text: quoting(text),
    fullText: quoting(text),
    thread: { references: [], ...(callReference !== undefined && { callReference }) },
    attachments: [],
    original: { sha256: createHash('sha256').update(id).digest('hex'), mediaType: 'text/plain', size: text.length },
    details: { channel },
  };
}

async function outcomeOf(client: pg.Client, ids: ReadonlyMap<string, string>): Promise<Outcome> {
  const contacts = await client.query<{ id: string; call_id: string; duplicate_of: string | null; linked_by: string }>(
    `select contacts.id, coalesce(merged_into, call_id) as call_id, duplicate_of, linked_by
     from contacts join calls on calls.id = call_id`,
  );
  const suggestions = await client.query<{ call_id: string; other_call_id: string; kind: string; confidence: number }>(
    'select call_id, other_call_id, kind, confidence from suggestions where other_call_id is not null',
  );
  return {
    placed: new Map(
      contacts.rows.map(({ id, call_id: call, duplicate_of, linked_by: linkedBy }) => [
        ids.get(id) ?? id,
        { call, duplicate: duplicate_of !== null, linkedBy },
      ]),
    ),
    suggestions: suggestions.rows.map(({ call_id, other_call_id, ...rest }) => ({
      ...rest,
      calls: [call_id, other_call_id],
    })),
  };
}
