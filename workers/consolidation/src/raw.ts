import { type Contact, type ErrorCode, errorCodes } from '@callbook/contracts';

/**
 * The least of a contact that the log must have: where it came from, when, and its original. Everything that could
 * have made it unrecordable is left out, and can be read from the original.
 */
export function asRaw(contact: Contact, code: ErrorCode): Contact {
  const { version, id, channel, account, sourceId, key, revises, occurredAt, receivedAt, original, details } = contact;
  return {
    ...{ version, id, channel, account, sourceId, key, revises, occurredAt, receivedAt, original },
    from: {},
    to: [],
    text: '',
    fullText: '',
    thread: { references: [] },
    attachments: [],
    problem: { code, message: errorCodes[code] },
    details: 'mail' in details && details.mail ? { channel: details.channel, mail: details.mail } : { channel },
  };
}
