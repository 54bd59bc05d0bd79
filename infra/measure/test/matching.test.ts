import { fileURLToPath } from 'node:url';
import { quietLogger, type TestDatabase, testDatabase } from '@callbook/checks';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { curveOf, drawn } from '../src/matching/curve.ts';
import { judge, share } from '../src/matching/judge.ts';
import { type LabelledSet, labelledSet } from '../src/matching/labelled.ts';
import { type Outcome, replay } from '../src/matching/replay.ts';

const SETS = fileURLToPath(new URL('../sets', import.meta.url));

describe.each(['factory', 'hospital', 'town'])('weeks of contacts of a %s, through the real consolidation', (name) => {
  let database: TestDatabase;
  let set: LabelledSet;
  let outcome: Outcome;

  beforeAll(async () => {
    database = await testDatabase();
    set = labelledSet(`${SETS}/${name}.json`);
    outcome = await replay(database.url, quietLogger(), set);
  });
  afterAll(() => database.drop());

  test('are all in the log', () => {
    expect(outcome.placed.size).toBe(set.contacts.length);
  });

  test('join by themselves only what is one matter', () => {
    const { joined } = judge(set, outcome);
    expect(joined.of).toBeGreaterThan(0);
    expect(joined.right).toBe(joined.of);
  });

  test('are suggested where they are one matter, at no more than one wrong suggestion for two contacts', () => {
    const { pairs, wrong, contacts } = judge(set, outcome);
    expect(share(pairs).value).toBeGreaterThanOrEqual(0.8);
    expect(wrong / contacts).toBeLessThanOrEqual(0.5);
  });

  test('of many people about one outage are suggested as a group', () => {
    expect(share(judge(set, outcome).waves).value).toBeGreaterThanOrEqual(0.8);
  });

  test('that are sent again are duplicates', () => {
    const { repeats } = judge(set, outcome);
    expect(repeats.of).toBeGreaterThan(0);
    expect(repeats.right).toBe(repeats.of);
  });

  test('draw a curve on which more is found the more is suggested', () => {
    const points = curveOf(set, () => true);
    const recalls = points.map(({ recall }) => recall);
    expect(recalls).toEqual(recalls.toSorted((a, b) => b - a));
    expect(drawn([{ name, points, real: { recall: 0.9, wrong: 0.4 } }])).toContain('</svg>');
  });
});

test('a share knows how far it can be trusted', () => {
  expect(share({ of: 100, right: 99 })).toEqual({
    value: 0.99,
    low: expect.closeTo(0.946, 3),
    high: expect.closeTo(0.998, 3),
  });
  expect(share({ of: 0, right: 0 })).toMatchObject({ low: 0, high: 1 });
});
