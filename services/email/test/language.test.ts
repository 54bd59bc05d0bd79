import { expect, test } from '@jest/globals';
import { languageOf } from '../src/language.ts';
import { SENTENCES } from './sentences.ts';

const told = Object.entries(SENTENCES).flatMap(([language, texts]) =>
  texts.map((text) => ({ language, text, found: languageOf(text) })),
);

test('the language of short sentences in 33 languages is told, or left open, and hardly ever wrong', () => {
  const wrong = told.filter(({ language, found }) => found !== undefined && found !== language);
  const right = told.filter(({ language, found }) => found === language);
  expect(Object.keys(SENTENCES)).toHaveLength(33);
  // Slovak and Czech share many a sentence.
  expect(wrong.map(({ language, found }) => `${language} as ${found}`)).toEqual(['sk as cs']);
  const long = told.filter(({ text }) => (text.match(/\p{L}/gu)?.length ?? 0) >= 20);
  expect(right.length).toBeGreaterThanOrEqual(0.98 * long.length);
});

test.each([
  ['a thank you', 'Danke!'],
  ['a name', 'Ada Lovelace'],
  ['nothing', ''],
  ['numbers and signs', '4711 0815 ----- 23.10.2026 [x] *** 12:30'],
  ['a link', 'https://example.org/printers/second-floor?room=214&state=jammed'],
  ['an address', 'helpdesk.second.floor@example.org'],
])('%s is in no language', (_, text) => {
  expect(languageOf(text)).toBeUndefined();
});

test('links and names of files do not decide', () => {
  const text =
    'https://www.example.org/this/is/the/english/page/of/our/printer.html\nDer Drucker im Erdgeschoss klemmt.';
  expect(languageOf(text)).toBe('de');
});

test('a text of any length costs the same', () => {
  expect(languageOf(`Der Drucker klemmt schon wieder. ${'Ж'.repeat(2_000_000)}`)).not.toBe('en');
});
