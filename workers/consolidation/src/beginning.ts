import type { Contact } from '@callbook/contracts';
import type { CallBeginning, CallState } from '@callbook/log';
import { titleOf } from './title.ts';

/** What a call says of itself, when it begins with this contact. */
export function beginningOf(contact: Contact, id: string, requesterId: string | undefined): CallBeginning {
  const { channel, receivedAt } = contact;
  return { id, title: titleOf(contact), requesterId, firstChannel: channel, receivedAt };
}

/** How a call stands that begins with this contact. */
export function stateOf({ occurredAt }: Contact, { id, title }: CallBeginning): CallState {
  const said = { firstSaidAt: occurredAt, lastSaidAt: occurredAt };
  return { id, reference: undefined, status: 'new', title, ...said, endedAt: undefined, untouched: true };
}
