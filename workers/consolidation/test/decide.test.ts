import { ownMessageId } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { asCandidate, newcomerOf } from '../src/newcomer.ts';
import { answering, DAYS, decided, logOf, mail, minutesLater, question, REFERENCE, TOKEN } from './log-of.ts';

describe('a contact about nothing known', () => {
  test('opens a call', () => {
    expect(decided(mail())).toMatchObject({ kind: 'new', callId: undefined, suggestions: [] });
  });

  test.each(['auto-reply', 'bounce', 'delivery-report', 'read-receipt', 'own'] as const)(
    'stays apart when it is a machine’s %s',
    (machine) => {
      expect(decided(mail({ machine })).kind).toBe('apart');
    },
  );

  test('opens a call when it comes by a list, or is an alarm that answers nothing', () => {
    expect(decided(mail({ machine: 'list' })).kind).toBe('new');
    const details = { channel: 'email', answers: false } as const;
    expect(decided(mail({ machine: 'auto-reply', details })).kind).toBe('new');
  });
});

describe('a machine’s notice', () => {
  const details = (more: object = {}) => ({ channel: 'email' as const, answers: true, ...more });
  const resolved = { status: 'resolved' as const, endedAt: '2026-11-03T08:00:00.000Z' };
  const log = logOf({ id: 'call 1', contacts: [question], ...resolved });

  test('is noted on the call that it is about, whatever its subject, and does not open it again', () => {
    const vacation = mail({
      machine: 'auto-reply',
      details: details(),
      ...answering('q@x'),
      ...minutesLater(90 * DAYS),
      subject: 'On holiday',
    });
    expect(decided(vacation, log)).toMatchObject({ kind: 'noted', callId: 'call 1', reopens: false, suggestions: [] });
  });

  test('of a mail that was not delivered is noted where that mail belongs', () => {
    const bounceOf = ownMessageId({ reference: REFERENCE, token: TOKEN, part: '2', domain: 'desk.example' });
    const bounce = mail({ machine: 'bounce', details: details({ bounceOf }), thread: { references: [] } });
    expect(decided(bounce, log)).toMatchObject({ kind: 'noted', callId: 'call 1' });
  });

  test('by a sender who could not be verified stays apart', () => {
    const forged = mail({ machine: 'auto-reply', details: details(), ...answering('q@x'), from: { verified: false } });
    expect(decided(forged, log).kind).toBe('apart');
  });

  test('said twice is a repetition, and repeats nothing that people said', () => {
    const notice = mail({ machine: 'auto-reply', details: details(), thread: { messageId: 'n@x', references: [] } });
    const memory = logOf();
    memory.recorded(asCandidate(newcomerOf(notice), undefined, undefined));
    expect(decided({ ...notice, id: 'again' }, memory)).toMatchObject({ kind: 'duplicate', callId: undefined });
    expect(decided(mail({ thread: notice.thread }), memory).kind).toBe('new');
  });
});
