import { type AdapterUnderTest, adapterContract } from '@callbook/checks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { numbered, type TestDoor, testDoor, UNREADABLE } from './test-door.ts';

let house: TestDoor;
let adapter: AdapterUnderTest<string>;
beforeEach(async () => {
  house = await testDoor();
  adapter = {
    ...{ intake: house.intake, archive: house.archive },
    messages: { one: numbered(1), other: numbered(2), broken: UNREADABLE },
    bring: async (raw) => /^250 /.test(await (await house.client()).give(raw, ['desk@callbook.example'])),
  };
});
afterEach(() => house.close());

test.each(adapterContract.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
  await expect(holds(adapter)).resolves.toBeUndefined();
});
