import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AUTO_ANSWERS } from './machine-cases/answers.ts';
import { BOUNCES } from './machine-cases/bounces.ts';
import type { MachineCase } from './machine-cases/case.ts';
import { NOTICES } from './machine-cases/notices.ts';
import { PEOPLE } from './machine-cases/people.ts';
import { MARKED_PEOPLE } from './machine-cases/people-marks.ts';
import { PROVIDER_BOUNCES } from './machine-cases/provider-bounces.ts';
import { RARER_ANSWERS } from './machine-cases/rarer-answers.ts';
import { RARER_BOUNCES } from './machine-cases/rarer-bounces.ts';
import { RARER_PEOPLE } from './machine-cases/rarer-people.ts';
import { SCANS } from './machine-cases/scans.ts';
import { VOICEMAILS } from './machine-cases/voicemails.ts';
import { contactOf, testArchive } from './parsing.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const DEVICES: Readonly<Record<string, string>> = { voice: 'voice', paper: 'scan' };
const named = (cases: readonly MachineCase[]) => cases.map((one) => [one.name, one] as const);
async function read({ raw }: MachineCase) {
  const contact = await contactOf(archive, Buffer.from(raw.replaceAll('\n', '\r\n')), 'desk', {
    ours: ['desk@example.org'],
  });
  const details = contact.details.channel === 'email' ? contact.details : undefined;
  return {
    found: contact.machine ?? DEVICES[contact.channel] ?? 'person',
    failed: details?.failedAddresses?.toSorted(),
    acknowledge: details?.acknowledge,
  };
}

describe('machine mail is recognised', () => {
  test.each(named([...BOUNCES, ...PROVIDER_BOUNCES, ...RARER_BOUNCES, ...AUTO_ANSWERS, ...RARER_ANSWERS, ...NOTICES]))(
    '%s',
    async (_, one) => {
      const { found, failed, acknowledge } = await read(one);
      expect({ found, ...(one.failed && { failed }) }).toEqual({
        found: one.expected,
        ...(one.failed && { failed: one.failed }),
      });
      expect(acknowledge?.may).toBe(false);
    },
  );
});

describe('a device that brings what a person said or wrote is known', () => {
  test.each(named([...VOICEMAILS, ...SCANS]))('%s', async (_, one) => {
    const { found, acknowledge } = await read(one);
    expect(found).toBe(one.expected);
    expect(acknowledge?.may ?? false).toBe(false);
  });
});

describe('no machine is the person', () => {
  test.each(named([...PEOPLE, ...MARKED_PEOPLE, ...RARER_PEOPLE]))('%s', async (_, one) => {
    expect((await read(one)).found).toBe('person');
  });
});
