import { type Contact, formatReference } from '@callbook/contracts';
import {
  announceCalls,
  appendHistory,
  identitiesOf,
  insertCalls,
  insertContacts,
  insertRequesters,
  type Log,
  type LogTransaction,
  makeSearchable,
  type NewCall,
  type NewContact,
  takeNumbers,
  touchCalls,
} from '@callbook/log';
import { v7 } from 'uuid';
import { someContact } from './contacts.ts';

export type LoggedCall = { readonly id: string; readonly reference: string };

/**
 * Logs one call with its contacts, of which the first opens it, by the requester who has that contact's identities
 * (a new one where none has); in one transaction and announced, as the consolidation does it. A shortcut for tests of what reads.
 */
export async function logCall(
  log: Log,
  parts: { call?: Partial<NewCall>; contacts?: readonly (Partial<NewContact> & { contact: Contact })[] } = {},
): Promise<LoggedCall> {
  const contacts = parts.contacts ?? [{ contact: someContact() }];
  const opening = contacts[0]?.contact ?? someContact();
  const id = parts.call?.id ?? v7();
  return log.db.transaction().execute(async (trx) => {
    const [number = 0] = await takeNumbers(trx, 1);
    const requesterId = await logRequester(trx, opening);
    await insertCalls(trx, [
      {
        id,
        number,
        status: 'new',
        title: opening.subject ?? opening.text.slice(0, 60),
        requesterId,
        firstChannel: opening.channel,
        impact: 'medium',
        urgency: 'medium',
        receivedAt: opening.receivedAt,
        ...parts.call,
      },
    ]);
    await logContacts(trx, id, contacts);
    await announceCalls(trx, { created: [id], updated: [] });
    return { id, reference: formatReference(number) };
  });
}

/** Logs another contact of a call that is there, and announces the call as updated. */
export async function logContact(
  log: Log,
  call: LoggedCall,
  contact: Partial<NewContact> & { contact: Contact },
): Promise<void> {
  await log.db.transaction().execute(async (trx) => {
    await logContacts(trx, call.id, [{ linkedBy: 'thread', ...contact }]);
    await touchCalls(trx, [{ id: call.id, channel: contact.contact.channel }], contact.contact.receivedAt);
    await announceCalls(trx, { created: [], updated: [call.id] });
  });
}

async function logRequester(trx: LogTransaction, { from, receivedAt }: Contact): Promise<string> {
  const id = v7();
  const identities = identitiesOf(from).map((identity) => ({
    ...identity,
    id: v7(),
    requesterId: id,
    verified: identity.kind === 'email',
    firstSeenAt: receivedAt,
  }));
  const known = await trx
    .selectFrom('identities')
    .select('requester_id')
    .where('value', 'in', identities.map(({ value }) => value).concat(''))
    .executeTakeFirst();
  if (known) return known.requester_id;
  await insertRequesters(trx, [{ id, name: from.name, createdAt: receivedAt }], identities);
  return id;
}

async function logContacts(
  trx: LogTransaction,
  callId: string,
  contacts: readonly (Partial<NewContact> & { contact: Contact })[],
): Promise<void> {
  await insertContacts(
    trx,
    contacts.map((contact, index) => ({
      callId,
      duplicateOf: undefined,
      linkedBy: index === 0 ? 'new' : 'thread',
      why: 'for a test',
      confidence: undefined,
      contentHash: contact.contact.original.sha256,
      ...contact,
    })),
  );
  await appendHistory(
    trx,
    contacts.map(({ contact, linkedBy }, index) => ({
      callId,
      at: contact.receivedAt,
      by: 'callbook',
      kind: index === 0 && linkedBy === undefined ? 'call.opened' : 'contact.joined',
      detail: { contact: contact.id, channel: contact.channel },
    })),
  );
}

/** Makes all that was logged findable by its words, as the consolidation worker does a moment later. */
export async function nowSearchable(log: Log): Promise<void> {
  const failed = (_: string, error: unknown) => {
    throw error;
  };
  while ((await makeSearchable(log, failed)) > 0);
}
