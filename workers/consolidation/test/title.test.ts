import { someContact } from '@callbook/checks';
import type { Contact } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { titleOf } from '../src/title.ts';

describe('titleOf', () => {
  test('is the subject, else the first line with words, else what came', () => {
    expect(titleOf(someContact({ subject: ' Printer \n jam ' }))).toBe('Printer jam');
    expect(titleOf(someContact({ subject: '', text: '\n  \n No network in B12\nsince nine' }))).toBe(
      'No network in B12',
    );
    expect(titleOf(someContact({ subject: undefined, text: '', fullText: '' }))).toBe('(email, nothing readable)');
  });

  test('of a telephone call is who called, as far as that is known', () => {
    const call = (from: Contact['from'], caller?: string) =>
      titleOf(
        someContact({
          ...{ channel: 'voice', from, subject: undefined, text: '', fullText: 'You have a new voicemail.' },
          details: { channel: 'voice', ...(caller && { caller }) },
        }),
      );
    expect(call({ name: 'Ada', phone: '+493012345' })).toBe('Telephone call from Ada');
    expect(call({ phone: '+493012345' })).toBe('Telephone call from +493012345');
    expect(call({}, '101')).toBe('Telephone call from 101');
    expect(call({}, 'anonymous')).toBe('Telephone call from an unknown number');
  });

  test('never cuts a character in two', () => {
    expect(titleOf(someContact({ subject: '😀'.repeat(200) })).isWellFormed()).toBe(true);
  });
});
