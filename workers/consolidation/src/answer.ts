import type { Contact } from '@callbook/contracts';
import { acknowledgeLate, findLeftMessages, type LogTransaction, type NewOutboxMessage } from '@callbook/log';
import { acknowledge } from './acknowledge.ts';
import { actionOf } from './action.ts';
import type { Draft } from './plan.ts';

/** A new call is acknowledged, or its history says why not. By a channel that cannot answer, nothing was to be expected. */
export function answerOpening({ plan, now, newId, promises }: Draft, contact: Contact, callId: string): void {
  if (!promises?.acknowledges || !promises.canAnswer(contact) || isSpeaking(contact)) return;
  const { id: contactId, channel, account } = contact;
  const acknowledgement = acknowledge(contact, now);
  if ('why' in acknowledgement) {
    const detail = { contact: contactId, channel, account, why: acknowledgement.why };
    plan.history.push({ callId, at: now, by: 'callbook', kind: 'acknowledgement.withheld', detail });
  } else plan.outbox.push({ ...messageTo(contact, acknowledgement.recipient), id: newId(), callId, createdAt: now });
}

/** The telephone call of which this is the beginning or the end: it may be known now that its caller has left a message. */
export function endedBy({ key, revises, details }: Contact): string[] {
  if (details.channel !== 'voice' || details.kind !== undefined) return [];
  if (!revises) return [key];
  return revises.cause === 'ended' ? [revises.key] : [];
}

/** Tells callers that their message is here, as soon as the call is over. Who left none waits for no answer. */
export async function answerMessages(
  trx: LogTransaction,
  keys: readonly string[],
  { promises, now, newId }: Pick<Draft, 'promises' | 'now' | 'newId'>,
): Promise<void> {
  if (!promises?.acknowledges) return;
  for (const left of await findLeftMessages(trx, keys))
    if (promises.canAnswer(left))
      await acknowledgeLate(trx, left, { ...acknowledge({ ...left, text: '' }, now), id: newId(), at: now });
}

/** A call is logged while it rings. */
function isSpeaking({ details }: Contact): boolean {
  return details.channel === 'voice' && details.provider === 'twilio' && details.kind === undefined;
}

/** What somebody asked for with a button. Whether it counts is known where it is done. */
export function noteAction({ plan, now, newId, promises }: Draft, contact: Contact, callId: string): void {
  const action = actionOf(contact);
  const { slackUser } = contact.from;
  if (!action || slackUser === undefined) return;
  const answer: NewOutboxMessage | undefined = promises?.canAnswer(contact)
    ? { ...messageTo(contact, slackUser), kind: 'status', id: newId(), callId, createdAt: now }
    : undefined;
  plan.actions.push({ callId, contactId: contact.id, slackUser, action, at: now, answer });
}

function messageTo({ id, channel, account }: Contact, recipient: string) {
  return { kind: 'acknowledgement' as const, contactId: id, channel, account, recipient, message: {} };
}
