import { describe, expect, test } from '@jest/globals';
import { type Channel, type MessageSpec, messages, PACK_LIMIT } from '../src/index.ts';
import { fullContact } from './example-contact.ts';

const contacts = messages.contacts.schema;
const delivery = {
  kind: 'acknowledgement',
  id: '01a9f3c2-7b1e-7c4d-9a55-0f2e6d1b8c33',
  channel: 'email',
  account: 'helpdesk',
  to: 'ada@example.org',
  text: 'We have it.',
  thread: { references: [] },
  ...{ language: 'en', timeZone: 'UTC', call: { reference: 'CB-10427', title: 'The lamp', status: 'new' } },
};

describe('the catalogue of messages', () => {
  test('carries one to a hundred contacts in a message, and neither none nor more', () => {
    const pack = (size: number) => ({ contacts: Array.from({ length: size }, () => fullContact('email')) });
    expect(PACK_LIMIT).toBe(100);
    expect(contacts.safeParse(pack(1)).success).toBe(true);
    expect(contacts.safeParse(pack(100)).success).toBe(true);
    expect(contacts.safeParse(pack(0)).success).toBe(false);
    expect(contacts.safeParse(pack(101)).success).toBe(false);
  });

  test('refuses a pack with one bad contact in it, and says which', () => {
    const bad = { ...fullContact('email'), occurredAt: 'yesterday' };
    const issues = contacts.safeParse({ contacts: [fullContact('email'), bad] }).error?.issues;
    expect(issues?.map(({ path }) => path.join('.'))).toEqual(['contacts.1.occurredAt']);
  });

  test('has names that can be queue names, and a policy for each message', () => {
    for (const [name, spec] of Object.entries<MessageSpec>(messages)) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(spec.attempts).toBeGreaterThan(1);
      expect(spec.backoff).toBeGreaterThan(0);
    }
  });

  test('sends through the channels that can be sent through, and no others', () => {
    const sending: Channel[] = ['email', 'voice', 'slack'];
    const names = Object.keys(messages).filter((name) => name.startsWith('deliveries-'));
    expect(names.sort()).toEqual(sending.map((channel) => `deliveries-${channel}`).sort());
  });

  test('asks for an id of a delivery, and for who gets it', () => {
    const { schema } = messages['deliveries-email'];
    expect(schema.safeParse(delivery).success).toBe(true);
    expect(schema.safeParse({ ...delivery, id: '1' }).success).toBe(false);
    expect(schema.safeParse({ ...delivery, to: '' }).success).toBe(false);
  });

  test('takes an answer to a delivery only as sent or refused', () => {
    const { schema } = messages['delivery-answers'];
    const answer = { id: delivery.id, outcome: 'refused', reason: 'no such mailbox', at: '2026-11-02T08:00:00Z' };
    expect(schema.safeParse(answer).success).toBe(true);
    expect(schema.safeParse({ ...answer, outcome: 'perhaps' }).success).toBe(false);
  });
});
