import { someContact } from '@callbook/checks';
import type { Contact } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { contentHash } from '../src/content-hash.ts';
import { asCandidate, newcomerOf } from '../src/newcomer.ts';
import { answering, DAYS, decided, from, logOf, mail, minutesLater, question, TEXT } from './log-of.ts';

describe('a voicemail that came by mail', () => {
  const silence = { sha256: 'a'.repeat(64), name: 'msg0001.wav', mediaType: 'audio/wav', size: 9, inline: false };
  const voicemail = (messageId: string, sentAt: string, parts: Partial<Contact> = {}) =>
    mail({
      ...{ channel: 'voice', from: { phone: '+493012345' }, subject: undefined, text: '', attachments: [silence] },
      ...{ fullText: 'You have a new voicemail in mailbox 200.', thread: { messageId, references: [] } },
      ...{ details: { channel: 'voice', provider: 'pbx', mail: {}, sentAt }, ...parts },
    });
  const first = voicemail('1@pbx', '2026-11-02T08:00:00.000Z');
  const log = logOf({ id: 'call 1', contacts: [first] });

  test('says nothing again when the same silence comes again: that is another telephone call', () => {
    const other = voicemail('2@pbx', '2026-11-02T08:02:00.000Z', minutesLater(2));
    expect(decided(other, log).kind).toBe('new');
  });

  test('is a duplicate where one and the same mail comes to two mailboxes', () => {
    const copy = voicemail('1@pbx', '2026-11-02T08:00:00.000Z', { account: 'branch' });
    expect(decided(copy, log)).toMatchObject({ kind: 'duplicate', duplicateOf: first.id });
  });
});

describe('the same message by another way', () => {
  const sentAt = (instant: string) => ({ details: { channel: 'email' as const, sentAt: instant } });
  const nine = sentAt('2026-11-02T09:00:00.000Z');
  const first = mail({ thread: { messageId: 'form@x', references: [] }, ...nine });
  const log = logOf({ id: 'call 1', contacts: [first] });
  const again = { thread: first.thread, ...minutesLater(90 * DAYS) };

  test('is a duplicate, however late it comes', () => {
    expect(decided(mail({ ...again, ...nine }), log)).toMatchObject({
      ...{ kind: 'duplicate', duplicateOf: first.id, callId: 'call 1' },
    });
  });

  test('is one also with the footer of a list and a tag in the subject', () => {
    const fullText = `${TEXT}\n\n____\nFacility mailing list`;
    const listed = mail({ ...again, ...nine, fullText, subject: '[facility] Window' });
    expect(decided(listed, log)).toMatchObject({ kind: 'duplicate', duplicateOf: first.id });
  });

  test('is none when the same id was sent at another time, or says something else, or comes from somebody else', () => {
    expect(decided(mail({ ...again, ...sentAt('2026-12-02T09:00:00.000Z') }), log).kind).toBe('new');
    expect(
      decided(mail({ ...again, ...nine, fullText: 'My chair is broken. Please send another one.' }), log).kind,
    ).toBe('new');
    expect(decided(mail({ ...again, ...nine, ...from('other@example.org') }), log).kind).toBe('new');
  });

  test('is one within a day where nobody knows when it was sent', () => {
    const undated = logOf({ id: 'call 1', contacts: [mail({ thread: first.thread })] });
    expect(decided(mail({ thread: first.thread, ...minutesLater(20 * 60) }), undated).kind).toBe('duplicate');
    expect(decided(mail({ thread: first.thread, ...minutesLater(2 * DAYS) }), undated).kind).toBe('new');
  });

  test('is none where neither has an id', () => {
    const nameless = { thread: { references: [] }, ...nine };
    const other = mail({ ...nameless, fullText: 'Something else is broken, too.' });
    expect(decided(other, logOf({ id: 'call 1', contacts: [mail(nameless)] })).kind).toBe('new');
  });
});

describe('the same text sent again', () => {
  const log = logOf({ id: 'call 1', contacts: [question] });
  const repeated = (parts: Partial<Contact>) => decided(mail(parts), log);

  test('is a duplicate, before or after, with another id or none', () => {
    expect(repeated(minutesLater(6))).toMatchObject({ kind: 'duplicate', duplicateOf: question.id, callId: 'call 1' });
    expect(repeated(minutesLater(-6)).kind).toBe('duplicate');
    expect(repeated({ ...minutesLater(6), thread: { references: [] } }).kind).toBe('duplicate');
  });

  test('is a matter of its own after the time in which it would be one sending', () => {
    expect(repeated(minutesLater(61)).kind).toBe('new');
    const long = { text: TEXT.repeat(3), fullText: TEXT.repeat(3) };
    const longLog = logOf({ id: 'call 1', contacts: [mail(long)] });
    expect(decided(mail({ ...long, ...minutesLater(8 * 60) }), longLog).kind).toBe('duplicate');
    expect(decided(mail({ ...long, ...minutesLater(2 * DAYS) }), longLog).kind).toBe('new');
    const few = { text: 'Thanks', fullText: 'Thanks' };
    const fewLog = logOf({ id: 'call 1', contacts: [mail(few)] });
    expect(decided(mail({ ...few, ...minutesLater(4) }), fewLog).kind).toBe('duplicate');
    expect(decided(mail({ ...few, ...minutesLater(6) }), fewLog).kind).toBe('new');
  });

  test('is none from somebody else, under another subject, or with another file', () => {
    expect(repeated({ ...minutesLater(6), ...from('other@example.org') }).kind).toBe('new');
    expect(repeated({ ...minutesLater(6), subject: 'Window again' }).kind).toBe('new');
    const file = { sha256: 'b'.repeat(64), name: 'b.jpg', mediaType: 'image/jpeg', size: 1, inline: false };
    expect(repeated({ ...minutesLater(6), attachments: [file] }).kind).toBe('new');
  });

  test('is none where nobody said anything', () => {
    const empty = { from: {}, subject: '', text: '', fullText: '' };
    expect(decided(mail(empty), logOf({ id: 'call 1', contacts: [mail(empty)] })).kind).toBe('new');
  });

  test('is none when it answers another mail, or when the call was resolved since', () => {
    const answer = mail(answering('a@x'));
    const twice = logOf({
      id: 'call 1',
      contacts: [mail({ thread: { messageId: 'a@x', references: [] }, subject: 'A' }), answer],
    });
    expect(decided(mail(answering('b@x')), twice).kind).toBe('new');
    const resolved = logOf({
      id: 'call 1',
      contacts: [question],
      status: 'resolved',
      endedAt: '2026-11-02T08:03:00.000Z',
    });
    expect(decided(mail(minutesLater(6)), resolved).kind).toBe('new');
  });

  test('of a repetition repeats what was said first', () => {
    const memory = logOf({ id: 'call 1', contacts: [question] });
    const second = mail(minutesLater(40));
    memory.recorded(asCandidate(newcomerOf(second), 'call 1', question.id));
    expect(decided(mail(minutesLater(80)), memory)).toMatchObject({ kind: 'duplicate', duplicateOf: question.id });
  });
});

describe('contentHash', () => {
  test('is the same however a relay folded the white space', () => {
    const one = someContact({ sourceId: 'a', fullText: 'My screen\r\nis  black.', subject: 'Screen' });
    const two = someContact({ sourceId: 'b', fullText: 'My screen is black.\n', subject: ' Screen' });
    expect(contentHash(one)).toBe(contentHash(two));
  });

  test('differs by sender, subject, text and attachment', () => {
    const base = { sourceId: 'a', fullText: 'text', subject: 'subject' };
    const attachment = { sha256: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png', size: 1, inline: false };
    const hashes = [
      someContact(base),
      someContact({ ...base, fullText: 'other' }),
      someContact({ ...base, subject: 'other' }),
      someContact({ ...base, from: { email: 'other@example.org' } }),
      someContact({ ...base, attachments: [attachment] }),
    ].map(contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
