import { type Contact, ownMessageId } from '@callbook/contracts';
import type { CallState } from '@callbook/log';
import { describe, expect, test } from '@jest/globals';
import { answering, DAYS, decided, from, logOf, mail, minutesLater, question, REFERENCE, TOKEN } from './log-of.ts';

describe('an answer', () => {
  const log = logOf({ id: 'call 1', contacts: [question] });

  test('joins the call of the nearest message that it answers, whoever writes it', () => {
    const other = mail({
      ...from('vendor@example.net'),
      thread: { messageId: 'v@x', references: [] },
      subject: 'Re: Window',
    });
    const calls = logOf({ id: 'call 1', contacts: [question] }, { id: 'call 2', contacts: [other] });
    const answer = mail({
      ...from('third@example.com'),
      ...answering('q@x', 'v@X', 'unknown@x'),
      fullText: 'On Monday.',
    });
    expect(decided(answer, calls)).toMatchObject({
      kind: 'joined',
      callId: 'call 2',
      linkedBy: 'thread',
      suggestions: [],
    });
  });

  test('joins by the address that it was sent to, in any case', () => {
    const answer = mail({
      fullText: 'Today?',
      thread: { references: ['changed@provider'], replyToken: TOKEN.toUpperCase() },
    });
    expect(decided(answer, log)).toMatchObject({
      kind: 'joined',
      callId: 'call 1',
      why: expect.stringContaining('reply address'),
    });
  });

  test('joins by the id of a mail of ours', () => {
    const acknowledgement = ownMessageId({ reference: REFERENCE, token: TOKEN, domain: 'desk.example' });
    const answer = mail({ fullText: 'Thanks', subject: 'Re: We have your request', ...answering(acknowledgement) });
    expect(decided(answer, log)).toMatchObject({ kind: 'joined', callId: 'call 1', suggestions: [] });
  });

  test('under a new subject joins, and is offered for a split', () => {
    const answer = mail({ ...answering('q@x'), fullText: 'And a chair.', subject: 'New chair for room 7' });
    expect(decided(answer, log)).toMatchObject({
      ...{ kind: 'joined', callId: 'call 1' },
      suggestions: [{ kind: 'split', callId: undefined }],
    });
  });

  test('under a new subject, after the thread has rested, opens a call that follows', () => {
    const later = { ...answering('q@x'), ...minutesLater(31 * DAYS), fullText: 'A desk, please.' };
    expect(decided(mail({ ...later, subject: 'New starter in April' }), log)).toMatchObject({
      ...{ kind: 'new', callId: undefined },
      suggestions: [{ kind: 'follow-up', callId: 'call 1' }],
    });
    expect(decided(mail({ ...later, subject: 'AW: [EXT] Window' }), log).kind).toBe('joined');
    expect(decided(mail({ ...later, subject: `Chair (${REFERENCE})` }), log).kind).toBe('joined');
  });

  test('reopens a call that was resolved, and follows one that was resolved long before', () => {
    const resolved = logOf({
      id: 'call 1',
      contacts: [question],
      status: 'resolved',
      endedAt: '2026-11-03T08:00:00.000Z',
    });
    const answer = { ...answering('q@x'), fullText: 'It is open again.' };
    expect(decided(mail({ ...answer, ...minutesLater(3 * DAYS) }), resolved)).toMatchObject({
      kind: 'joined',
      reopens: true,
    });
    expect(decided(mail({ ...answer, ...minutesLater(60 * DAYS) }), resolved)).toMatchObject({
      ...{ kind: 'new', reopens: false },
      suggestions: [{ kind: 'follow-up', callId: 'call 1' }],
    });
  });

  test('whose sender could not be verified joins nothing, and says so', () => {
    const answer = { ...answering('q@x'), fullText: 'Do it now.', from: { email: 'ada@example.org', verified: false } };
    const forged = mail({ ...answer, thread: { ...answer.thread, replyToken: TOKEN, callReference: REFERENCE } });
    expect(decided(forged, log)).toMatchObject({
      kind: 'new',
      suggestions: [
        { kind: 'same-matter', callId: 'call 1', why: [expect.any(String), 'its sender could not be verified'] },
      ],
    });
  });

  test('to an id that several calls share joins that of the same sender, and nobody else’s', () => {
    const form = (email: string) =>
      mail({ ...from(email), thread: { messageId: 'form@x', references: [] }, fullText: `Form of ${email}` });
    const calls = logOf(
      { id: 'call 1', contacts: [form('marta@example.com')] },
      { id: 'call 2', contacts: [form('otto@example.com')] },
    );
    const answer = (email: string) =>
      decided(mail({ ...from(email), ...answering('form@x'), fullText: 'And?' }), calls);
    expect(answer('marta@example.com')).toMatchObject({ kind: 'joined', callId: 'call 1' });
    expect(answer('eve@example.com')).toMatchObject({ kind: 'new', suggestions: [{ kind: 'same-matter' }] });
  });

  test('to a message that has the same id and was sent long after it is none', () => {
    const late = mail({ thread: { messageId: 'q@x', references: [] }, ...minutesLater(60 * DAYS) });
    const answer = mail({ ...answering('q@x'), fullText: 'And?' });
    expect(decided(answer, logOf({ id: 'call 1', contacts: [late] })).kind).toBe('new');
  });

  test('to a mail that never came here joins another one by the same person, about the same', () => {
    const one = mail({ ...answering('unseen@x'), subject: 'Re: Audit', fullText: 'First answer.' });
    const calls = logOf({ id: 'call 1', contacts: [one] });
    const other = (parts: Partial<Contact>) =>
      decided(
        mail({
          thread: { messageId: 'o@x', references: ['unseen@x'] },
          subject: 'AW: Audit',
          fullText: 'Second.',
          ...parts,
        }),
        calls,
      );
    expect(other({})).toMatchObject({ kind: 'joined', callId: 'call 1' });
    expect(other(from('other@example.org')).kind).toBe('new');
    expect(other({ subject: 'My chair' }).kind).toBe('new');
  });
});

describe('what comes after its answer', () => {
  const answer = mail({
    ...from('vendor@example.net'),
    ...answering('q@x'),
    subject: 'Re: Window',
    ...minutesLater(30),
  });

  test('joins the call that the answer opened, which begins with it', () => {
    const log = logOf({ id: 'call 2', contacts: [answer] });
    expect(decided(question, log)).toMatchObject({ kind: 'joined', callId: 'call 2', begins: true });
  });

  test('does not become the beginning of a call that is worked on', () => {
    const log = logOf({ id: 'call 2', contacts: [answer], untouched: false });
    expect(decided(question, log)).toMatchObject({ kind: 'joined', callId: 'call 2', begins: false });
  });

  test('makes one call of two that it holds together: of the one that began first', () => {
    const start = mail({ thread: { messageId: 's@x', references: [] }, ...minutesLater(-30) });
    const middle = mail({ thread: { messageId: 'q@x', references: ['s@x'] }, fullText: 'More of it.' });
    const calls = (touched: Partial<CallState>) =>
      logOf({ id: 'call 1', contacts: [start] }, { id: 'call 2', contacts: [answer], ...touched });
    expect(decided(middle, calls({}))).toMatchObject({
      kind: 'joined',
      callId: 'call 1',
      folds: [{ call: { id: 'call 2' } }],
    });
    expect(decided(middle, calls({ untouched: false }))).toMatchObject({
      ...{ kind: 'joined', callId: 'call 2' },
      folds: [{ call: { id: 'call 1' } }],
    });
    const both = logOf(
      { id: 'call 1', contacts: [{ ...start, ...minutesLater(40) }], untouched: false },
      { id: 'call 2', contacts: [answer], untouched: false },
    );
    expect(decided(middle, both)).toMatchObject({
      ...{ kind: 'joined', callId: 'call 1', folds: [] },
      suggestions: [{ kind: 'same-matter', callId: 'call 2' }],
    });
  });

  test('stays apart from an answer under another subject to a thread that had rested', () => {
    const later = mail({ ...answering('q@x'), ...minutesLater(90 * DAYS), subject: 'New starter in April' });
    expect(decided(question, logOf({ id: 'call 2', contacts: [later] }))).toMatchObject({
      ...{ kind: 'new', folds: [] },
      suggestions: [{ kind: 'follow-up', callId: 'call 2' }],
    });
  });
});

describe('a quoted reference', () => {
  const quoting = (parts: Partial<Contact> = {}) =>
    mail({
      subject: `${REFERENCE} window`,
      fullText: 'Any news?',
      thread: { references: [], callReference: REFERENCE },
      ...parts,
    });
  const log = logOf({ id: 'call 1', contacts: [question] });

  test('leads whoever has a part in the call to it', () => {
    expect(decided(quoting(), log)).toMatchObject({ kind: 'joined', callId: 'call 1', linkedBy: 'reference' });
  });

  test('leads a stranger to a call of their own, and an agent to both', () => {
    expect(decided(quoting(from('stranger@example.net')), log)).toMatchObject({
      ...{ kind: 'new', callId: undefined },
      suggestions: [{ kind: 'same-matter', callId: 'call 1' }],
    });
  });

  test('leads a bounce to the call of whom it could not reach', () => {
    const bounce = (email: string) =>
      decided(
        quoting({
          ...{ machine: 'bounce', from: { email: 'mailer-daemon@example.net' } },
          details: { channel: 'email', answers: true, failedAddresses: [email] },
        }),
        log,
      );
    expect(bounce('ada@example.org')).toMatchObject({ kind: 'noted', callId: 'call 1' });
    expect(bounce('nobody@example.org').kind).toBe('apart');
  });

  test('that no call has leads nowhere', () => {
    expect(decided(quoting(), logOf()).kind).toBe('new');
  });
});
