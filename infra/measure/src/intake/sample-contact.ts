import { createHash } from 'node:crypto';
import { type Contact, contactKey } from '@callbook/contracts';
import { v7 } from 'uuid';

const WORDS =
  `printer jammed room laptop password reset account locked cannot login network cable meeting projector since this morning
  error screen says again please help the a we our it is was not when after before update installed version driver outlook
  calendar shared mailbox access folder permission denied vpn connection drops every few minutes office building floor desk
  phone headset microphone camera order replacement broken battery charger monitor flickers keyboard spilled coffee urgent
  customer waiting invoice report export spreadsheet macro server down slow tried restarting twice thanks regards colleague
  new starter monday badge door ticket reference earlier number attached screenshot`.split(/\s+/);
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

/** Words in an order that the seed alone decides (xorshift). */
function wordsFrom(seed: number): () => string {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return WORDS[(state >>> 0) % WORDS.length] ?? '';
  };
}

function sentence(word: () => string, length: number): string {
  return Array.from({ length }, word).join(' ');
}

function paragraphs(word: () => string, count: number, length: number): string {
  return Array.from({ length: count }, () => `${sentence(word, length)}.`).join('\n\n');
}
