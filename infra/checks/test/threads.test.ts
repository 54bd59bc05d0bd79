import { describe, expect, test } from '@jest/globals';
import { givenScenarios } from './threads/given.ts';
import { ownScenarios } from './threads/own.ts';
import { arrivals, play, type Scenario } from './threads/scenario.ts';

const LONG = process.env.CALLBOOK_LONG === '1';
/** In how many other orders the mails of a scenario come, besides that in which they were sent. */
const ORDERS = LONG ? 4 : 0;
/** In the short form every third scenario comes in one batch as well. */
const IN_BATCH = LONG ? 1 : 3;

const given = givenScenarios();
if (given === undefined) process.stderr.write('../shared/data is missing: its scenarios of threads are not played.\n');

const sorted = (groups: readonly (readonly string[])[]) => groups.map((group) => group.toSorted()).sort();

const scenarios = [...ownScenarios, ...(given ?? [])];

describe.each<Scenario>(scenarios)('$name', (scenario) => {
  const ways = arrivals(scenario, ORDERS);
  const played = scenarios.indexOf(scenario) % IN_BATCH === 0 ? ways : ways.slice(0, 1);
  const { calls, duplicates = [], apart = [], suggestions } = scenario;

  test.each(played)('makes its calls when its mails come $how', async ({ how, batches }) => {
    const outcome = await play(batches);
    expect(outcome.calls).toEqual(sorted(calls));
    expect(outcome.apart).toEqual([...apart].sort());
    expect(outcome.duplicates).toHaveLength(duplicates.length);
    if (!how.startsWith('one by one')) return;
    expect(outcome.duplicates).toEqual([...duplicates].sort());
    if (suggestions) expect(outcome.suggestions).toEqual([...suggestions].sort());
  });
});
