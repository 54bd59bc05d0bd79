import { replyTokenIn } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { compose } from '../src/compose.ts';
import { desk, entry, TOKEN } from './entry.ts';

describe('an acknowledgement by e-mail', () => {
  test('says the reference, what came, and when a person answers', () => {
    expect(compose(entry(), desk()).text).toBe(
      [
        'Hello Ada Lindqvist,',
        'We have your message “The printer is jammed”. Its reference is CB-10429.',
        'A person will answer you by Monday 9 November at 08:30 CET.',
        'To add something, simply answer this message. If it cannot wait, say so in your answer, and why.',
        '-- \nExample Ltd',
      ].join('\n\n'),
    );
  });

  test('is in the language of whoever wrote, as far as it is known here', () => {
    const german = compose(entry({ contact: { language: 'de-AT' } }), desk());
    expect(german.text).toContain('Ihre Vorgangsnummer ist CB-10429.');
    expect(german.text).toContain('Ein Mensch antwortet Ihnen bis Montag, 9. November um 08:30 MEZ.');
    expect(compose(entry({ contact: { language: 'fi' } }), desk()).text).toMatch(/^Hello Ada/);
    expect(compose(entry({ contact: { language: undefined } }), desk()).language).toBe('en-GB');
  });

  test('says out of service hours that nobody is there, and from when', () => {
    const { text } = compose(entry({ createdAt: '2026-11-07T12:00:00.000Z' }), desk());
    expect(text).toContain('Nobody is here now. We are back on Monday 9 November at 08:00 CET. A person will answer');
  });

  test('promises no time where there is none', () => {
    const { text } = compose(entry({ call: { respondBy: undefined } }), desk());
    expect(text).toContain('A person will answer you.');
  });

  test('has an id that tells its call and is the same each time, and answers what came', () => {
    const [once, again] = [compose(entry(), desk()), compose(entry(), desk())];
    expect(again).toEqual(once);
    expect(once.thread).toEqual({ messageId: `CB-10429.${TOKEN}@example.org`, references: ['m1@example.org'] });
    expect(replyTokenIn(once.thread.messageId ?? '')).toBe(TOKEN);
  });

  test.each([
    ['The printer', 'Re: The printer [CB-10429]'],
    ['Re: The printer [CB-10429]', 'Re: The printer [CB-10429]'],
    ['AW: Drucker', 'Re: Drucker [CB-10429]'],
    ['Two\r\nlines', 'Re: Two lines [CB-10429]'],
    ['long '.repeat(100), `Re: ${'long '.repeat(30).slice(0, 149)}… [CB-10429]`],
  ])('to %j', (subject, expected) => {
    expect(compose(entry({ contact: { subject } }), desk()).subject).toBe(expected);
  });

  test('asks for answers at an address of the call, where such addresses come here', () => {
    expect(compose(entry(), desk()).replyTo).toBeUndefined();
    const smtp = { host: '127.0.0.1', plusAddressing: true };
    const plus = desk({ email: { accounts: [{ name: 'helpdesk', address: 'desk@example.org', smtp }] } });
    expect(compose(entry(), plus).replyTo).toBe(`desk+${TOKEN}@example.org`);
  });
});

test('an answer of an agent is what the agent wrote, under both names, with an id of its own', () => {
  const { id, ...reply } = entry({ kind: 'reply', message: { text: 'Try again.', by: 'Grace' } });
  const delivery = compose({ id, ...reply }, desk());
  expect(delivery.text).toBe('Try again.\n\n-- \nGrace\nExample Ltd');
  expect(delivery.thread.messageId).toBe(`CB-10429.${TOKEN}.${id}@example.org`);
  expect(replyTokenIn(delivery.thread.messageId ?? '')).toBe(TOKEN);
});

describe('in Slack', () => {
  const slackThread = 'T0000001:C1:1732.0001';
  const inSlack = (audience: 'public' | 'direct', parts = {}) =>
    entry({
      ...{ channel: 'slack', account: 'T0000001', recipient: 'U1', ...parts },
      contact: {
        ...{ from: { slackUser: 'U1' }, thread: { references: [], slackThread }, subject: undefined },
        details: { channel: 'slack', audience },
      },
    });

  test('a message stays in its thread, and says what it has to say and no more', () => {
    const delivery = compose(inSlack('public'), desk());
    expect(delivery).toMatchObject({ to: 'U1', thread: { references: [], slackThread }, audience: 'everybody' });
    expect(delivery.subject).toBeUndefined();
    expect(delivery.text).toMatch(/^We have your message/);
    expect(delivery.call).toMatchObject({ reference: 'CB-10429', respondBy: '2026-11-09T07:30:00.000Z' });
  });

  test('an acknowledgement among many is for one person, where that is wished, and an answer is not', () => {
    const shy = desk({ acknowledgement: { slackInPublic: 'ephemeral' } });
    expect(compose(inSlack('public'), shy).audience).toBe('recipient');
    expect(compose(inSlack('public', { kind: 'reply', message: { text: 'x' } }), shy).audience).toBe('everybody');
    expect(compose(inSlack('direct'), shy).audience).toBeUndefined();
  });

  test('news says how the call stood when it was written', () => {
    const delivery = compose(inSlack('direct', { kind: 'status', message: { status: 'resolved' } }), desk());
    expect(delivery.text).toBe('CB-10429 is resolved.');
    expect(delivery.call.status).toBe('resolved');
  });
});
