import { expect, test } from '@jest/globals';
import { visibleText } from '../src/visible.ts';
import { effortOf } from './effort.ts';

/** What each rule looks for, without what ends it: a rule that looks back, or on, for too long shows here. */
const PIECES = [
  ...['\n', ' ', 'a', '-', '>', '\u2010', '\u202b', '<a@b', '-----\n', '-- \n', '\u2014\n'],
  ...['> a\n', '> a\nb\n', 'on wrote:\n> q\nabc\n', '1 wrote:\n| a\n', 'Tate> a\n', '>>> Ada 12.03.2024 09:14 >>>\n'],
  ...['a:\n', 'wrote:\n', 'I wrote ', 'abc 2024 @ ', 'Ada <ada@x.org>\n', 'On 2024-01-02 10:10 <a@b.c> wrote:  '],
  ...['From: a@x\n', 'Received: x\n', 'Received: x\nFrom: a@b\n', 'To: x;\n', '----\nTo: x;\n1.1.2024 10:10 <a@b>:\n'],
  ...['Von: <a@b> Gesendet: 12.03.2024 09:14 An: x ', 'a: b: 2024-01-02 <a@b.c> ', '\u4e3b\u3000\u9898: '],
  ...['An\n', '12.03.2024 09:14\nAn\nThema\n', '> -----Original Message-----\n> From: a\nx\n'],
  ...['---\nunsubscribe http://a\n', 'avast checked\n', '<https://avast.com>\n', 'https://a.b\nSent from my iPhone\n'],
].map((piece) => [JSON.stringify(piece), piece] as const);

test.each(PIECES)('a megabyte of %s costs no more than its length', async (_, piece) => {
  const text = piece.repeat(1_000_000 / piece.length);
  expect(await effortOf(() => visibleText(text))).toBeLessThan(1_000);
});

test.each([
  ['quotes that never say of which kind', '<blockquote '],
  ['styles that never end', 'border-top:solid '],
  ['quotes', '<div class="gmail_quote">a'],
])('nor does a page of %s', async (_, piece) => {
  const markup = piece.repeat(1_000_000 / piece.length);
  expect(await effortOf(() => visibleText('It still jams.', markup))).toBeLessThan(3_000);
});
