import { describe, expect, test } from '@jest/globals';
import { formatFormNumber, parseFormNumber, parseReference } from '../src/index.ts';

describe('a form number', () => {
  test('is F-, the running number and one check digit', () => {
    expect(formatFormNumber(1042)).toBe('F-10429');
    expect(parseFormNumber(' f-10429 ')).toBe(1042);
    expect(parseFormNumber(formatFormNumber(99_999_999))).toBe(99_999_999);
  });

  test('is refused with a wrong digit, too short, or with anything besides', () => {
    for (const text of ['F-10428', 'F-10492', 'F-1', 'F-010429', 'F10429', 'F-10429a', '', 'CB-10429'])
      expect(parseFormNumber(text)).toBeUndefined();
  });

  test('is no reference of a call, though both may have the same digits', () => {
    expect(parseReference(formatFormNumber(1042))).toBeUndefined();
  });

  test('is made of whole numbers that fit on a sheet', () => {
    for (const number of [0, -1, 1.5, 100_000_000, Number.NaN])
      expect(() => formatFormNumber(number)).toThrow(RangeError);
  });
});
