import { type Contact, respondBy, type Urgency } from '@callbook/contracts';
import type { CallBeginning, CallState, NewCall } from '@callbook/log';
import type { Draft } from './plan.ts';
import { titleOf } from './title.ts';

/** What a call says of itself, when it begins with this contact. */
export function beginningOf(
  { promises }: Pick<Draft, 'promises'>,
  contact: Contact,
  id: string,
  requesterId: string | undefined,
): CallBeginning {
  const { channel, receivedAt } = contact;
  const target = promises && respondBy(promises.clock, new Date(receivedAt))?.toISOString();
  return { id, title: titleOf(contact), requesterId, firstChannel: channel, receivedAt, respondBy: target };
}

/** How a call stands that begins with this contact. */
export function stateOf({ occurredAt }: Contact, { id, title }: CallBeginning): CallState {
  const said = { firstSaidAt: occurredAt, lastSaidAt: occurredAt };
  return { id, reference: undefined, status: 'new', title, ...said, endedAt: undefined, untouched: true };
}

const URGENCIES: Readonly<Record<'low' | 'normal' | 'high', Urgency>> = { low: 'low', normal: 'medium', high: 'high' };

/** What was chosen: in a form of Slack, by a key of the telephone, or by whoever took the call. Nothing is guessed. */
export function chosenIn({ details }: Contact): Pick<NewCall, 'department' | 'service' | 'urgency'> {
  switch (details.channel) {
    case 'slack':
    case 'phone':
      return {
        ...{ department: details.department, service: details.service },
        urgency: URGENCIES[details.urgency ?? 'normal'],
      };
    case 'voice':
      return { department: details.department, urgency: 'medium' };
    default:
      return { urgency: 'medium' };
  }
}
