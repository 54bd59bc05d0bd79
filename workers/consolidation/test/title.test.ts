import { someContact } from '@callbook/checks';
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

  test('never cuts a character in two', () => {
    expect(titleOf(someContact({ subject: '😀'.repeat(200) })).isWellFormed()).toBe(true);
  });
});
