import { answeredIdOf, type Contact, messageIdOf, messageKey } from '@callbook/contracts';
import { BEGINNING, type Candidate } from '@callbook/log';
import { saysSomething } from './action.ts';
import { contentHash } from './content-hash.ts';
import { type Clues, cluesOf } from './matter/clues.ts';
import { type Sketch, sketchOf } from './matter/sketch.ts';

/**
 * A contact that the log may lack, with what is computed of it alone: before the transaction, since while that runs every
 * other consolidation waits.
 */
export type Newcomer = {
  readonly contact: Contact;
  readonly contentHash: string;
  /** Its own Message-ID, or name in Slack, as ids are compared. */
  readonly id: string | undefined;
  /** The ids of the messages that it answers or reports, the nearest first, as ids are compared. */
  readonly answers: readonly string[];
  /** What it says, as matters are compared. Undefined for what a machine says, and where nothing is said. */
  readonly matter: { readonly sketch: Sketch; readonly clues: Clues } | undefined;
};

/** Ancestors that are looked at: the nearest, and the one that began it all. */
const NEAREST = 30;

/** What is computed of a contact alone. */
export function newcomerOf(contact: Contact): Newcomer {
  const id = messageIdOf(contact);
  return {
    contact,
    contentHash: contentHash(contact),
    id,
    answers: answersOf(contact, id),
    matter: matterOf(contact),
  };
}

function matterOf(contact: Contact): Newcomer['matter'] {
  const { machine, text, subject = '' } = contact;
  if ((machine !== undefined && machine !== 'list') || !saysSomething(contact) || (text + subject).trim() === '')
    return undefined;
  const sketch = sketchOf(contact);
  return { sketch, clues: cluesOf(contact, sketch) };
}

function answersOf(contact: Contact, own: string | undefined): string[] {
  const { channel, thread, details } = contact;
  const answered = answeredIdOf(contact);
  if (channel === 'slack') return answered === undefined ? [] : [answered];
  // Who quotes a reference says which of several calls is meant.
  if (details.channel === 'voice' && details.kind === 'sms')
    return answered === undefined || thread.callReference !== undefined ? [] : [answered];
  const references = thread.references.toReversed();
  const ids = [...references.slice(0, NEAREST), ...references.slice(NEAREST).slice(-1)];
  if (details.channel === 'email' && details.bounceOf !== undefined) ids.unshift(details.bounceOf);
  return [...new Set(ids.map(messageKey))].filter((id) => id !== own);
}

/** A newcomer as the contacts after it see it. */
export function asCandidate(
  newcomer: Newcomer,
  callId: string | undefined,
  duplicateOf: string | undefined,
): Candidate {
  const { contact, contentHash, id: messageId } = newcomer;
  const { id, key, from, subject, details, occurredAt, fullText, machine } = contact;
  return {
    id,
    key,
    callId,
    duplicateOf,
    messageId,
    answers: answeredIdOf(contact),
    contentHash,
    occurredAt,
    sentAt: 'sentAt' in details ? details.sentAt : undefined,
    from,
    subject,
    machine,
    missed: false,
    beginning: fullText.slice(0, BEGINNING),
  };
}
