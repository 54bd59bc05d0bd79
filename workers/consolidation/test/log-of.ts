import { someContact } from '@callbook/checks';
import { type Contact, DAY, formatReference } from '@callbook/contracts';
import { type CallState, identitiesOf, identityKey } from '@callbook/log';
import { decide } from '../src/decide.ts';
import { type Memory, openMemory } from '../src/memory.ts';
import { asCandidate, newcomerOf } from '../src/newcomer.ts';

export const TOKEN = '3f0c9d4be1a24c6f8e21b7a05c9d3e44';
export const REFERENCE = formatReference(1042);
export const TEXT =
  'The window in room 214 does not close any more, and it rains in. Could somebody have a look today?';

/** A log in memory with these calls, each with its contacts; `CB-10429` has the token above. */
export function logOf(...calls: (Partial<CallState> & { id: string; contacts?: readonly Contact[] })[]): Memory {
  const states = calls.map(
    ({ contacts: [first] = [], ...call }): CallState => ({
      ...{ reference: REFERENCE, status: 'new', title: first?.subject ?? '', endedAt: undefined, untouched: true },
      ...{ firstSaidAt: first?.occurredAt ?? '', lastSaidAt: first?.occurredAt ?? '' },
      ...call,
    }),
  );
  const memory = openMemory({
    candidates: { byMessageId: new Map(), byContent: new Map(), awaiting: new Map(), sent: new Map() },
    calls: {
      byId: new Map(states.map((call) => [call.id, call])),
      byReference: new Map(states.map((call) => [call.reference ?? '', call])),
      byToken: new Map(states.slice(0, 1).map((call) => [TOKEN, call])),
    },
    ...{
      regulars: new Set(),
      identities: new Map(),
      revised: new Map(),
      missed: new Set(),
      matters: new Map(),
      senders: new Map(),
      overAfter: 30 * DAY,
    },
  });
  for (const { id, contacts = [] } of calls) {
    for (const contact of contacts) {
      const newcomer = newcomerOf(contact);
      const candidate = asCandidate(newcomer, id, undefined);
      for (const identity of identitiesOf(contact.from))
        memory.claimed(identityKey(identity), { requesterId: `who has ${identity.value}`, verified: false });
      memory.said(id, candidate);
      memory.recorded(candidate);
      for (const answer of newcomer.answers)
        if (memory.withMessageId(answer).length === 0) memory.awaited(answer, candidate);
    }
  }
  return memory;
}

export const decided = (contact: Contact, memory = logOf()) => decide(newcomerOf(contact), memory);
export const mail = (parts: Partial<Contact> = {}) =>
  someContact({ text: TEXT, fullText: TEXT, subject: 'Window', ...parts });
export const from = (email: string) => ({ from: { email } });
export const minutesLater = (minutes: number) => ({
  occurredAt: new Date(Date.parse('2026-11-02T08:00:00.000Z') + minutes * 60_000).toISOString(),
});
export const DAYS = 24 * 60;
export const answering = (...references: string[]) => ({ thread: { messageId: `${references.at(-1)}+1`, references } });
export const question = mail({ thread: { messageId: 'q@x', references: [] } });
