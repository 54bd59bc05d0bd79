import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '@callbook/archive';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { visibleText } from '../src/visible.ts';
import { contactOf, testArchive } from './parsing.ts';

/** Replies that are not part of the project, for whoever has them. Jest runs in the project's root. */
const SET = join(process.cwd(), '..', 'shared', 'data', 'email', 'reply');
const logger = createLogger('test', 'info');

type Expected = { readonly file: string; readonly visibleText: string };

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

if (!existsSync(SET)) {
  logger.info({ folder: SET }, 'the set of replies is not here; its test is left out');
  test('the set of replies: not at hand', () => expect(existsSync(SET)).toBe(false));
} else {
  test('every reply of the set shows what was said this time', async () => {
    const expected = JSON.parse(readFileSync(join(SET, 'expect.json'), 'utf8')) as Expected[];
    const wrong: { file: string; text: string; expected: string }[] = [];
    for (const { file, visibleText: wanted } of expected) {
      const raw = readFileSync(join(SET, file));
      const text = file.endsWith('.txt') ? visibleText(raw.toString('utf8')) : (await contactOf(archive, raw)).text;
      if (folded(text) !== folded(wanted)) wrong.push({ file, text, expected: wanted });
    }
    logger.info({ right: expected.length - wrong.length, of: expected.length }, 'replies of the set read right');
    expect(wrong).toEqual([]);
  });
}

function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
