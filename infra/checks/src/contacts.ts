import { createHash } from 'node:crypto';
import { type Channel, type Contact, contactKey } from '@callbook/contracts';
import { v7 } from 'uuid';

/** A valid contact for tests, with the given parts in place. The same `sourceId` gives the same key. */
export function someContact(parts: Partial<Contact> & { sourceId?: string } = {}): Contact {
  const channel: Channel = parts.channel ?? 'email';
  const account = parts.account ?? 'helpdesk';
  const sourceId = parts.sourceId ?? v7();
  const sha256 = createHash('sha256').update(sourceId).digest('hex');
  return {
    version: 1,
    id: v7(),
    channel,
    account,
    sourceId,
    key: contactKey(channel, account, sourceId),
    occurredAt: '2026-11-02T08:00:00.000Z',
    receivedAt: '2026-11-02T08:00:01.000Z',
    from: { name: 'Ada Lindqvist', email: 'ada@example.org' },
    to: ['helpdesk@example.org'],
    subject: `The printer in 214 is jammed (${sourceId})`,
    text: `The printer in room 214 says paper jam. (${sourceId})`,
    fullText: `The printer in room 214 says paper jam. (${sourceId})`,
    thread: { messageId: `${sourceId}@example.org`, references: [] },
    attachments: [],
    original: { sha256, mediaType: 'message/rfc822', size: 1234 },
    details: { channel },
    ...parts,
  };
}
