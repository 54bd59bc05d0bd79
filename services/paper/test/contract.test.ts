import { type AdapterUnderTest, adapterContract } from '@callbook/checks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pdf } from './files.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
let adapter: AdapterUnderTest<Buffer>;
beforeEach(async () => {
  rig = await startRig();
  adapter = {
    ...{ intake: rig.intake, archive: rig.archive },
    messages: { one: pdf(1), other: pdf(2), broken: pdf(3).subarray(0, 60) },
    bring: async (bytes) => (await rig.send([{ name: 'scan.pdf', bytes }])).status === 202,
  };
});
afterEach(() => rig.stop());

test.each(adapterContract.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
  await expect(holds(adapter)).resolves.toBeUndefined();
});
