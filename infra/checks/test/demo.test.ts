import { type RunningHouse, startHouse } from '@callbook/checks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** What somebody sees first of Callbook: `infra/up --demo`. */
let house: RunningHouse;
beforeAll(async () => {
  house = await startHouse({ args: ['--demo'] });
}, 240_000);
afterAll(async () => {
  await house?.stop();
}, 120_000);

test('people reach the demo by mail, telephone, Slack and paper, and each of them is in the log', async () => {
  for (const channel of ['email', 'voice', 'slack', 'paper']) {
    const calls = async () => (await (await house.ask(`/api/calls?channel=${channel}`)).json()) as { items: unknown[] };
    while ((await calls()).items.length === 0) await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const { items } = (await (await house.ask('/api/calls?channel=voice')).json()) as { items: object[] };
  expect(items).toContainEqual(expect.objectContaining({ reference: expect.stringMatching(/^CB-\d+$/) }));
}, 240_000);
