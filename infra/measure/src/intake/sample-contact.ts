import { createHash } from 'node:crypto';
import { type Contact, contactKey } from '@callbook/contracts';
import { v7 } from 'uuid';
import { paragraphs, sentence, wordsFrom } from '../words.ts';

/** So many people write. After the warm-up the log knows them all, as a desk's log does. */
const PEOPLE = 2_000;
const ATTACHED_EVERY = 5;

/**
 * Distinct e-mails as a service desk gets them, about 4 kB of JSON each: an answer with the quoted mail under it, some
 * with an attachment. The same account and number give the same text and key; ids and times are new.
 */
export function* sampleContacts(account: string, count: number): Generator<Contact> {
  for (let index = 0; index < count; index += 1) yield sampleContact(account, index);
}

function sampleContact(account: string, index: number): Contact {
  const sourceId = sha256(`${account}/${index}`);
  const word = wordsFrom(Number.parseInt(sourceId.slice(0, 8), 16));
  const person = index % PEOPLE;
  const name = `Person Number ${person}`;
  const text = paragraphs(word, 4, 35);
  const now = new Date().toISOString();
  return {
    version: 1,
    id: v7(),
    channel: 'email',
    account,
    sourceId,
    key: contactKey('email', account, sourceId),
    occurredAt: now,
    receivedAt: now,
    from: { name, email: `person.${person}@example.org` },
    to: ['Service Desk <helpdesk@example.org>'],
    subject: `${sentence(word, 7)} (${index})`,
    text,
    fullText: `${text}\n\nKind regards\n${name}\n\n> ${paragraphs(word, 3, 35).replaceAll('\n', '\n> ')}`,
    html: sha256(`${sourceId}/html`),
    language: 'en',
    thread: { messageId: `${sourceId.slice(0, 32)}@mail.example.org`, references: [] },
    attachments:
      index % ATTACHED_EVERY === 0
        ? [
            {
              sha256: sha256(`${sourceId}/png`),
              name: 'screenshot.png',
              mediaType: 'image/png',
              size: 84_213,
              inline: false,
            },
          ]
        : [],
    original: { sha256: sourceId, mediaType: 'message/rfc822', size: 9_000 + (index % 1_000) },
    details: { channel: 'email', folder: 'INBOX', uidValidity: '1', uid: index + 1, sentAt: now },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
