import { expect, test } from '@jest/globals';
import { parts, uidSet, uidsOf } from '../src/mailbox/uid-set.ts';

test('runs travel as ranges, in order and each UID once', () => {
  expect(uidSet([])).toBe('');
  expect(uidSet([7])).toBe('7');
  expect(uidSet([5, 3, 1, 2, 9, 3])).toBe('1:3,5,9');
  expect(uidSet(Array.from({ length: 200_000 }, (_, i) => i + 1))).toBe('1:200000');
});

test('a set that a server gives is read back, whichever way its ranges go', () => {
  expect(uidsOf('')).toEqual([]);
  expect(uidsOf('9,3:1,5')).toEqual([1, 2, 3, 5, 9]);
  const uids = [1, 2, 3, 10, 11, 4_294_967_295];
  expect(uidsOf(uidSet(uids))).toEqual(uids);
});

test.each(['1:4294967295', '*', '1:*', '0', 'x', '1,,2', '-1', '1:2:3', '99999999999'])(
  'a set that is none, or names more mails than there can be, is not believed (%s)',
  (set) => {
    expect(uidsOf(set)).toBeUndefined();
  },
);

test('five hundred UIDs without any run fit into a command line of 8,192 octets', () => {
  const scattered = Array.from({ length: 500 }, (_, i) => 4_294_000_000 + 2 * i);
  expect(uidSet(scattered).length).toBeLessThan(8_000);
  expect([...parts(scattered, 200)].map(({ length }) => length)).toEqual([200, 200, 100]);
});
