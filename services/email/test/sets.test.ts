import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '@callbook/archive';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { effortOf } from './effort.ts';
import { deviations, type Expectation } from './expectation.ts';
import { contactOf, testArchive } from './parsing.ts';

/** Sets of mails that are not part of the project, for whoever has them. Jest runs in the project's root. */
const SETS = join(process.cwd(), '..', 'shared', 'data', 'email');
const logger = createLogger('test', 'info');

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

if (!existsSync(SETS)) {
  logger.info({ folder: SETS }, 'the sets of mails are not here; their tests are left out');
  test('sets of mails: not at hand', () => expect(existsSync(SETS)).toBe(false));
} else {
  describe.each(readdirSync(SETS))('every mail of the set %s', (set) => {
    const files = readdirSync(join(SETS, set), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(eml|msg|txt)$/.test(name),
    );
    test('is a valid contact, read within a second', async () => {
      expect(files.length).toBeGreaterThan(0);
      for (const name of files) {
        const raw = readFileSync(join(SETS, set, name));
        const effort = await effortOf(async () => {
          const contact = await contactOf(archive, raw);
          expect({ name, size: contact.original.size }).toEqual({ name, size: raw.length });
        });
        expect(effort).toBeLessThan(1_000);
      }
    });
  });

  const expected: { file: string; expect: Expectation }[] = JSON.parse(
    readFileSync(join(SETS, 'redmine', 'expect.json'), 'utf8'),
  );
  test.each(expected.map(({ file, expect: fields }) => [file, fields] as const))(
    'every field of %s is as expected',
    async (file, fields) => {
      const contact = await contactOf(archive, readFileSync(join(SETS, 'redmine', file)));
      expect(deviations(contact, fields)).toEqual([]);
    },
  );
}
