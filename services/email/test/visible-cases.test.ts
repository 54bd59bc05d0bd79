import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { visibleText } from '../src/visible.ts';
import { contactOf, testArchive } from './parsing.ts';
import { mailOf, visibleCases } from './visible-cases.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const cases = visibleCases().map((one) => [one.name, one] as const);

describe('what a client wrote shows what was said', () => {
  test.each(cases)('%s', async (_, one) => {
    const text = one.html === undefined ? visibleText(one.text) : (await contactOf(archive, mailOf(one))).text;
    expect(folded(text)).toBe(folded(one.visible));
  });
});

test.each(cases)('and that, read again, shows the same: %s', (_, { visible }) => {
  expect(folded(visibleText(visible))).toBe(folded(visible));
});

function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
