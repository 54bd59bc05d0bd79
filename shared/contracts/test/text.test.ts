import { expect, test } from '@jest/globals';
import { cleanText } from '../src/index.ts';

test.each([
  ['plain text stays', 'plain text stays'],
  ['tab\tand\r\nline ends stay', 'tab\tand\r\nline ends stay'],
  ['pairs stay: 🖨️', 'pairs stay: 🖨️'],
  ['NUL\0 goes', 'NUL goes'],
  ['half a pair \ud83d is replaced', 'half a pair \ufffd is replaced'],
  ['\udc00', '\ufffd'],
  ['halves that meet when NUL goes \ud83d\0\udda8', 'halves that meet when NUL goes 🖨'],
])('%j becomes %j', (text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
  expect(cleanText(cleaned)).toBe(cleaned);
});
