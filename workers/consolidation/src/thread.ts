import { type Contact, DAY, isTextConversation, replyTokenIn } from '@callbook/contracts';
import type { CallState, Candidate } from '@callbook/log';
import type { Known } from './memory.ts';
import type { Newcomer } from './newcomer.ts';
import { isNotice } from './notice.ts';
import { alike, bareSubject } from './subject.ts';
import { type Answer, judge, type Tie } from './tie.ts';

/** Mail may reach us this much later than its answer, through another mailbox. */
const DELAY = 7 * DAY;
/** So long two answers to one mail that we never saw count as one conversation. */
const CONVERSATION = 30 * DAY;

/** The token of the address that it was sent to, or of its own Message-ID where it is a mail of ours. */
export function byReplyToken(newcomer: Newcomer, known: Known): Tie[] {
  const { replyToken, messageId = '' } = newcomer.contact.thread;
  return [
    ...toToken(replyToken?.toLowerCase(), 'was sent to the reply address', newcomer, known),
    ...toToken(replyTokenIn(messageId), 'is a mail of ours', newcomer, known),
  ];
}

/** In-Reply-To and References, the nearest first: mails of ours tell their call by themselves, others are looked up. */
export function byReferences(newcomer: Newcomer, known: Known): Tie[] {
  return newcomer.answers.flatMap((id) => {
    const ours = known.callOfSent(id);
    if (ours) return [judge(answerOf(newcomer, known), ours, { why: answersUs(newcomer), ...asCall(ours) })];
    if (isTextConversation(id)) return [];
    const token = replyTokenIn(id);
    if (token) return toToken(token, 'answers a mail of ours', newcomer, known);
    return toMessage(id, newcomer, known);
  });
}

/** Somebody has said something in this thread of Slack before, whose first message was not for the desk. */
export function bySlackThread(newcomer: Newcomer, known: Known): Tie[] {
  if (newcomer.contact.channel !== 'slack') return [];
  return newcomer.answers.flatMap((id) =>
    known.awaiting(id).flatMap((other) => {
      const call = known.callOf(other);
      return call
        ? [judge(answerOf(newcomer, known), call, { why: 'is in the same thread', ...asMessage(other) })]
        : [];
    }),
  );
}

/** It was answered before it came: through another mailbox, or out of a backlog. */
export function byAnswers({ contact, id }: Newcomer, known: Known): Tie[] {
  if (id === undefined) return [];
  return known.awaiting(id).flatMap((answer) => {
    const call = known.callOf(answer);
    if (!call || !precedes(contact.occurredAt, answer.occurredAt)) return [];
    const { from, subject, occurredAt, machine } = answer;
    const asked = {
      notice: isNotice(contact) || (machine !== undefined && machine !== 'list'),
      // It is the answer that claims to belong to it; and what joins here without a word is the contact itself.
      unverified: from.verified === false || contact.from.verified === false,
      ...{
        subject,
        occurredAt,
        overAfter: known.overAfter,
        parent: answer.answers === id ? ('known' as const) : ('unseen' as const),
      },
    };
    const to = { subject: contact.subject ?? '', lastSaidAt: contact.occurredAt };
    return [judge(asked, call, { why: 'was answered before it came', late: true, ...to })];
  });
}

/** The same person answers the same mail, which we never saw. */
export function byUnseen(newcomer: Newcomer, known: Known): Tie[] {
  const { contact, answers } = newcomer;
  if (isNotice(contact)) return [];
  return answers.flatMap((id) =>
    known.awaiting(id).flatMap((other) => {
      const call = known.callOf(other);
      const apart = Math.abs(Date.parse(contact.occurredAt) - Date.parse(other.occurredAt));
      if (!call || apart > CONVERSATION || !known.sameSender(contact.from, other.from)) return [];
      if (!alike(bareSubject(contact.subject ?? ''), bareSubject(other.subject ?? ''))) return [];
      const why = 'answers the same mail, which never came here, as another one by the same sender';
      return [judge(answerOf(newcomer, known), call, { why, confidence: 0.95, ...asMessage(other) })];
    }),
  );
}

/**
 * A reference in the subject. Numbers can be guessed and are passed on, so that only who has a part in the call joins it;
 * for a report that is whom it is about.
 */
export function byQuotedReference(newcomer: Newcomer, known: Known): Tie[] {
  const { contact } = newcomer;
  const reference = contact.thread.callReference;
  const call = reference === undefined ? undefined : known.callWithReference(reference);
  if (!call) return [];
  const why = `quotes ${reference}`;
  if (peopleOf(contact).some((from) => known.isRegular(call, from)))
    return [judge(answerOf(newcomer, known), call, { why, linkedBy: 'reference', confidence: 0.95, ...asCall(call) })];
  const stranger = { kind: 'same-matter' as const, why: 'its sender has no part in that call', confidence: 0.4 };
  return [{ call, why, linkedBy: 'reference', doubt: stranger }];
}

/** A text message says not which call it is about: it is about the latest one that its number began and nobody has ended. */
export function byNumber({ contact }: Newcomer, known: Known): Tie[] {
  const { details, from } = contact;
  if (details.channel !== 'voice' || details.kind !== 'sms' || contact.thread.callReference !== undefined) return [];
  const call = from.phone === undefined || from.verified === false ? undefined : known.lastCallOf(from.phone);
  if (!call || call.endedAt !== undefined) return [];
  const why = 'comes from the number that this call came from, and is the latest of it';
  return [{ call, linkedBy: 'same-matter', why, confidence: 0.9 }];
}

function toToken(token: string | undefined, how: string, newcomer: Newcomer, known: Known): Tie[] {
  const call = token === undefined ? undefined : known.callWithToken(token);
  if (!call) return [];
  return [judge(answerOf(newcomer, known), call, { why: `${how} of ${call.reference}`, ...asCall(call) })];
}

function toMessage(id: string, newcomer: Newcomer, known: Known): Tie[] {
  const { contact } = newcomer;
  const found = known
    .withMessageId(id)
    .filter((other) => known.callOf(other) && precedes(other.occurredAt, contact.occurredAt));
  const calls = new Set(found.map((other) => known.callOf(other)?.id));
  // An id that programs give to everything they send must not bring strangers together.
  const answered = calls.size < 2 ? found[0] : found.find(({ from }) => known.sameSender(from, contact.from));
  const call = answered && known.callOf(answered);
  if (call) return [judge(answerOf(newcomer, known), call, { why: answersWhat(newcomer, id), ...asMessage(answered) })];
  const latest = found[0] && known.callOf(found[0]);
  if (!latest) return [];
  const shared = { kind: 'same-matter' as const, why: 'several calls have mails with this id', confidence: 0.3 };
  return [{ call: latest, why: `answers ${id}`, linkedBy: 'thread', doubt: shared }];
}

function answersWhat({ contact }: Newcomer, id: string): string {
  return contact.channel === 'slack' ? 'is in its thread' : `answers ${id}`;
}

function answersUs({ contact }: Newcomer): string {
  return contact.channel === 'email' ? 'answers a mail of ours' : 'answers a message of ours';
}

function answerOf({ contact, answers: [parent] }: Newcomer, known: Known): Answer {
  return {
    notice: isNotice(contact),
    unverified: contact.from.verified === false,
    subject: contact.subject,
    occurredAt: contact.occurredAt,
    overAfter: known.overAfter,
    parent: parent === undefined ? 'unseen' : parentOf(parent, known),
  };
}

function parentOf(id: string, known: Known): Answer['parent'] {
  if (replyTokenIn(id) !== undefined || known.callOfSent(id)) return 'ours';
  return known.withMessageId(id).length > 0 ? 'known' : 'unseen';
}

function asCall({ title, lastSaidAt }: CallState) {
  return { subject: title, lastSaidAt };
}

function asMessage({ subject, occurredAt }: Candidate) {
  return { subject: subject ?? '', lastSaidAt: occurredAt };
}

/** Every reply token in a contact: in the address that it was sent to, and in the ids of mails of ours. */
export function tokensOf({ contact, answers }: Newcomer): string[] {
  const { replyToken, messageId = '' } = contact.thread;
  const inIds = [messageId, ...answers].flatMap((id) => replyTokenIn(id) ?? []);
  return replyToken === undefined ? inIds : [replyToken.toLowerCase(), ...inIds];
}

/** Whose part in a call counts: the sender's, and of a report that of the people whom it names. */
export function peopleOf({ from, machine, details }: Contact): Contact['from'][] {
  if (details.channel !== 'email' || machine === undefined) return [from];
  const named = [...(details.failedAddresses ?? []), ...(details.temporaryAddresses ?? [])];
  return [from, ...named.map((email) => ({ email }))];
}

function precedes(message: string, answer: string): boolean {
  return Date.parse(message) <= Date.parse(answer) + DELAY;
}
