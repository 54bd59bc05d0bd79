import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '@callbook/archive';
import type { Contact } from '@callbook/contracts';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactOf, testArchive } from './parsing.ts';

/** Sets of mails that are not part of the project, for whoever has them. Jest runs in the project's root. */
const SETS = join(process.cwd(), '..', 'shared', 'data', 'email');
const logger = createLogger('test', 'info');

type Case = {
  readonly file: string;
  readonly expect: { readonly machine: Contact['machine'] | null; readonly failedAddresses?: readonly string[] };
  readonly temporaryAddresses?: readonly string[];
};

/** Where we read a mail otherwise than the set does, and why. */
const KNOWN: Readonly<Record<string, string>> = {};

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const read = (set: string, name: string, ours: string[] = []) =>
  contactOf(archive, readFileSync(join(SETS, set, name)), 'desk', { ours });
const details = ({ details }: Contact) => (details.channel === 'email' ? details : undefined);
const mails = (set: string) => readdirSync(join(SETS, set)).filter((name) => /\.(eml|msg|txt)$/.test(name));
const sorted = (addresses: readonly string[] | undefined) =>
  [...(addresses ?? [])].map((one) => one.toLowerCase()).sort();

if (!existsSync(SETS)) {
  logger.info({ folder: SETS }, 'the sets of mails are not here; their tests are left out');
  test('sets of mails: not at hand', () => expect(existsSync(SETS)).toBe(false));
} else {
  describe('the set of machine mail', () => {
    const cases = JSON.parse(readFileSync(join(SETS, 'machine', 'expect.json'), 'utf8')) as Case[];
    test('is recognised, with the addresses that failed', async () => {
      const kinds: string[] = [];
      const addresses: string[] = [];
      for (const { file, expect: wanted, temporaryAddresses } of cases) {
        const contact = await read('machine', file);
        const found = details(contact);
        const kind = contact.machine ?? null;
        if (kind !== wanted.machine) kinds.push(`${file}: ${kind}, not ${wanted.machine}`);
        const failed = [sorted(found?.failedAddresses), sorted(found?.temporaryAddresses)];
        const asked = [sorted(wanted.failedAddresses), sorted(temporaryAddresses)];
        if (JSON.stringify(failed) !== JSON.stringify(asked)) addresses.push(`${file}: ${failed}, not ${asked}`);
      }
      const right = (wrong: string[]) => `${cases.length - wrong.length} of ${cases.length}`;
      logger.info(
        { kinds: right(kinds), addresses: right(addresses), wrong: [...kinds, ...addresses] },
        'machine mail',
      );
      expect([...kinds, ...addresses].filter((one) => !KNOWN[one.split(':')[0] ?? ''])).toEqual([]);
      expect(kinds.length).toBeLessThanOrEqual(cases.length * 0.02);
    });
  });

  test.each(['redmine', 'reply', 'threads'])(
    'no mail of a person in the set %s is taken for a machine',
    async (set) => {
      const misjudged: string[] = [];
      for (const name of mails(set)) {
        const { machine } = await read(set, name);
        const automatic = /^auto-submitted:(?!\s*no)/im.test(readFileSync(join(SETS, set, name), 'latin1'));
        if ((machine !== undefined) !== automatic) misjudged.push(`${name}: ${machine}`);
      }
      expect(misjudged).toEqual([]);
    },
  );

  test('every mail has a decision whether it may be acknowledged, and no machine may be', async () => {
    const count = { may: 0, mayNot: 0 };
    for (const set of ['machine', 'redmine', 'reply', 'threads']) {
      for (const name of mails(set)) {
        const contact = await read(set, name);
        const { may, why } = details(contact)?.acknowledge ?? {};
        expect({ name, why }).toEqual({ name, why: expect.stringMatching(/\w{2,} \w{2,}/) });
        if (contact.machine) expect({ name, may }).toEqual({ name, may: false });
        count[may ? 'may' : 'mayNot']++;
      }
    }
    logger.info(count, 'mails that may be acknowledged');
  });

  test('no mail from an address of ours is a person’s, and none may be acknowledged', async () => {
    for (const set of ['redmine', 'reply', 'threads']) {
      for (const name of mails(set)) {
        const { from } = await read(set, name);
        const sender = /^from:.*?([^\s<>"]+@[^\s<>"]+)/im.exec(readFileSync(join(SETS, set, name), 'latin1'))?.[1];
        // In a form of ours and in what is passed on, somebody else has written.
        if (!from.email || from.email !== sender?.toLowerCase()) continue;
        const own = await read(set, name, [from.email]);
        const { may, why } = details(own)?.acknowledge ?? {};
        // Where the desk passes on somebody's mail, it is that somebody's.
        const reason = own.machine === 'own' ? /address of this desk/ : /somebody passed it on/;
        expect({ name, may, why }).toEqual({ name, may: false, why: expect.stringMatching(reason) });
      }
    }
  });
}
