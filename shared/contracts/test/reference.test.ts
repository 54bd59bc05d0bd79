import { describe, expect, test } from '@jest/globals';
import { formatReference, isReference, parseReference } from '../src/index.ts';

/** Numbers of every length that a desk will see, in a fixed but irregular order. */
const numbers = Array.from(
  { length: 3_000 },
  (_, index) => 1 + ((index * 7_919 * (index + 13)) % 10 ** (1 + (index % 9))),
);

describe('a reference', () => {
  test('is CB-, the running number and one check digit', () => {
    expect(formatReference(1042)).toBe('CB-10429');
    expect(formatReference(1n)).toBe('CB-13');
    expect(formatReference(572)).toBe('CB-5724'); // the example of Damm's thesis
  });

  test('gives its number back', () => {
    for (const number of numbers) expect(parseReference(formatReference(number))).toBe(number);
  });

  test('is read in either case and with space around it, as people type it', () => {
    expect(parseReference(' cb-10429\n')).toBe(1042);
    expect(isReference('Cb-10429')).toBe(true);
  });

  test('tells every single wrong digit, wherever it is', () => {
    for (const number of numbers) {
      const digits = formatReference(number).slice(3);
      for (let place = 0; place < digits.length; place += 1) {
        for (const wrong of '0123456789'.replace(digits[place] ?? '', '')) {
          const heard = `CB-${digits.slice(0, place)}${wrong}${digits.slice(place + 1)}`;
          if (isReference(heard)) throw new Error(`${heard} was taken for CB-${digits}`);
        }
      }
    }
  });

  test('tells every swap of two neighbours', () => {
    for (const number of numbers) {
      const digits = formatReference(number).slice(3);
      for (let place = 0; place + 1 < digits.length; place += 1) {
        const [left, right] = [digits[place], digits[place + 1]];
        if (left === right) continue;
        const heard = `CB-${digits.slice(0, place)}${right}${left}${digits.slice(place + 2)}`;
        if (isReference(heard)) throw new Error(`${heard} was taken for CB-${digits}`);
      }
    }
  });

  test.each([
    ['', 'nothing'],
    ['CB-', 'no digits'],
    ['CB-0', 'a check digit without a number'],
    ['CB-010429', 'a leading zero'],
    ['10429', 'no prefix'],
    ['CB-10427', 'a wrong check digit'],
    ['CB-10429.', 'something behind it'],
    ['see CB-10429', 'something before it'],
    ['CB-1042９', 'a digit of another script'],
    ['CB--10429', 'a negative number'],
    [`CB-${'1'.repeat(17)}`, 'more digits than a number holds exactly'],
  ])('is not %j: %s', (text) => {
    expect(parseReference(text)).toBeUndefined();
    expect(isReference(text)).toBe(false);
  });

  test.each([0, -1, 1.5, Number.NaN, 1e21])('cannot be made of %d', (number) => {
    expect(() => formatReference(number)).toThrow(RangeError);
  });
});
